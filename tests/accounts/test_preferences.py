import pytest
from wagtail.users.models import UserProfile

from accounts.models import User
from tests.factories.accounts import make_administrator, make_user
from tests.forms import filled
from tests.reading import page


def languages(user):
    """What the account says, and what the administration says."""
    account = User.objects.get(pk=user.pk)
    return account.preferred_language, UserProfile.objects.get(user=user).preferred_language


def test_a_new_account_has_one_language(db):
    assert [languages(make_user()), languages(make_user(preferred_language="en"))] == [("fr", "fr"), ("en", "en")]


def test_the_administration_follows_the_account(db):
    user = make_user()
    user.preferred_language = "en"
    user.save()
    assert languages(user) == ("en", "en")


def test_the_account_follows_the_administration(db):
    user = make_user()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
    assert languages(user) == ("en", "en")


def test_a_profile_without_a_language_changes_nothing(db):
    user = make_user(preferred_language="en")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = ""
    profile.save()
    assert User.objects.get(pk=user.pk).preferred_language == "en"


def test_another_account_keeps_its_own(db):
    other = make_user()
    user = make_user()
    user.preferred_language = "en"
    user.save()
    assert languages(other) == ("fr", "fr")


def test_fixtures_are_loaded_as_they_are(db):
    user = make_user()
    user.preferred_language = "en"
    user.save_base(raw=True)
    assert languages(user) == ("en", "fr")


def test_a_person_changes_the_language_in_the_administration(client, tree):
    user = make_administrator()
    client.force_login(user)
    data = filled(client.get("/admin/account/"), "main form")
    changes = {"locale-preferred_language": "en", "name_email-first_name": "Nouveau"}
    assert set(changes) <= set(data)
    answer = client.post("/admin/account/", {**data, **changes})
    assert answer.status_code == 302
    assert (User.objects.get(pk=user.pk).first_name, languages(user)) == ("Nouveau", ("en", "en"))
    assert page(client.get("/admin/account/")).html["lang"] == "en"


@pytest.mark.parametrize(("accepted", "language"), [("fr", "fr"), ("en", "en"), ("en-CA,fr;q=0.5", "en"), ("de", "fr")])
def test_the_log_in_page_follows_the_browser(client, db, accepted, language):
    answer = client.get("/admin/login/", headers={"accept-language": accepted})
    assert (page(answer).html["lang"], "Accept-Language" in answer["Vary"]) == (language, True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_administration_follows_the_account_whatever_the_browser_prefers(client, tree, language):
    client.force_login(make_administrator(preferred_language=language))
    other = "en" if language == "fr" else "fr"
    assert page(client.get("/admin/", headers={"accept-language": other})).html["lang"] == language
