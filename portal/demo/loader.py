"""Load the demonstration: create what is missing, touch nothing that exists."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from wagtail.models import Locale, Page

from accounts.models import User
from core.models import BasePage, OrganisationType, PortalDocument, PortalImage, Subject, Territory
from events.models import EventSeries, Venue
from partners import consents
from partners.models import Partner, PartnerAlias, PartnerPage, PartnerSubject, Person, PublicationPage
from partners.provisioning import provision_all
from portal.demo import content, desk, featured, languages
from portal.demo.drawing import cloth
from portal.demo.pages import CLASSES, build
from portal.setup import SetUp, set_up
from portal.setup.bodies import localised
from portal.setup.portal import key_of, partner_page
from portal.setup.translating import date_publication, translate
from search.models import SynonymGroup
from search.terms import keys_of

# When the portal of the demonstration opened, before its first text.
OPENED = datetime.fromisoformat("2021-01-04T09:00:00-05:00")

ADMINISTRATOR = "administration@latrame.example"
PASSWORD = "la-trame-2023"  # noqa: S105 -- printed by `make run`; refused in production


@dataclass
class Files:
    """Finds or makes the rows that blocks point at; French pages are known by the id of their row."""

    pages: dict[str, int] = field(default_factory=dict)
    written: list[FieldFile] = field(default_factory=list)

    def page(self, row_id: str) -> int:
        """The primary key of a row's French page. Raises `KeyError` when the row is not loaded yet."""
        return self.pages[row_id]

    def document(self, file_name: str) -> int:
        """The document of a file of the data folder."""
        existing = PortalDocument.objects.filter(title=file_name).first()
        if existing:
            return existing.pk
        path = Path(content.DATA / "files" / file_name)
        return self._keep(PortalDocument(title=file_name, file=ContentFile(path.read_bytes(), file_name)))

    def image(self, drawing: dict[str, Any]) -> int:
        """A cloth, drawn once for each armure, dye and seed."""
        name = "-".join(drawing[word].lower() for word in ("armure", "dye", "seed"))
        existing = PortalImage.objects.filter(title=name).first()
        if existing:
            return existing.pk
        file = ContentFile(cloth(drawing["armure"], drawing["dye"], drawing["seed"]), f"{name}.png")
        return self._keep(PortalImage(title=name, file=file, credit="La Trame"))

    def discard(self) -> None:
        """Delete the files that were written; their rows are gone."""
        for file in self.written:
            file.storage.delete(str(file.name))

    def _keep(self, record: PortalDocument | PortalImage) -> int:
        record.save()
        self.written.append(record.file)
        return record.pk


def load() -> int:
    """Load every row of the demonstration that is missing; return how many pages were created.

    One transaction: an interrupted load leaves nothing behind, neither rows nor files.
    """
    files = Files()
    try:
        with transaction.atomic():
            return _load(files)
    except BaseException:
        files.discard()
        raise


def _load(files: Files) -> int:
    before = Page.objects.count()
    base = set_up(now=OPENED)
    _administrator()
    for row in content.rows("venue"):
        _venue(row)
    for row in content.rows("series"):
        _series(row)
    for row in content.rows("synonyms"):
        _synonyms(row)
    for row in content.rows("partner"):
        _partner(row, base, files)
    for row in content.rows("person"):
        _person(row)
    provision_all()
    _pages(base, files)
    desk.open_accounts(PASSWORD)
    desk.write_texts(now=timezone.now())
    languages.write_texts(now=timezone.now())
    featured.feature(now=timezone.now())
    return Page.objects.count() - before


def _pages(base: SetUp, files: Files) -> None:
    """Every page is created empty first, for bodies point at each other; then filled, published and translated."""
    fresh = []
    for row in content.pages():
        page, is_new = _place(row, base, files)
        files.pages[row["id"]] = page.pk
        if is_new:
            fresh.append(row)
    for row in fresh:
        _fill(row, files)
    english = Locale.objects.get(language_code="en")
    for row in fresh:
        page = CLASSES[row["type"]].objects.get(pk=files.pages[row["id"]])
        # Where staff deleted the French page alone, the English one still stands.
        if "en" in row["title"] and not page.has_translation(english):
            version = build(row, "en", files)
            translate(page, version, published_at=datetime.fromisoformat(row["published_on"]))


