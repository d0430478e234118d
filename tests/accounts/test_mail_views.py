import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts.mail import notify, write_to
from accounts.mail_queue import send_waiting_mails
from tests.factories.accounts import make_administrator, make_user
from tests.reading import page, words

pytestmark = pytest.mark.usefixtures("tree", "letters", "queue")

INDEX = "/admin/reports/mails/"


@pytest.fixture
def admin(client, db):
    client.force_login(make_administrator(preferred_language="en"))
    return client


def put(address, subject="Titre", **fields):
    EmailMessage(subject, "Texte", to=[address], headers={"Auto-Submitted": "auto-generated"}).send()
    mail = Email.objects.latest("pk")
    Email.objects.filter(pk=mail.pk).update(**fields)
    return mail


def listed(response):
    """The rows of the list: subject, recipients, status."""
    rows = page(response).select("table.listing tbody tr")
    return [tuple(words(cell) for cell in row.select("td")[:3]) for row in rows]


def address(mail):
    return reverse("mails:mail", args=[mail.pk])


def test_the_list_tells_what_became_of_each_mail(admin):
    put("a@exemple.example", "Un", status=STATUS.sent)
    put("b@exemple.example", "Deux", status=STATUS.failed, number_of_retries=27)
    put("c@exemple.example", "Trois", status=STATUS.requeued, number_of_retries=1)
    put("d@exemple.example", "Quatre", status=STATUS.requeued, number_of_retries=3)
    put("e@exemple.example", "", status=None)
    put("f@exemple.example", "<b>Six</b>")
    response = admin.get(INDEX)
    assert "6 mails" in words(page(response))
    assert listed(response) == [
        ("<b>Six</b>", "f@exemple.example", "Waiting"),
        ("(no subject)", "e@exemple.example", "Kept, not sent"),
        ("Quatre", "d@exemple.example", "Waiting 3 attempts failed"),
        ("Trois", "c@exemple.example", "Waiting 1 attempt failed"),
        ("Deux", "b@exemple.example", "Failed"),
        ("Un", "a@exemple.example", "Sent"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=anne", ["Bonjour"]),
        ("?q=REVOIR", ["Au revoir"]),
        ("?state=sent", ["Bonjour"]),
        ("?state=kept", ["Au revoir"]),
        ("?state=failed", []),
        ("?state=nonsense", ["Au revoir", "Bonjour"]),
        ("?state=sent&q=revoir", []),
    ],
)
@pytest.mark.parametrize("path", [INDEX, f"{INDEX}results/"])
def test_search_and_filter(admin, path, query, expected):
    put("anne@exemple.example", "Bonjour", status=STATUS.sent)
    put("marc@exemple.example", "Au revoir", status=None)
    assert [subject for subject, *_ in listed(admin.get(f"{path}{query}"))] == expected


def test_an_empty_list(admin):
    text = words(page(admin.get(INDEX)).select_one("main"))
    assert "There are no mails to display." in text
    assert "A mail that cannot be sent is tried again for 2 days, at longer and longer intervals." in text


@pytest.mark.usefixtures("no_server")
def test_where_there_is_no_server_the_list_says_so(admin):
    notify([make_user(email="anne@exemple.example")], template="example", link="/", context={"title": "Titre"})
    response = admin.get(INDEX)
    assert listed(response) == [("Titre (anne@exemple.example)", "anne@exemple.example", "Kept, not sent")]
    assert "No mail server is set: mails are kept here for 90 days" in words(page(response).select_one("main"))


