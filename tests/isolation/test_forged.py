"""What a form hides or limits, posted by hand: unchanged, or refused."""

import pytest
from django.urls import reverse
from wagtail.models import Comment, Page, Revision

from core.models import PortalDocument, PortalImage
from events.models import EventPage, Venue
from partners.models import PartnerPage, Person
from tests.factories.files import PDF, picture, upload
from tests.factories.moderation import as_stored
from tests.isolation.asking import undone
from tests.isolation.forging import SAVED, columns, form_of, references, row, state_of

pytestmark = pytest.mark.django_db

EDITORS = ("editor_a", "lead_a")
JSON = {"Accept": "application/json"}
WAYS = ("save", "autosave", "revert")
REFERENCES = (
    *("lead image", "image in the body", "document in the body", "page in a text", "private page in a text"),
    *("document in a text", "page in the notes", "belonging", "related article", "person"),
)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_url(own, model="articles.articlepage"):
    return reverse("wagtailadmin_pages:add", args=[*model.split("."), own.page.pk])


def save(world, role, page, more, way="save"):
    """Post the page's own form with more in it."""
    url = edit_url(page)
    posted = {**form_of(world, role, url), **more}
    if way == "revert":
        url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.revisions.order_by("pk").first().pk])
    return world.clients[role].post(url, posted, headers=JSON if way == "autosave" else {})


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["draft", "live"])
@pytest.mark.parametrize("role", EDITORS)
def test_columns_that_the_form_does_not_show(world, own, other, role, name, way):
    page = getattr(own, name)
    before = state_of(page)
    save(world, role, page, {"title": "Un titre forgé", **columns(world, own, other)}, way)
    assert as_stored(page).get_latest_revision_as_object().title == "Un titre forgé"
    after = state_of(page)
    # A version that comes back brings along what it knew of publication; the page itself knows better.
    kept = [name for name in after if name not in SAVED]
    shown = slice(1) if way == "revert" else slice(2)
    assert {name: after[name][shown] for name in kept} == {name: before[name][shown] for name in kept}
    assert as_stored(page).kind == page.kind


@pytest.mark.parametrize("headers", [{}, JSON], ids=["save", "autosave"])
@pytest.mark.parametrize("role", [*EDITORS, "communications", "administrator"])
def test_columns_of_a_new_page(world, own, other, role, headers):
    posted = {**form_of(world, role, add_url(own)), **columns(world, own, other)}
    posted |= {"title": "Forgé", "slug": "forge", "summary": "Un résumé."}
    world.clients[role].post(add_url(own), posted, headers=headers)
    made = Page.objects.get(slug="forge").specific
    assert made.get_parent() == own.page.page_ptr
    state = {name: value for name, (value, _latest) in state_of(made).items()}
    assert (state["owner_id"], state["lead_partner_id"]) == (world.people[role].pk, own.partner.pk)
    assert (state["live"], state["locked"], state["alias_of_id"], state["type"]) == (False, False, None, "article")
    dates = ("go_live_at", "expire_at", "first_published_at", "last_published_at", "live_revision_id")
    assert [state[name] for name in dates] == [None] * 5
    assert (state["locale_id"], made.translation_key == other.draft.translation_key) == (own.page.locale_id, False)


@pytest.mark.parametrize("role", [*EDITORS, "communications", "administrator"])
@pytest.mark.parametrize("action", ["action-publish", "action-unpublish"])
def test_nobody_publishes_by_a_button_that_is_not_there(world, own, role, action):
    for page in (own.draft, own.live):
        was_live = page.live
        save(world, role, page, {action: "1"})
        assert (page.title, as_stored(page).live) == (page.title, was_live)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        *((name, way) for name in REFERENCES for way in ("save", "create")),
        *((name, "autosave") for name in ("lead image", "image in the body", "page in a text", "person")),
    ],
)
def test_the_key_of_another_s_thing(world, own, other, name, way):
    """Refused with an error, and one's own is taken: the payload is what a browser would post."""
    for things, is_taken in ((own, True), (other, False)):
        with undone():
            assert (things.owner, took(world, own, references(things)[name], way)) == (things.owner, is_taken)


def test_every_reference_is_tried(own):
    assert set(references(own)) == set(REFERENCES)


