"""A file is public exactly while something that readers see uses it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    ReferenceIndex,
)

from articles.models import ArticlePage
from core.models import PortalDocument, PortalImage
from core.visibility import is_on_show, is_public
from partners.models import Person
from tests.factories.partners import make_partner, make_person
from tests.factories.tree import Tree

MakeImage = Callable[..., PortalImage]
AddArticle = Callable[..., ArticlePage]


def image_block(image: PortalImage) -> dict[str, Any]:
    value = {"image": {"image": image.pk, "alt_text": "Une image", "decorative": False}, "caption": "", "credit": ""}
    return {"type": "image", "value": value, "id": str(uuid.uuid4())}


def document_block(document: PortalDocument) -> dict[str, Any]:
    block = ArticlePage._meta.get_field("body").stream_block.child_blocks["document"]
    native = block.get_prep_value(block.to_python({"document": document.pk}))
    return {"type": "document", "value": native, "id": str(uuid.uuid4())}


def draft(page: ArticlePage, **changes: Any) -> None:
    """Save a newer draft of a page, and leave what is live alone."""
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision()


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=BaseViewRestriction.LOGIN)


def test_an_unused_file_is_hidden(make_image: MakeImage, make_document: Any) -> None:
    assert (is_public(make_image()), is_public(make_document())) == (False, False)


def test_a_lead_image_is_public_from_publication_on(make_image: MakeImage, add_article: AddArticle) -> None:
    image = make_image()
    article = add_article(lead_image=image)
    assert is_public(image) is False
    article.get_latest_revision().publish()
    assert is_public(image) is True


def test_files_in_the_text_are_public_with_it(
    make_image: MakeImage, make_document: Any, add_article: AddArticle
) -> None:
    image, linked, block = make_image(), make_document("lié"), make_document("bloc")
    text = {"type": "text", "value": f'<p><a linktype="document" id="{linked.pk}">lire</a></p>'}
    article = add_article(body=[image_block(image), text, document_block(block)])
    assert [is_public(file) for file in (image, linked, block)] == [False] * 3
    article.get_latest_revision().publish()
    assert [is_public(file) for file in (image, linked, block)] == [True] * 3


def test_what_only_the_draft_of_a_live_page_uses_is_hidden(make_image: MakeImage, add_article: AddArticle) -> None:
    lead, inside = make_image("une"), make_image("dedans")
    article = add_article(publish=True)
    draft(article, lead_image=lead, body=[image_block(inside)])
    assert (is_public(lead), is_public(inside)) == (False, False)


def test_what_a_draft_drops_stays_public_while_the_page_shows_it(
    make_image: MakeImage, add_article: AddArticle
) -> None:
    old, new = make_image("ancienne"), make_image("nouvelle")
    article = add_article(lead_image=old, publish=True)
    draft(article, lead_image=new)
    assert (is_public(old), is_public(new)) == (True, False)
    article.get_latest_revision().publish()
    assert (is_public(old), is_public(new)) == (False, True)


def test_a_scheduled_draft_hides_its_files_until_its_hour(make_image: MakeImage, add_article: AddArticle) -> None:
    image = make_image()
    article = add_article()
    article.go_live_at = timezone.now() + timedelta(days=1)
    draft(article, lead_image=image)
    article.get_latest_revision().publish()
    assert is_public(image) is False


def test_files_leave_with_their_page(make_image: MakeImage, add_article: AddArticle) -> None:
    image = make_image()
    article = add_article(lead_image=image, publish=True)
    article.unpublish()
    assert is_public(image) is False
    article.get_latest_revision().publish()
    article.delete()
    assert is_public(image) is False


def test_an_expired_page_takes_its_files_along(make_image: MakeImage, add_article: AddArticle) -> None:
    image = make_image()
    article = add_article(lead_image=image, publish=True)
    article.unpublish(set_expired=True)
    assert is_public(image) is False


def test_one_open_page_is_enough(make_image: MakeImage, add_article: AddArticle) -> None:
    image = make_image()
    first, _second = add_article(lead_image=image, publish=True), add_article(lead_image=image, publish=True)
    first.unpublish()
    assert is_public(image) is True


@pytest.mark.parametrize("level", ["page", "partner", "home"])
def test_a_private_page_hides_its_files(level: str, make_image: MakeImage, add_article: AddArticle, tree: Tree) -> None:
    image = make_image()
    article = add_article(lead_image=image, publish=True)
    restrict({"page": article, "partner": article.get_parent(), "home": tree.fr.home}[level])
    assert is_public(image) is False


def test_a_private_page_elsewhere_hides_nothing(make_image: MakeImage, add_article: AddArticle, tree: Tree) -> None:
    image = make_image()
    article = add_article(lead_image=image, publish=True)
    restrict(add_article(publish=True))
    restrict(tree.en.home)
    article.refresh_from_db()
    assert is_public(image) is True


def test_moving_a_page_below_a_private_one_hides_its_files(
    make_image: MakeImage, add_article: AddArticle, tree: Tree
) -> None:
    image = make_image()
    article = add_article(lead_image=image, publish=True)
    closed = add_article(publish=True)
    restrict(closed)
    article.move(closed, pos="last-child")
    assert is_public(image) is False


def test_an_alias_shows_the_files_of_its_page(
    make_image: MakeImage, add_article: AddArticle, partner_page: Page, immediate_or_queued: None
) -> None:
    image, later = make_image("une"), make_image("autre")
    article = add_article(lead_image=image, publish=True)
    alias = article.create_alias(parent=partner_page, update_slug="alias")
    restrict(article)
    article.lead_image = later
    article.save_revision().publish()
    assert (is_public(image), is_public(later)) == (False, True)
    alias.specific.delete()
    assert is_public(later) is False


def test_a_logo_is_public_and_the_one_before_is_not(make_image: MakeImage, immediate_or_queued: None) -> None:
    old, new = make_image("ancien"), make_image("nouveau")
    partner = make_partner(logo=old)
    assert is_public(old) is True
    partner.logo = new
    partner.save()
    assert (is_public(old), is_public(new)) == (False, True)
    partner.delete()
    assert is_public(new) is False


@pytest.mark.skipif(
    not hasattr(Person, "files_public_if"), reason="Person does not say yet which photographs are public"
)
def test_only_a_confirmed_person_shows_a_photograph(make_image: MakeImage) -> None:
    image = make_image()
    person = make_person(photo=image, is_confirmed=False)
    assert is_public(image) is False
    person.is_confirmed = True
    person.save()
    assert is_public(image) is True


def test_a_closed_collection_closes_its_files(make_image: MakeImage, add_article: AddArticle) -> None:
    outer = Collection.get_first_root_node().add_child(name="Réservé")
    inner = outer.add_child(name="Dedans")
    open_file, closed_file = make_image("ouvert"), make_image("fermé", collection=inner)
    add_article(lead_image=closed_file, publish=True)
    add_article(lead_image=open_file, publish=True)
    assert (is_public(open_file), is_public(closed_file)) == (True, True)
    restriction = CollectionViewRestriction.objects.create(
        collection=outer, restriction_type=BaseViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Un groupe"))
    assert (is_public(open_file), is_public(closed_file)) == (True, False)
    assert is_on_show(closed_file) is True


# Production queues Wagtail's task that updates the index


@pytest.fixture(params=["immediate", "queued"])
def immediate_or_queued(request: pytest.FixtureRequest, settings: Any) -> None:
    """Both ways to run Wagtail's tasks; nobody works through the queue."""
    if request.param == "queued":
        _queue(settings)


