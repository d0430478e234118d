"""Addresses are translated too; one that changes leads on to the new one, in its own language."""

import pytest
from django.test import Client
from wagtail.models import Page

from tests.factories.accounts import make_administrator
from tests.factories.moderation import edit
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_partner, make_partner_page
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands

FRENCH, ENGLISH = "/fr/partenaires/un-organisme/", "/en/partners/un-organisme/"


@stands
def user(tree):
    return make_administrator()


@stands
def event(tree, user):
    """An event and its session, live in both languages."""
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    event = make_event(french, title="Le forum", slug="le-forum")
    session = make_session(event, title="La séance", slug="la-seance")
    for page in (event, session):
        page.save_revision(user=user, clean=False)
        publish(page)
        say(start(page, user), user)
        publish(sister(page))
    return event


def sister(page):
    return Page.objects.get(translation_key=page.translation_key, locale=english())


@pytest.fixture
def ask(db):
    """What a path answers to a reader: the status, and where it leads."""

    def ask(path):
        answer = Client().get(path)
        return answer.status_code, answer.headers.get("Location")

    return ask


@pytest.fixture
def rename(event, user, django_capture_on_commit_callbacks):
    """A function that publishes another address of the event in English, or in French."""

    def rename(slug, *, language="en"):
        # Wagtail leaves the redirections to the end of the transaction.
        with django_capture_on_commit_callbacks(execute=True):
            if language == "en":
                say(translation_of(event), user, {"le-forum": slug})
                publish(sister(event))
            else:
                publish(edit(event, user, slug=slug))

    return rename


def test_each_language_has_its_own(event, ask):
    paths = [f"{FRENCH}le-forum/la-seance/", f"{ENGLISH}en-le-forum/en-la-seance/"]
    assert [ask(path)[0] for path in paths] == [200, 200]
    assert [ask(f"{FRENCH}en-le-forum/")[0], ask(f"{ENGLISH}le-forum/")[0]] == [404, 404]


def test_a_draft_of_another_address_changes_nothing(event, user, ask):
    say(translation_of(event), user, {"le-forum": "the-forum"})
    assert (ask(f"{ENGLISH}en-le-forum/")[0], ask(f"{ENGLISH}the-forum/")[0]) == (200, 404)


def test_the_old_english_address_leads_to_the_new_one(rename, ask):
    rename("the-forum")
    assert ask(f"{ENGLISH}the-forum/") == (200, None)
    assert ask(f"{ENGLISH}en-le-forum/") == (301, f"{ENGLISH}the-forum/")
    # What stands below it moves with it.
    assert ask(f"{ENGLISH}the-forum/en-la-seance/") == (200, None)
    assert ask(f"{ENGLISH}en-le-forum/en-la-seance/") == (301, f"{ENGLISH}the-forum/en-la-seance/")
    # The French does not.
    assert ask(f"{FRENCH}le-forum/") == (200, None)


def test_the_old_french_address_leads_to_the_new_one(rename, ask):
    rename("le-grand-forum", language="fr")
    assert ask(f"{FRENCH}le-forum/") == (301, f"{FRENCH}le-grand-forum/")
    assert ask(f"{FRENCH}le-forum/la-seance/") == (301, f"{FRENCH}le-grand-forum/la-seance/")
    assert ask(f"{ENGLISH}en-le-forum/") == (200, None)


def test_each_former_address_leads_there_in_one_step(rename, ask):
    rename("the-forum")
    rename("a-forum")
    assert [ask(f"{ENGLISH}{slug}/") for slug in ("en-le-forum", "the-forum")] == [(301, f"{ENGLISH}a-forum/")] * 2


def test_an_address_that_comes_back_is_a_page(rename, ask):
    rename("the-forum")
    rename("en-le-forum")
    assert ask(f"{ENGLISH}en-le-forum/") == (200, None)
    assert ask(f"{ENGLISH}the-forum/") == (301, f"{ENGLISH}en-le-forum/")


def test_the_question_stays_in_the_address_without_harm(rename, ask):
    rename("the-forum")
    assert ask(f"{ENGLISH}en-le-forum/?utm_source=courriel") == (301, f"{ENGLISH}the-forum/")


def test_links_between_languages_follow(event, rename, ask):
    rename("the-forum")
    answer = Client().get(f"{FRENCH}le-forum/").content.decode()
    assert (f'href="{ENGLISH}the-forum/"' in answer, f"{ENGLISH}en-le-forum/" in answer) == (True, False)