def took(world, own, more, way):
    """Whether the editor's text was saved with that in it."""
    if way == "create":
        posted = {**form_of(world, "editor_a", add_url(own)), "title": "Neuf", "slug": "neuf", "summary": "Un résumé."}
        response = world.clients["editor_a"].post(add_url(own), {**posted, **more})
        return Page.objects.filter(slug="neuf").exists() and response.status_code == 302
    before = Revision.objects.filter(object_id=str(own.spare.pk)).count()
    response = save(world, "editor_a", own.spare, {"title": "Neuf", **more}, way)
    assert response.status_code < 500
    return Revision.objects.filter(object_id=str(own.spare.pk)).count() > before


@pytest.mark.parametrize("kind", ["venues", "venue"])
def test_the_key_of_another_s_venue(world, own, other, kind):
    page = own.event if kind == "venues" else own.session
    for things, is_taken in ((own, True), (other, False)):
        more = row("venues", venue=things.venue.pk) if kind == "venues" else {"venue": things.venue.pk}
        with undone():
            before = page.revisions.count()
            save(world, "editor_a", page, more)
            assert (things.owner, page.revisions.count() > before) == (things.owner, is_taken)


@pytest.mark.parametrize("way", ["save", "autosave"])
def test_nobody_accepts_in_the_name_of_another(world, own, other, way):
    more = row("co_publications", partner=other.partner.pk, is_accepted="on")
    more |= row("belongings", whole=other.live.pk, is_accepted="on")
    save(world, "editor_a", own.draft, more, way)
    latest = as_stored(own.draft).get_latest_revision_as_object()
    assert [(row.partner, row.is_accepted) for row in latest.co_publications.all()] == [(other.partner, False)]
    assert [(row.whole_id, row.is_accepted) for row in latest.belongings.all()] == [(other.live.pk, False)]


@pytest.mark.parametrize("role", EDITORS)
def test_whose_page_it_is(world, own, other, role):
    save(world, role, own.page, {"partner": other.partner.pk, "introduction": "Autrement dit."})
    latest = as_stored(own.page).get_latest_revision_as_object()
    assert (latest.introduction, latest.partner) == ("Autrement dit.", own.partner)
    assert PartnerPage.objects.get(pk=own.page.pk).partner == own.partner


def test_the_slug_of_another_page(world, own, other):
    before = own.draft.latest_revision_id
    assert save(world, "editor_a", own.draft, {"slug": own.live.slug}).status_code == 200
    assert as_stored(own.draft).latest_revision_id == before
    # Addresses contain the partner's: the same word twice is no conflict.
    save(world, "editor_a", own.draft, {"slug": other.live.slug})
    assert as_stored(own.draft).get_latest_revision_as_object().slug == other.live.slug


@pytest.mark.parametrize("way", ["save", "autosave"])
def test_a_version_that_somebody_else_saved_is_not_written_over(world, own, other, way):
    page = own.draft
    page.get_latest_revision_as_object().save_revision(user=world.people["lead_a"])
    theirs = as_stored(page).latest_revision
    for overwritten in (theirs.pk, other.draft.latest_revision_id):
        contents = dict(Revision.objects.values_list("pk", "content"))
        save(world, "editor_a", as_stored(page), {"title": "Forgé", "overwrite_revision_id": overwritten}, way)
        kept = dict(Revision.objects.filter(pk__in=contents).values_list("pk", "content"))
        assert kept == contents


def test_the_comments_of_another(world, own, other):
    theirs = Comment.objects.get(page=other.draft)
    more = {
        "comments-TOTAL_FORMS": 1,
        "comments-INITIAL_FORMS": 1,
        "comments-0-id": theirs.pk,
        "comments-0-text": "Forgé",
        "comments-0-contentpath": "title",
        "comments-0-DELETE": "on",
        "comments-0-resolved": "on",
        "comments-0-replies-TOTAL_FORMS": 0,
        "comments-0-replies-INITIAL_FORMS": 0,
    }
    save(world, "editor_a", own.spare, {"title": "Neuf", **more})
    fresh = Comment.objects.get(pk=theirs.pk)
    assert (fresh.text, fresh.page_id, fresh.resolved_at) == (theirs.text, other.draft.pk, None)


