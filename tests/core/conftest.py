"""Files to ask for, pages to hang them on, and the people who ask."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation
from wagtail.models import Collection, GroupCollectionPermission

from accounts.models import User
from articles.models import ArticlePage
from core.models import PortalDocument, PortalImage
from partners.models import PartnerPage
from tests.factories.accounts import make_administrator, make_user
from tests.factories.files import PDF, picture
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page
from tests.factories.tree import Tree
from tests.standing import stands


@pytest.fixture
def in_english() -> Iterator[None]:
    """The sentences of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def make_image(db: None) -> Callable[..., PortalImage]:
    """Return a function that stores an image."""

    def make(title: str = "Image", *, collection: Collection | None = None) -> PortalImage:
        place = collection or Collection.get_first_root_node()
        file = ContentFile(picture(), f"{title}.jpg")
        return PortalImage.objects.create(title=title, file=file, collection=place)

    return make


@pytest.fixture
def make_document(db: None) -> Callable[..., PortalDocument]:
    """Return a function that stores a document."""

    def make(title: str = "Document", *, collection: Collection | None = None) -> PortalDocument:
        place = collection or Collection.get_first_root_node()
        file = ContentFile(PDF, f"{title}.pdf")
        return PortalDocument.objects.create(title=title, file=file, collection=place)

    return make


@stands
def partner_page(tree: Tree) -> PartnerPage:
    """Return the French page of a partner, below which its publications stand."""
    return make_partner_page(tree.fr, make_partner("Un organisme"))


@pytest.fixture
def add_article(partner_page: PartnerPage) -> Callable[..., ArticlePage]:
    """Return a function that adds an article in the way editors do: a draft, published when `publish` says so."""

    def add(*, publish: bool = False, **fields: Any) -> ArticlePage:
        article = make_article(partner_page, live=False, lead_image_is_decorative=True, **fields)
        revision = article.save_revision()
        if publish:
            revision.publish()
        return ArticlePage.objects.get(pk=article.pk)

    return add


def _log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def superuser(db: None) -> User:
    """Return an administrator."""
    return make_administrator(preferred_language="en")


@pytest.fixture
def admin(superuser: User) -> Client:
    """Return the browser of an administrator."""
    return _log_in(superuser)


@pytest.fixture
def collection(db: None) -> Collection:
    """Return the collection of one partner."""
    return Collection.get_first_root_node().add_child(name="Un organisme")


@pytest.fixture
def editor(collection: Collection) -> Client:
    """Return the browser of somebody who may choose files in `collection` and nowhere else."""
    group = Group.objects.create(name="Rédaction")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("choose_image", "choose_document"):
        permission = Permission.objects.get(codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = make_user()
    user.groups.add(group)
    return _log_in(user)


@pytest.fixture
def member(collection: Collection) -> Client:
    """Return the browser of somebody with rights on `collection` who is not admitted to the administration."""
    group = Group.objects.create(name="Sans accès")
    permission = Permission.objects.get(codename="choose_image")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = make_user()
    user.groups.add(group)
    return _log_in(user)
