"""Withdrawing from the administration."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from core.middleware import ADMIN_PREFIX
from partners.models import Withdrawal
from partners.withdrawal import consolidate, withdraw
from partners.workflow.withdrawal_views import buttons
from tests.factories.accounts import make_administrator
from tests.factories.pages import make_article, make_event, make_session
from tests.factories.partners import make_communications, make_member, make_translator
from tests.forms import filled
from tests.reading import words
from tests.standing import stands

WHY = "Les chiffres étaient faux."
NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)
VIEWS = ("withdraw", "consolidate")


@stands
def parents(crim):
    return {page.locale.language_code: page for page in crim.pages.select_related("locale")}


@pytest.fixture
def staff(crim, client):
    client.force_login(make_communications(preferred_language="fr"))
    return client


def address(name, page):
    return reverse(f"portal_withdrawal:{name}", args=[page.pk])


def live(page):
    return Page.objects.get(pk=page.pk).live


def soup_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["lead", "editor", "translator"])
def test_not_for_others(client, crim, parents, view, who):
    article = make_article(parents["fr"], title="Un texte")
    user = make_translator() if who == "translator" else make_member(crim, who)
    client.force_login(user)
    for response in (client.get(address(view, article)), client.post(address(view, article), {"explanation": WHY})):
        assert response.status_code in {302, 403}
        assert "Un texte" not in response.content.decode()
    assert (live(article), Withdrawal.objects.count()) == (True, 0)


def test_not_for_strangers(client, parents):
    response = client.get(address("withdraw", make_article(parents["fr"])))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("wagtailadmin_login"))


@pytest.mark.parametrize("view", VIEWS)
def test_only_publications(staff, parents, view):
    assert staff.get(address(view, parents["fr"])).status_code == 404


def test_the_form_tells_what_happens(staff, parents):
    event = make_event(parents["fr"], title="Un forum")
    session = make_session(event, title="Une session")
    sister = make_event(parents["en"], title="A forum", translation_key=event.translation_key)
    make_session(sister, title="A session", translation_key=session.translation_key)
    make_session(event, title="Un brouillon", live=False)

    for view in VIEWS:
        section = soup_of(staff.get(address(view, event))).select_one(".leaving")
        lists = [[words(item) for item in inner.select("li")] for inner in section.select("ul ul")]
        assert [[item.split(" (")[0] for item in inner] for inner in lists] == [
            ["Une session"],
            ["A forum", "A session"],
        ]


def test_withdraw(staff, parents):
    article = make_article(parents["fr"], title="Un texte")
    url = address("withdraw", article)
    form = filled(staff.get(url), "main form")

    response = staff.post(url, {**form, "explanation": WHY})

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_explore", args=[parents["fr"].pk]))
    assert live(article) is False
    assert (Withdrawal.objects.get().explanation, article.get_url() in told(response)[0]) == (WHY, True)
    assert staff.get(article.get_url()).status_code == 410


def test_english_is_asked_for_where_there_is_some(staff, parents):
    article = make_article(parents["fr"])
    names = [field["name"] for field in soup_of(staff.get(address("withdraw", article))).select("form textarea")]
    assert names == ["explanation"]

    make_article(parents["en"], translation_key=article.translation_key)
    url = address("withdraw", article)
    response = staff.post(url, {"explanation": WHY, "sister_explanation": "Short"})
    assert list(response.context["form"].errors) == ["sister_explanation"]
    assert live(article) is True

    staff.post(url, {"explanation": WHY, "sister_explanation": "The figures were wrong."})
    assert live(article) is False


@pytest.mark.parametrize("explanation", ["", "Trop court"[:8], "a" * 1001])
def test_what_is_refused_stands_beside_its_field(staff, parents, explanation):
    article = make_article(parents["fr"])
    response = staff.post(address("withdraw", article), {"explanation": explanation})
    assert list(response.context["form"].errors) == ["explanation"]
    field = soup_of(response).select_one("textarea[name=explanation]")
    assert (field["aria-invalid"], field.text.strip(), live(article)) == ("true", explanation, True)


def test_merge(staff, parents):
    article, target = make_article(parents["fr"]), make_article(parents["fr"], slug="le-bon")
    url = address("consolidate", article)
    back = reverse("wagtailadmin_explore", args=[parents["fr"].pk])
    form = filled(staff.get(f"{url}?next={back}"), "main form")

    response = staff.post(url, {**form, "into": target.pk})

    assert response.url == back
    assert staff.get(article.get_url())["Location"] == target.get_url()


def test_merge_into_itself_is_refused(staff, parents):
    article = make_article(parents["fr"])
    response = staff.post(address("consolidate", article), {"into": article.pk})
    assert list(response.context["form"].errors) == ["into"]
    assert live(article) is True


def test_no_way_out_of_the_portal(staff, parents):
    article = make_article(parents["fr"])
    response = staff.post(address("withdraw", article), {"explanation": WHY, "next": "https://ailleurs.example/"})
    assert response.url == reverse("wagtailadmin_explore", args=[parents["fr"].pk])


def test_whoever_wrote_it_is_told_when_opening_it(client, crim, parents):
    withdrawn, merged, draft = (make_article(parents["fr"], live=live) for live in (True, True, False))
    staff = make_communications()
    withdraw(withdrawn, user=staff, explanation=WHY, now=NOW)
    consolidate(merged, into=make_article(parents["fr"], title="Le bon texte"), user=staff, now=NOW)
    client.force_login(make_member(crim, "editor", preferred_language="fr"))

    def said(page):
        return told(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))

    assert said(draft) == []
    assert [WHY in said(withdrawn)[0], "3\u00a0mars 2026" in said(withdrawn)[0]] == [True, True]
    assert "Le bon texte" in said(merged)[0]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_to_withdraw(staff, parents, view):
    article = make_article(parents["fr"], title="Un brouillon", live=False)
    for response in (staff.get(address(view, article)), staff.post(address(view, article), {"explanation": WHY})):
        assert response.url == reverse("wagtailadmin_pages:edit", args=[article.pk])
        assert "Un brouillon" in told(response)[-1]
    assert Withdrawal.objects.count() == 0


def offered(user, page):
    return [
        button.url.split("?")[0].removeprefix(f"{ADMIN_PREFIX}pages-withdrawal/{page.pk}/")
        for button in buttons(Page.objects.get(pk=page.pk), user)
    ]


def test_who_is_offered_what(crim, parents):
    article, draft = make_article(parents["fr"]), make_article(parents["fr"], live=False)
    for user, expected in (
        (make_administrator(), ["", "merge/"]),
        (make_communications(), ["", "merge/"]),
        (make_member(crim, "lead"), []),
        (make_translator(), []),
    ):
        assert [offered(user, page) for page in (article, draft, parents["fr"])] == [expected, [], []]


def test_the_menus_show_them(staff, parents):
    article = make_article(parents["fr"])
    url = address("withdraw", article)
    for name, page in (("wagtailadmin_pages:edit", article), ("wagtailadmin_explore", parents["fr"])):
        links = soup_of(staff.get(reverse(name, args=[page.pk]))).select(f'a[href^="{url}"]')
        assert links, name


def test_a_list_costs_no_more_for_it(crim, parents):
    user = make_communications()
    articles = [make_article(parents["fr"]) for _ in range(5)]
    pages = list(Page.objects.filter(pk__in=[article.pk for article in articles]))
    list(buttons(pages[0], user))
    with CaptureQueriesContext(connection) as queries:
        assert sum(len(list(buttons(page, user))) for page in pages) == 10
    assert len(queries) == 0


def test_history_shows_the_explanation(staff, parents):
    article = make_article(parents["fr"])
    staff.post(address("withdraw", article), {"explanation": WHY})
    history = soup_of(staff.get(reverse("wagtailadmin_pages:history", args=[article.pk])))
    assert WHY in history.get_text()
