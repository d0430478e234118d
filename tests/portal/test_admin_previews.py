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
from tests.standing import stands

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


@stands
def pages(tree):
    """Return a French page of every type, by model; English ones have an editor of their own."""
    place = tree.fr
    partner_page = make_partner_page(place, make_partner("Un partenaire"), title="Un partenaire")
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


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_page_that_is_being_changed(admin, pages, model):
    page = pages[model]
    form = filled(admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])), FORM)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    content = shown(admin, preview, {**form, **WORDS, "title": TITLE})
    assert (TITLE in content, '<html lang="fr-CA">' in content) == (True, True)


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_page_that_is_not_saved_yet(admin, pages, model):
    example = pages[model]
    place = example.get_parent()
    if model.max_count_per_parent:
        example.delete()
    arguments = [model._meta.app_label, model._meta.model_name, place.pk]
    form = filled(admin.get(reverse("wagtailadmin_pages:add", args=arguments)), FORM)
    form |= WORDS | {"title": TITLE, "summary": "Un résumé.", "short_name": "Projet"}
    if model is PartnerPage:
        form["partner"] = str(example.partner_id)
    content = shown(admin, reverse("wagtailadmin_pages:preview_on_add", args=arguments), form)
    assert (TITLE in content, '<html lang="fr-CA">' in content) == (True, True)


def test_a_page_of_which_only_the_title_is_typed(admin, pages):
    for model in (StandardPage, ArticlePage, EventPage, SessionPage, ProjectPage):
        arguments = [model._meta.app_label, model._meta.model_name, pages[model].get_parent().pk]
        form = filled(admin.get(reverse("wagtailadmin_pages:add", args=arguments)), FORM)
        content = shown(admin, reverse("wagtailadmin_pages:preview_on_add", args=arguments), form | {"title": TITLE})
        assert TITLE in content


BLOCKS = {
    "text": "Un paragraphe avec",
    "quote": "Chacun apporte un fil.",
    "interview": "Par où commencer?",
    "callout": "Un détail utile.",
    "links": "https://exemple.example/",
    "figure": "34\u00a0%",
    "table": "<caption>Participation</caption>",
    "image": "Une légende",
    "video": "Un entretien filmé",
    "document": "Le programme",
}


def test_every_block(admin):
    blocks = BodyBlock().child_blocks
    assert [name for name, block in blocks.items() if not (block.is_previewable and block.meta.description)] == []
    shown = {}
    for name, block in blocks.items():
        response = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        assert response.status_code == 200
        shown[name] = BLOCKS[name] if BLOCKS[name] in response.content.decode() else response.content.decode()
    assert shown == BLOCKS