def _place(row: dict[str, Any], base: SetUp, files: Files) -> tuple[BasePage, bool]:
    model = CLASSES[row["type"]]
    key = key_of(f"page/{row['id']}")
    existing = model.objects.filter(translation_key=key, locale=base.home.locale).first()
    if existing:
        return existing, False
    words = localised(row, "fr")
    page = model(title=words["title"], slug=words["slug"], locale=base.home.locale, translation_key=key, live=False)
    page.first_published_at = datetime.fromisoformat(row["published_on"])
    _parent(row, base, files).add_child(instance=page)
    return page, True


def _parent(row: dict[str, Any], base: SetUp, files: Files) -> Page:
    parent = row.get("parent")
    if row["type"] == "standard":
        return Page.objects.get(pk=base.home.pk)
    if row["type"] == "project":
        return Page.objects.get(pk=files.page(str(parent)) if parent else base.indexes["projects"].pk)
    if row["type"] == "session":
        return Page.objects.get(pk=files.page(str(parent)))
    return PartnerPage.objects.get(partner__slug=parent, locale=base.home.locale)


def _fill(row: dict[str, Any], files: Files) -> None:
    placed = CLASSES[row["type"]].objects.get(pk=files.pages[row["id"]])
    built = build(row, "fr", files)
    if isinstance(built, PublicationPage):
        named = [*built.co_publications.all(), *built.belongings.all()]
        consents.record(built, named, now=datetime.fromisoformat(row["published_on"]))
    content_json = {**built.serializable_data(), "pk": placed.pk}
    placed.with_content_json(content_json).save_revision().publish()
    placed.refresh_from_db()
    date_publication(placed, datetime.fromisoformat(row["published_on"]))


def _administrator() -> None:
    if not User.objects.filter(email=ADMINISTRATOR).exists():
        User.objects.create_superuser(ADMINISTRATOR, PASSWORD, first_name="Ariane", last_name="Tisserand")


def _venue(row: dict[str, Any]) -> None:
    defaults = {name: row[name] for name in ("name", "address", "city", "time_zone")}
    defaults["territory"] = Territory.objects.filter(code=row.get("territory")).first()
    Venue.objects.get_or_create(code=row["code"], defaults=defaults)


def _series(row: dict[str, Any]) -> None:
    defaults = {"name_fr": row["name"]["fr"], "name_en": row["name"]["en"]}
    EventSeries.objects.get_or_create(code=row["code"], defaults=defaults)


def _synonyms(row: dict[str, Any]) -> None:
    held = {key for group in SynonymGroup.objects.all() for key in keys_of(group.lines())}
    if held.isdisjoint(keys_of(row["terms"])):
        SynonymGroup.objects.create(terms="\n".join(row["terms"]))


def _partner(row: dict[str, Any], base: SetUp, files: Files) -> None:
    partner = Partner.objects.filter(slug=row["slug"]).first()
    if partner is None:
        partner = Partner(
            name=row["name"],
            slug=row["slug"],
            acronym=row["acronym"],
            type=OrganisationType.objects.get(code=row["type"]),
            territory=Territory.objects.filter(code=row.get("territory")).first(),
            website=row["website"],
            joined_on=date.fromisoformat(row["joined_on"]),
            is_active=row["active"],
        )
        partner.aliases = [PartnerAlias(sort_order=order, name=name) for order, name in enumerate(row["aliases"])]
        partner.subjects = [
            PartnerSubject(sort_order=order, subject=Subject.objects.get(code=code))
            for order, code in enumerate(row["subjects"])
        ]
        partner.save()
    partner_page(partner, base.indexes["partners"], row["page"], now=OPENED, references=files)


def _person(row: dict[str, Any]) -> None:
    defaults = {
        "name": row["name"],
        "organisation": Partner.objects.filter(slug=row.get("organisation")).first(),
        "organisation_name": row.get("organisation_name", ""),
        **{f"{name}_{code}": row[name].get(code, "") for name in ("role", "biography") for code in ("fr", "en")},
    }
    Person.objects.get_or_create(slug=row["slug"], defaults=defaults)
