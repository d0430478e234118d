import json

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from partners.models import PublicationSubject
from tests.factories.core import make_image, make_subject
from tests.factories.pages import make_article, make_standard_page
from tests.factories.partners import make_member, make_working_partner
from tests.forms import filled
from tests.reading import page, words
from tests.standing import stands

SUMMARY = "Une phrase qui dit en peu de mots ce que l’on trouvera dans le texte."
TEXT = json.dumps([{"type": "text", "value": "<p>Un texte.</p>", "id": "b0"}])


@stands
def partner(tree):
    return make_working_partner("Un organisme")


@pytest.fixture
def article(partner):
    """Return an article whose live version is without a fault."""
    return make_article(
        partner.pages.get(locale__language_code="fr"),
        title="Un titre qui se lit",
        summary=SUMMARY,
        body=TEXT,
        lead_image=make_image(),
        lead_image_is_decorative=True,
        rows={"subjects": [PublicationSubject(subject=make_subject())]},
    )


def spoil(article):
    """Save a draft with a fault that blocks and two that do not."""
    article.summary, article.lead_image, article.title = "", None, "Un titre..."
    article.save_revision(clean=False)


def address(article):
    return reverse("portal_readiness", args=[article.pk])


def editor_of(article):
    return reverse("wagtailadmin_pages:edit", args=[article.pk])


def shown(soup):
    """The list as it is drawn: its numbers, and where its items lead."""
    (root,) = soup.select("[data-readiness-list]")
    places = [[link["href"] for link in items.select("a")] for items in root.select("ul")]
    return root["data-readiness-total"], root["data-readiness-blocking"], places


FAULTS = ("3", "1", [["#mend-summary"], ["#mend-title", "#mend-lead_image"]])


class TestView:
    def test_it_lists_the_latest_draft(self, admin, article):
        assert shown(page(admin.get(address(article)))) == ("0", "0", [])
        spoil(article)
        assert shown(page(admin.get(address(article)))) == FAULTS

    def test_nothing_to_mend_is_said(self, admin, article):
        assert words(page(admin.get(address(article))).select_one(".readiness__none"))

    def test_a_member_of_the_partner_sees_it(self, client, partner, article):
        spoil(article)
        client.force_login(make_member(partner))
        assert shown(page(client.get(address(article)))) == FAULTS

    def test_another_partner_does_not(self, client, article):
        spoil(article)
        client.force_login(make_member(make_working_partner("Un autre")))
        answer = client.get(address(article))
        assert (answer.status_code, answer.content) == (403, b"")

    def test_a_reader_is_sent_to_the_log_in(self, client, article):
        answer = client.get(address(article))
        assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)

    def test_a_page_that_does_not_exist(self, admin, article):
        article.delete()
        assert admin.get(address(article)).status_code == 404


class TestPanel:
    def test_it_stands_in_the_editor_with_the_number_on_its_button(self, admin, article):
        spoil(article)
        soup = page(admin.get(editor_of(article)))
        assert shown(soup.select_one('[data-side-panel="readiness"]')) == FAULTS
        counter = soup.select_one('[data-side-panel-toggle="readiness"] [data-side-panel-toggle-counter]')
        assert (words(counter), counter.has_attr("hidden")) == ("3", False)
        assert "readiness-count--blocking" in counter["class"]
        assert soup.select_one('[data-side-panel="readiness"] [data-readiness-url]')["data-readiness-url"] == address(
            article
        )

    def test_its_button_has_no_number_when_there_is_nothing_to_mend(self, admin, article):
        soup = page(admin.get(editor_of(article)))
        counter = soup.select_one('[data-side-panel-toggle="readiness"] [data-side-panel-toggle-counter]')
        assert counter.has_attr("hidden")

    def test_its_style_and_its_module_exist(self, admin, article):
        soup = page(admin.get(editor_of(article)))
        (script,) = soup.select('script[src$="readiness.js"]')
        (style,) = soup.select('link[href$="readiness.css"]')
        assert script["type"] == "module"
        assert finders.find("js/readiness.js")
        assert finders.find("css/readiness.css")
        assert style["rel"] == ["stylesheet"]

    def test_it_follows_each_autosave(self, admin, article):
        data = {**filled(admin.get(editor_of(article)), "#page-edit-form"), "title": "Un titre...", "summary": ""}
        answer = admin.post(editor_of(article), data, HTTP_ACCEPT="application/json")
        assert answer.json()["success"]
        drawn = answer.json()["html"]
        assert "[data-side-panel='readiness']" in drawn
        assert "#mend-summary" in drawn

    def test_it_waits_for_the_first_save_of_a_new_page(self, admin, partner):
        parent = partner.pages.get(locale__language_code="fr")
        soup = page(admin.get(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", parent.pk])))
        panel = soup.select_one('[data-side-panel="readiness"]')
        assert (bool(words(panel)), panel.select("[data-readiness-list], [data-readiness-again]")) == (True, [])

    def test_any_page_has_it(self, admin, tree):
        about = make_standard_page(tree.fr.home, title="Un titre qui se lit")
        assert shown(page(admin.get(editor_of(about)))) == ("0", "0", [])

    def test_an_earlier_version_has_it(self, admin, article):
        spoil(article)
        earlier = article.latest_revision
        article.save_revision(clean=False)
        soup = page(admin.get(reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, earlier.pk])))
        assert shown(soup) == FAULTS

    def test_an_alias_has_none(self, admin, article):
        alias = article.create_alias(parent=make_working_partner("Un autre").pages.get(locale__language_code="fr"))
        assert page(admin.get(editor_of(alias))).select('[data-side-panel="readiness"]') == []