@pytest.mark.parametrize("role", EDITORS)
def test_nothing_moves_or_is_copied_to_another(world, own, other, role):
    client, draft, session = world.clients[role], own.draft, own.session
    before = set(Page.objects.values_list("pk", "path"))
    copy = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": other.page.pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[draft.pk]), copy)
    client.post(reverse("wagtailadmin_pages:copy", args=[draft.pk]), {**copy, "alias": "on", "publish_copies": "on"})
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, other.page.pk]))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[session.pk, other.event.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    client.post(f"{bulk}?id={session.pk}", {"chooser": other.event.pk})
    client.post(f"{bulk}?id={draft.pk}", {"chooser": other.page.pk})
    assert set(Page.objects.values_list("pk", "path")) == before


@pytest.mark.parametrize("role", EDITORS)
def test_a_copy_is_a_draft_of_one_s_own(world, own, role):
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": own.page.pk, "publish_copies": "on"}
    world.clients[role].post(reverse("wagtailadmin_pages:copy", args=[own.live.pk]), {**data, "alias": "on"})
    copies = Page.objects.filter(slug="copie")
    assert [(copy.live, copy.alias_of_id) for copy in copies] in ([], [(False, None)])


@pytest.mark.parametrize("role", EDITORS)
@pytest.mark.parametrize(("kind", "model"), [("images", PortalImage), ("docs", PortalDocument)])
def test_files_stay_in_the_collections_of_the_partner(world, own, other, role, kind, model):
    client = world.clients[role]
    thing = own.image if kind == "images" else own.document
    fields = {"title": "Forgé", "collection": other.collection.pk, "uploaded_by_user": other.author.pk}
    file = {"file": upload("neuf.png", picture("PNG")) if kind == "images" else upload("neuf.pdf", PDF)}
    prefix = {"images": "image", "docs": "doc"}[kind]
    client.post(reverse(f"wagtail{kind}:edit", args=[thing.pk]), fields)
    client.post(
        reverse(f"wagtail{kind}:edit_multiple", args=[thing.pk]),
        {f"{prefix}-{thing.pk}-{name}": value for name, value in fields.items()},
    )
    bulk = reverse("wagtail_bulk_action", args=["core", model._meta.model_name, "add_to_collection"])
    client.post(f"{bulk}?id={thing.pk}", {"collection": other.collection.pk})
    fresh = model.objects.get(pk=thing.pk)
    assert (fresh.collection_id, fresh.uploaded_by_user) == (own.collection.pk, own.author)
    for path in (reverse(f"wagtail{kind}:add"), reverse(f"wagtail{kind}:add_multiple")):
        file["file"].seek(0)
        client.post(path, {**fields, **file, "files[]": file["file"]}, headers={"X-Requested-With": "XMLHttpRequest"})
    chooser = {"images": "image", "docs": "document"}[kind]
    file["file"].seek(0)
    client.post(
        reverse(f"wagtail{kind}_chooser:create"),
        {f"{chooser}-chooser-upload-{name}": value for name, value in {**fields, **file}.items()},
    )
    assert set(model.objects.filter(collection=other.collection)) == {
        *((other.image, other.spare_image) if kind == "images" else (other.document, other.spare_document))
    }


def test_a_proposal_stays_one(world, own, other):
    client = world.clients["editor_a"]
    form = "#w-editor-form"
    more = {"is_confirmed": "on", "proposed_by": other.author.pk, "photo": other.image.pk}
    edit = reverse("wagtailsnippets_partners_person:edit", args=[own.person.pk])
    client.post(edit, {**form_of(world, "editor_a", edit, form), **more})
    add = reverse("wagtailsnippets_partners_person:add")
    client.post(add, {**form_of(world, "editor_a", add, form), "name": "Une autre", **more, "photo": ""})
    chooser = reverse("wagtailsnippetchoosers_partners_person:create")
    client.post(chooser, {"name": "Une tierce", "is_confirmed": "on", "proposed_by": other.author.pk})
    proposals = Person.objects.filter(name__in=[own.person.name, "Une autre", "Une tierce"])
    assert {(row.name, row.is_confirmed, row.proposed_by, row.photo_id) for row in proposals} == {
        (name, False, own.author, None) for name in (own.person.name, "Une autre", "Une tierce")
    }
    place = reverse("wagtailsnippets_events_venue:edit", args=[own.venue.pk])
    client.post(place, {**form_of(world, "editor_a", place, form), "is_confirmed": "on", "code": "forge"})
    fresh = Venue.objects.get(pk=own.venue.pk)
    assert (fresh.is_confirmed, fresh.code == "forge") == (False, False)


def test_a_page_type_that_does_not_belong_there(world, own):
    before = Page.objects.count()
    for model in ("events.sessionpage", "projects.projectpage", "partners.partnerpage", "home.homepage"):
        response = world.clients["editor_a"].post(add_url(own, model), {"title": "Forgé", "slug": "forge"})
        assert response.status_code in {302, 403, 404}
    assert (Page.objects.count(), EventPage.objects.filter(slug="forge").exists()) == (before, False)