def test_a_mail_is_read_with_its_link_and_its_attempts(admin):
    notify([make_user(preferred_language="en")], template="example", link="/admin/x/", context={"title": "<b>& é"})
    send_waiting_mails(now=timezone.now())
    soup = page(admin.get(address(Email.objects.get())))
    text = soup.select_one(".mail-text")
    assert (text["lang"], "en: <b>& é" in words(text)) == ("en", True)
    assert text.select_one("a")["href"] == "http://localhost:8000/admin/x/"
    fields = {words(term): words(term.find_next("dd")) for term in soup.select("main dt")}
    assert set(fields) == {"To", "From", "Subject", "Written", "Status", "Next attempt"}
    assert (fields["To"], fields["Status"]) == (Email.objects.get().to[0], "Waiting 1 attempt failed")
    (attempt,) = soup.select("main li:-soup-contains('failed:')")
    assert "Connection refused" in words(attempt)


def test_every_recipient_is_told(admin):
    EmailMessage("Titre", "", to=["a@e.example"], cc=["b@e.example"], bcc=["c@e.example"]).send()
    assert listed(admin.get(INDEX)) == [("Titre", "a@e.example, b@e.example, c@e.example", "Waiting")]


def forgotten_password(client):
    user = make_user(email="anne@exemple.example")
    assert client.post("/admin/password_reset/", {"email": user.email}).status_code == 302


def invitation(_client):
    write_to("zoe@exemple.example", language="fr", template="example", link="/invitation/", secret=True)


@pytest.mark.parametrize("write", [forgotten_password, invitation])
@pytest.mark.parametrize("environment", ["production", "test", "dev"])
def test_secrets_are_shown_on_a_developers_machine_only(client, admin, settings, write, environment):
    write(client)
    (mail,) = Email.objects.all()
    door = re.search(r"http://localhost:8000(/admin/password_reset/confirm/\S+|/invitation/)", mail.message).group()
    settings.ENVIRONMENT = environment
    soup = page(client.get(address(mail)))
    shown = door in str(soup)
    refused = "This mail holds a link that is for its recipient only" in words(soup)
    assert (shown, refused) == ((True, False) if environment == "dev" else (False, True))
    assert door not in client.get(INDEX).content.decode()


def test_who_may_read(client):
    mail = put("anne@exemple.example")
    editors, readers = Group.objects.create(name="A"), Group.objects.create(name="B")
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    view = Permission.objects.get(content_type__app_label="post_office", codename="view_email")
    editors.permissions.add(enter)
    readers.permissions.add(enter, view)
    editor, reader = make_user(), make_user()
    editor.groups.add(editors)
    reader.groups.add(readers)
    home = reverse("wagtailadmin_home")
    answers = {}
    for user in (editor, reader, make_administrator()):
        client.force_login(user)
        entry = INDEX in client.get(home).content.decode()
        addresses = (INDEX, f"{INDEX}results/", address(mail))
        answers[user] = (entry, *(client.get(place).status_code for place in addresses))
    client.logout()
    assert list(answers.values()) == [(False, 302, 302, 302), (True, 200, 200, 200), (True, 200, 200, 200)]
    assert client.get(address(mail))["Location"].startswith(reverse("wagtailadmin_login"))


def test_the_permission_can_be_given_to_a_group(admin):
    view = Permission.objects.get(content_type__app_label="post_office", codename="view_email")
    soup = page(admin.get(reverse("wagtailusers_groups:add")))
    assert len(soup.select(f"input[name=permissions][value='{view.pk}']")) == 1


def test_nothing_is_changed_by_the_list(admin):
    mail = put("anne@exemple.example")
    assert [admin.post(place).status_code for place in (INDEX, address(mail))] == [405, 405]
    assert admin.get(reverse("mails:mail", args=[mail.pk + 1])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_long(admin, count, django_assert_max_num_queries):
    for number in range(count):
        put(f"a{number}@exemple.example", created=timezone.now() - timedelta(minutes=number))
    with django_assert_max_num_queries(100) as queries:
        assert len(listed(admin.get(INDEX))) == count
    # How many, and which; what the rest of the administration asks is counted elsewhere.
    asked = [query["sql"] for query in queries.captured_queries if "post_office_email" in query["sql"]]
    assert len(asked) == 2
    assert not any('"message"' in query for query in asked)