@pytest.fixture
def queued(settings: Any) -> None:
    """Tasks wait for a worker that does not come."""
    _queue(settings)


def _queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def test_publication_shows_and_withdrawal_hides_before_the_worker_comes(
    make_image: MakeImage,
    add_article: AddArticle,
    client: Client,
    queued: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    old, new = make_image("ancienne"), make_image("nouvelle")
    with django_capture_on_commit_callbacks(execute=True):
        article = add_article(lead_image=old, publish=True)
    assert DBTaskResult.objects.filter(status="READY").exists(), "the task of the index must be waiting"
    assert is_public(old) is True
    response = client.get(old.get_rendition("width-30").url)
    b"".join(response.streaming_content)
    assert response.status_code == 200
    article.lead_image = new
    article.save_revision().publish()
    assert (is_public(old), is_public(new)) == (False, True)
    article.unpublish()
    assert is_public(new) is False


def test_a_draft_leaves_the_index_alone_when_the_worker_comes(make_image: MakeImage, add_article: AddArticle) -> None:
    """Wagtail's task reads the page again: it indexes the live columns, whatever object was saved."""
    shown, drafted = make_image("visible"), make_image("brouillon")
    article = add_article(lead_image=shown, publish=True)
    draft(article, lead_image=drafted)
    article.save(update_fields=["draft_title"])
    references = ReferenceIndex.get_references_for_object(article).filter(model_path="lead_image")
    assert [reference.to_object_id for reference in references] == [str(shown.pk)]
