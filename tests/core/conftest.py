"""A small portal to hang files on, files to hang, and the people who ask for them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection, GroupCollectionPermission, Locale, Page, Site

from accounts.models import User
from articles.models import ArticlePage
from core.models import OrganisationType, PortalDocument, PortalImage
from home.models import HomePage
from partners.models import Partner, PartnerIndexPage, PartnerPage

PASSWORD = "trame-et-chaine-2023"


def picture(image_format: str = "JPEG", *, size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A real image, noisy enough to have something to truncate."""
    content = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(content, image_format, **options)
    return content.getvalue()


def png_declaring(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels, with the data of a few: decoding it could only fail."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def archive(entries: dict[str, str | bytes], **options: Any) -> bytes:
    """A ZIP file with these entries, in this order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, data in entries.items():
            # ODF wants its mimetype first and uncompressed.
            file.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


MAIN_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}
MIMETYPES = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def office(extension: str, **more: str | bytes) -> bytes:
    """A small office file; `more` maps further entries to their content."""
    if extension in MIMETYPES:
        return archive(
            {
                "mimetype": f"application/vnd.oasis.opendocument.{MIMETYPES[extension]}",
                "content.xml": "<content/>" * 50,
                "META-INF/manifest.xml": "<manifest/>",
                **more,
            }
        )
    part, kind = MAIN_PARTS[extension]
    types = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    declared = f'<Types><Override PartName="/{part}" ContentType="{types}"/></Types>'
    return archive({"[Content_Types].xml": declared, "_rels/.rels": "<r/>", part: "<main/>" * 50, **more})


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a form receives it."""
    return SimpleUploadedFile(name, content)


def files_in(place: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


@pytest.fixture
def make_image(db: None) -> Callable[..., PortalImage]:
    """Return a function that stores an image."""

    def make(title: str = "Image", *, collection: Collection | None = None, content: bytes | None = None) -> PortalImage:
        image = PortalImage(title=title, collection=collection or Collection.get_first_root_node())
        image.file.save(f"{title}.jpg", ContentFile(content or picture()), save=False)
        image.save()
        return image

    return make


@pytest.fixture
def make_document(db: None) -> Callable[..., PortalDocument]:
    """Return a function that stores a document."""

    def make(title: str = "Document", *, collection: Collection | None = None) -> PortalDocument:
        document = PortalDocument(title=title, collection=collection or Collection.get_first_root_node())
        document.file.save(f"{title}.pdf", ContentFile(PDF))
        return document

    return make


@pytest.fixture
def partner(db: None) -> Partner:
    """Return a partner; the portal's own exists beside it."""
    kind = OrganisationType.objects.create(code="essai", label_fr="Essai")
    if not Partner.objects.filter(is_portal=True).exists():
        Partner.objects.create(name="La Trame", slug="la-trame", type=kind, is_portal=True)
    return Partner.objects.create(name="Un organisme", slug="un-organisme", type=kind)


@pytest.fixture
def tree(partner: Partner) -> SimpleNamespace:
    """Return the pages above a partner's articles: `home`, `index`, `partner_page`, and `english`, the other home."""
    root = Page.get_first_root_node()
    french, _ = Locale.objects.get_or_create(language_code="fr")
    english, _ = Locale.objects.get_or_create(language_code="en")
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil-essai", locale=french))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    index = home.add_child(instance=PartnerIndexPage(title="Partenaires", slug="partenaires", locale=french))
    page = index.add_child(instance=PartnerPage(title="Un organisme", slug="un", partner=partner, locale=french))
    return SimpleNamespace(home=home, index=index, partner_page=page, english=english)


@pytest.fixture
def make_article(tree: SimpleNamespace) -> Callable[..., ArticlePage]:
    """Return a function that adds an article, never published unless `publish` says so."""

    def make(title: str = "Article", *, publish: bool = False, **fields: Any) -> ArticlePage:
        article = ArticlePage(title=title, slug=title.lower(), summary="Un résumé.", live=False, **fields)
        tree.partner_page.add_child(instance=article)
        revision = article.save_revision()
        if publish:
            revision.publish()
            article.refresh_from_db()
        return article

    return make


def _log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def superuser(db: None) -> User:
    """Return an administrator."""
    return User.objects.create_superuser("admin@example.org", PASSWORD, first_name="Ada", last_name="Min")


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
    user = User.objects.create_user("redaction@example.org", PASSWORD, first_name="Éva", last_name="Dite")
    user.groups.add(group)
    return _log_in(user)


@pytest.fixture
def member(collection: Collection) -> Client:
    """Return the browser of somebody with rights on `collection` who is not admitted to the administration."""
    group = Group.objects.create(name="Sans accès")
    permission = Permission.objects.get(codename="choose_image")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = User.objects.create_user("membre@example.org", PASSWORD, first_name="Jean", last_name="Dehors")
    user.groups.add(group)
    return _log_in(user)
