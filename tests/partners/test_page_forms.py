"""A form posted by hand points at nothing that the choosers would not have shown."""

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from core.models import PortalDocument
from partners.access import reach
from partners.access.references import in_record
from partners.models import Contribution, PartnerPage
from tests.factories.core import make_image, make_subject
from tests.factories.files import PDF
from tests.factories.pages import make_article, make_event, make_project, make_session, make_venue
from tests.factories.partners import make_partner, make_person
from tests.forms import filled
from tests.partners.walls import browser
from tests.standing import stands

FORM = "[data-edit-form]"


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def make_document(collection):
    file = ContentFile(PDF, "programme.pdf")
    return PortalDocument.objects.create(title="Programme", file=file, collection=collection)


@pytest.fixture
def beyond(walls):
    """Return what the neighbour keeps to itself."""
    collection = walls.theirs.partner.collection
    draft = make_article(walls.theirs.page, title="Leur brouillon", live=False)
    return {
        "image": make_image("À eux", collection=collection),
        "document": make_document(collection),
        "page": draft,
        "project": make_event(walls.theirs.page, title="Leur projet", live=False),
        "person": make_person("Nadia", is_confirmed=False, proposed_by=walls.theirs.editor),
        "venue": make_venue("Chez eux", is_confirmed=False, proposed_by=walls.theirs.editor),
        "partner": make_partner("Un partenaire parti", is_active=False),
    }


@pytest.fixture
def within(walls, tree):
    """Return what everybody may use, and what is ours."""
    collection = walls.ours.partner.collection
    return {
        "image": make_image("À nous", collection=collection),
        "document": make_document(collection),
        "page": make_article(walls.theirs.page, title="Leur article"),
        "project": make_project(tree.fr.projects, title="Un carrefour"),
        "person": make_person("Nora", is_confirmed=False, proposed_by=walls.ours.editor),
        "venue": make_venue("Au centre"),
        "partner": walls.theirs.partner,
    }


def rich(entity, **data):
    """A paragraph with one link, as the editor of rich text sends it."""
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "aaaaa",
                    "text": "Un lien",
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 0, "length": 7, "key": 0}],
                }
            ],
            "entityMap": {"0": {"type": entity, "mutability": "MUTABLE", "data": data}},
        }
    )


def stream(*blocks):
    """Blocks as a form sends them: type and fields."""
    data = {"body-count": str(len(blocks))}
    for index, (kind, fields) in enumerate(blocks):
        data |= {f"body-{index}-{name}": value for name, value in (("deleted", ""), ("order", str(index)))}
        data |= {f"body-{index}-type": kind, f"body-{index}-id": ""}
        data |= {f"body-{index}-value{name}": str(value) for name, value in fields.items()}
    return data


def rows(relation, **fields):
    data = {f"{relation}-TOTAL_FORMS": "1", f"{relation}-INITIAL_FORMS": "0"}
    data |= {f"{relation}-0-{name}": str(value) for name, value in fields.items()}
    return data | {f"{relation}-0-id": "", f"{relation}-0-ORDER": "1", f"{relation}-0-DELETE": ""}


def everything(named):
    """A form of an article that points at one of each, in every way that it can."""
    image, page = named["image"].pk, named["page"].pk
    return {
        "lead_image": str(image),
        "lead_image_alt": "Une étoffe",
        "notes": rich("LINK", id=page, url="/", parentId=1),
        **stream(
            ("quote", {"-text": "Mot", "-name": "Une personne", "-role": ""}),
            ("image", {"-image-image": image, "-image-alt_text": "Une étoffe", "-caption": "", "-credit": ""}),
            ("document", {"-document": named["document"].pk, "-title": "Programme"}),
            (
                "links",
                {
                    "-title": "Liens",
                    "-links-count": 1,
                    "-links-0-deleted": "",
                    "-links-0-order": 0,
                    "-links-0-type": "item",
                    "-links-0-id": "",
                    "-links-0-value-label": "Ici",
                    "-links-0-value-page": page,
                    "-links-0-value-url": "",
                },
            ),
            ("text", {"": rich("DOCUMENT", id=named["document"].pk, url="/", filename="x.pdf")}),
        ),
        **rows("contributions", person=named["person"].pk, role="author"),
        **rows("co_publications", partner=named["partner"].pk),
        **rows("belongings", whole=named["project"].pk),
        **rows("chosen_related", related=named["page"].pk),
    }


def errors(response):
    """Every field with an error: of the page, of the blocks of its stream by position, of its rows."""
    form = response.context["form"]
    found = {name for name in form.errors if name != "body"}
    for error in form.errors.as_data().get("body", []):
        found |= {f"body-{index}" for index in error.block_errors}
    for relation, formset in form.formsets.items():
        found |= {f"{relation}-{name}" for child in formset.forms for name in child.errors}
    return sorted(found)


EVERYWHERE = [
    "belongings-whole",
    "body-1",
    "body-2",
    "body-3",
    "body-4",
    "chosen_related-related",
    "co_publications-partner",
    "contributions-person",
    "lead_image",
    "notes",
]


@stands
def article(walls):
    """Return a draft of ours."""
    article = make_article(walls.ours.page, title="Le nôtre", live=False)
    article.save_revision()
    return article


def post(user, page, fields):
    client = browser(user)
    return client.post(edit(page), {**filled(client.get(edit(page)), FORM), **fields})


