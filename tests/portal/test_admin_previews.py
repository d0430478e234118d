"""The administration shows what is being written: pages, saved or not, and blocks."""

import pytest
from django.urls import reverse

from articles.models import ArticleIndexPage, ArticlePage
from core.blocks import BodyBlock
from events.models import EventIndexPage, EventPage, SessionPage
from home.models import HomePage, StandardPage
from partners.models import PartnerIndexPage, PartnerPage
from projects.models import ProjectIndexPage, ProjectPage
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page
from tests.factories.partners import make_partner, make_partner_page
from tests.forms import filled

TITLE = "Une page qui s’écrit"
FORM = "[data-edit-form]"
WORDS = {
    "body-count": "1",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-type": "quote",
    "body-0-id": "",
    "body-0-value-text": "Chacun apporte un fil.",
    "body-0-value-name": "Une personne",
    "body-0-value-role": "",
}


@pytest.fixture
def pages(tree):
    """Return a page of every type, in both languages, by language and model."""

    def branch(place):
        partner_page = make_partner_page(place, partner, title="Un partenaire")
        event = make_event(partner_page)
        return {
            HomePage: place.home,
            StandardPage: make_standard_page(place.home),
            ArticleIndexPage: place.articles,
            EventIndexPage: place.calendar,
            PartnerIndexPage: place.partners,
            ProjectIndexPage: place.projects,
            PartnerPage: partner_page,
            ArticlePage: make_article(partner_page),
            EventPage: event,
            SessionPage: make_session(event),
            ProjectPage: make_project(place.projects),
        }

    partner = make_partner("Un partenaire")
    return {"fr": branch(tree.fr), "en": branch(tree.en)}


def shown(admin, preview, form):
    """What the preview panel shows of a form that is being filled: the form is sent, then the page is asked for."""
    answer = admin.post(preview, form)
    assert answer.json() == {"is_valid": True, "is_available": True}
    response = admin.get(preview)
    assert response.status_code == 200
    return response.content.decode()


TYPES = [
    HomePage,
    StandardPage,
    ArticleIndexPage,
    EventIndexPage,
    PartnerIndexPage,
    ProjectIndexPage,
    PartnerPage,
    ArticlePage,
    EventPage,
    SessionPage,
    ProjectPage,
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_page_that_is_being_changed(admin, pages, model, language):
    page = pages[language][model]
    form = filled(admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])), FORM)
    content = shown(
        admin, reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), {**form, **WORDS, "title": TITLE}
    )
    assert TITLE in content
    assert f'<html lang="{language}-CA">' in content


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_page_that_is_not_saved_yet(admin, pages, model, language):
    example = pages[language][model]
    place = example.get_parent()
    if model.max_count_per_parent:
        example.delete()
    arguments = [model._meta.app_label, model._meta.model_name, place.pk]
    form = filled(admin.get(reverse("wagtailadmin_pages:add", args=arguments)), FORM)
    filling = {**form, **WORDS, "title": TITLE, "summary": "Un résumé.", "short_name": "Projet"}
    if model is PartnerPage:
        filling["partner"] = str(example.partner_id)
    content = shown(admin, reverse("wagtailadmin_pages:preview_on_add", args=arguments), filling)
    assert TITLE in content
    assert f'<html lang="{language}-CA">' in content


@pytest.mark.parametrize("block", BodyBlock().child_blocks.values(), ids=lambda block: block.name)
def test_a_block(admin, block):
    assert block.is_previewable
    assert block.meta.description
    response = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
