import pytest
from django.core import mail
from django.utils import translation
from wagtail.users.models import UserProfile

from accounts.mail import absolute, notify, write_to
from core.models import SiteSettings
from tests.factories.accounts import make_user

pytestmark = pytest.mark.usefixtures("db", "letters")

BASE = "http://localhost:8000"
ACCOUNT = f"{BASE}/admin/account/"


def said(language, text):
    """A text of the interface in a language."""
    with translation.override(language):
        return translation.gettext(text)


def letter(language, name, title, link, *, preferences=True):
    hello = said(language, "Hello %(name)s,") % {"name": name} if name else said(language, "Hello,")
    account = said(language, "Your language and your notifications can be changed in your account:")
    ending = f"\n\n{account}\n{ACCOUNT}" if preferences else ""
    return f"{hello}\n\n{language}: {title}\n\n{link}\n\n-- \nLa Trame\n{BASE}{ending}\n"


def write(people, **options):
    return notify(people, **{"template": "example", "link": "/admin/", "context": {"title": "Un titre"}, **options})


def outbox():
    return [(*message.to, message.subject, message.body) for message in mail.outbox]


def test_each_person_is_written_to_alone_and_in_their_language():
    anne = make_user(email="anne@exemple.example", first_name="Anne", preferred_language="fr", last_name="A")
    john = make_user(email="john@exemple.example", first_name="John", preferred_language="en", last_name="B")
    assert write([anne, john], link="/admin/pages/3/edit/") == 2
    link = f"{BASE}/admin/pages/3/edit/"
    assert outbox() == [
        (anne.email, f"Un titre ({anne.email})", letter("fr", "Anne", "Un titre", link)),
        (john.email, f"Un titre ({john.email})", letter("en", "John", "Un titre", link)),
    ]
    assert [(message.cc, message.bcc, message.extra_headers) for message in mail.outbox] == [
        ([], [], {"Auto-Submitted": "auto-generated"})
    ] * 2
    assert translation.get_language() == "fr"


def test_nobody_is_written_to_twice_nor_after_their_account_is_closed():
    anne, closed, gone = make_user(), make_user(is_active=False), make_user()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    assert write([anne, closed, anne, gone]) == 1
    assert [message.to for message in mail.outbox] == [[anne.email]]


def test_nobody_to_write_to():
    assert (write([]), outbox()) == (0, [])


def test_who_refuses_a_notification_does_not_get_it():
    willing, unwilling, without_preferences = make_user(last_name="A"), make_user(), make_user(last_name="Z")
    UserProfile.objects.filter(user=without_preferences).delete()
    UserProfile.objects.filter(user=unwilling).update(rejected_notifications=False)
    everybody = [willing, unwilling, without_preferences]
    assert write(everybody, unless_refused="rejected_notifications") == 2
    assert [message.to for message in mail.outbox] == [[willing.email], [without_preferences.email]]
    assert write(everybody, unless_refused="approved_notifications") == 3


def test_titles_are_written_as_they_are():
    title = "L’été d’« ailleurs » : {% if %} <b> & {{ recipient.password }}"
    person = make_user(first_name="D'Arcy & fils")
    write([person], context={"title": title})
    assert outbox() == [
        (person.email, f"{title} ({person.email})", letter("fr", person.first_name, title, f"{BASE}/admin/"))
    ]


def test_a_title_of_two_lines_adds_no_header():
    person = make_user()
    write([person], context={"title": "Un\r\nBcc: pirate@exemple.example"})
    assert mail.outbox[0].subject == f"Un Bcc: pirate@exemple.example ({person.email})"
    assert mail.outbox[0].recipients() == [person.email]


def test_the_signature_has_the_name_of_the_portal_and_the_salutation_may_have_none():
    SiteSettings.objects.update_or_create(pk=SiteSettings.load().pk, defaults={"portal_name": "L’Étoffe"})
    person = make_user(first_name="")
    write([person])
    expected = letter("fr", "", "Un titre", f"{BASE}/admin/").replace("La Trame", "L’Étoffe")
    assert outbox() == [(person.email, f"Un titre ({person.email})", expected)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_without_an_account_is_written_to_in_the_language_that_is_told(language):
    context = {"title": "Bienvenue"}
    options = {"language": language, "template": "example", "link": "/admin/", "context": context, "name": "Zoé"}
    assert write_to("zoe@exemple.example", **options) == 1
    text = letter(language, "Zoé", "Bienvenue", f"{BASE}/admin/", preferences=False)
    assert outbox() == [("zoe@exemple.example", "Bienvenue (-)", text)]


def test_the_portal_writes_in_its_languages_only():
    with pytest.raises(ValueError, match="does not write in “de”"):
        write_to("zoe@exemple.example", language="de", template="example", link="/")
    assert outbox() == []


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("/admin/?a=1#b", "/admin/?a=1#b"),
        (f"{BASE}/fr/", "/fr/"),
        # The host of Wagtail's site may be another; what somebody typed may be anything.
        ("http://localhost/fr/partenaires/", "/fr/partenaires/"),
        ("https://ailleurs.example/fr/", "/fr/"),
        ("//ailleurs.example/fr/", "/fr/"),
        ("http://localhost", "/"),
    ],
)
def test_links_lead_to_the_portal(link, path):
    assert absolute(link) == f"{BASE}{path}"


@pytest.mark.parametrize("link", ["", "admin/", "None"])
def test_a_link_is_an_address(link):
    with pytest.raises(ValueError, match="is neither a path nor an absolute address"):
        write([make_user()], link=link)
    assert outbox() == []


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.usefixtures("queue")
def test_queries(django_assert_num_queries, count):
    people = [make_user() for _ in range(count)]
    SiteSettings.load()
    # The name of the portal, the people, the mails.
    with django_assert_num_queries(3):
        write(people)