def latest(page):
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_what_is_beyond_is_refused_where_it_stands(walls, beyond, article):
    response = post(walls.ours.editor, article, everything(beyond))
    assert errors(response) == EVERYWHERE
    assert "Leur brouillon" not in json.dumps(response.context["form"].errors.get_json_data())
    assert article.revisions.count() == 1


def test_what_is_within_is_accepted(walls, within, article):
    response = post(walls.ours.editor, article, everything(within))
    assert (response.status_code, article.revisions.count()) == (302, 2)
    kept = set(in_record(latest(article)))
    named = {(type(record), str(record.pk)) for name, record in within.items() if name != "venue"}
    pages = {str(within["page"].pk), str(within["project"].pk)}
    assert {pair for pair in named if pair[1] not in pages} <= kept
    assert pages <= {key for _model, key in kept}


def test_staff_are_not_limited(walls, beyond, article):
    response = post(walls.communications, article, everything(beyond))
    assert (response.status_code, article.revisions.count()) == (302, 2)


def test_a_new_page_is_no_exception(walls, beyond):
    client = browser(walls.ours.editor)
    add = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", walls.ours.page.pk])
    form = {**filled(client.get(add), FORM), "title": "Neuf", "slug": "neuf", "summary": "Un résumé."}
    response = client.post(add, {**form, **everything(beyond)})
    assert errors(response) == EVERYWHERE
    assert walls.ours.page.get_children().count() == 0


def test_the_preview_is_no_exception(walls, beyond, article):
    client = browser(walls.ours.editor)
    place = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    form = {**filled(client.get(edit(article)), FORM), **everything(beyond)}
    assert client.post(place, form).json()["is_valid"] is False


def test_what_the_page_points_at_already_stays(walls, beyond, article):
    """Communications may have chosen it, or the file has been moved since."""
    article.lead_image, article.lead_image_alt = beyond["image"], "Une étoffe"
    article.contributions = [Contribution(person=beyond["person"])]
    article.body = [("document", {"document": beyond["document"], "title": "Programme"})]
    article.save_revision()
    fields = {
        **rows("contributions", person=beyond["person"].pk, role="speaker"),
        **stream(("document", {"-document": beyond["document"].pk, "-title": "Autre titre"})),
    }
    response = post(walls.ours.editor, article, fields)
    assert (response.status_code, article.revisions.count()) == (302, 3)


def test_a_row_that_is_removed_does_not_count(walls, beyond, article):
    fields = {**rows("contributions", person=beyond["person"].pk, role="author"), "contributions-0-DELETE": "1"}
    assert post(walls.ours.editor, article, fields).status_code == 302


def test_what_does_not_exist_is_refused(walls, article):
    assert errors(post(walls.ours.editor, article, {"notes": rich("LINK", id=999999, url="/", parentId=1)})) == [
        "notes"
    ]


def test_venues(walls, beyond, within):
    event = make_event(walls.ours.page, live=False)
    session = make_session(event, live=False)
    for page in (event, session):
        page.save_revision()
    assert errors(post(walls.ours.editor, event, rows("venues", venue=beyond["venue"].pk))) == ["venues-venue"]
    assert errors(post(walls.ours.editor, session, {"venue": str(beyond["venue"].pk)})) == ["venue"]
    assert post(walls.ours.editor, event, rows("venues", venue=within["venue"].pk)).status_code == 302
    assert post(walls.ours.editor, session, {"venue": str(within["venue"].pk)}).status_code == 302


def test_number_of_queries(walls, within, beyond, django_assert_num_queries):
    """One for each kind of thing that is pointed at, however many there are, and who the person is."""
    user = User.objects.get(pk=walls.ours.editor.pk)
    one = [(type(record), str(record.pk)) for record in (*within.values(), *beyond.values())]
    reach.beyond(one, user)
    for references in (one, [*one, *[(model, str(9000 + number)) for model, _key in one for number in range(20)]]):
        with django_assert_num_queries(6):
            reach.beyond(references, user)


def test_whose_page_it_is(walls):
    """Only administrators say it, and only staff change the address under which the partner publishes."""
    page = walls.ours.page
    offered = {}
    for who, user in (
        ("editor", walls.ours.editor),
        ("communications", walls.communications),
        ("administrator", walls.administrator),
    ):
        form = filled(browser(user).get(edit(page)), FORM)
        offered[who] = ("partner" in form, "slug" in form, "show_in_menus" in form)
    assert offered == {
        "editor": (False, False, False),
        "communications": (False, True, False),
        "administrator": (True, True, False),
    }
    fields = {"partner": str(walls.theirs.partner.pk), "slug": "ailleurs", "show_in_menus": "on", "title": "Nous"}
    assert post(walls.ours.editor, page, fields).status_code == 302
    draft = latest(page)
    assert (draft.title, draft.partner, draft.slug, draft.show_in_menus) == (
        "Nous",
        walls.ours.partner,
        page.slug,
        False,
    )


def test_a_page_that_would_be_nobodys_is_refused(walls, tree):
    client = browser(walls.communications)
    add = reverse("wagtailadmin_pages:add", args=["partners", "partnerpage", tree.fr.partners.pk])
    form = {**filled(client.get(add), FORM), "title": "Neuf", "slug": "neuf"}
    response = client.post(add, form)
    assert list(response.context["form"].errors) == ["__all__"]
    assert not PartnerPage.objects.filter(title="Neuf").exists()


def test_a_vocabulary_has_no_limits(walls, article):
    assert post(walls.ours.editor, article, rows("subjects", subject=make_subject().pk)).status_code == 302
