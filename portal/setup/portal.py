"""Make an empty portal, or complete one: nothing that staff have changed is touched."""

import tomllib
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site, Task, Workflow

from articles.models import ArticleIndexPage
from core.models import BasePage, MenuItem, OrganisationType, SiteSettings
from events.models import EventIndexPage
from home.models import HomePage
from partners.models import Partner, PartnerIndexPage, PartnerPage
from partners.provisioning import bring_in_line, provision_portal
from portal.setup.bodies import NoReferences, References, body, localised
from portal.setup.translating import date_publication, translate
from portal.setup.vocabularies import load_vocabularies
from projects.models import ProjectIndexPage

SOURCE = Path(__file__).with_name("site.toml")
NAMESPACE = uuid.UUID("5f0c1c7e-6f1b-4d5b-9a57-3d8e2b0c7a11")

# Section of site.toml to page class, in the order of the header menu.
INDEXES: dict[str, type[BasePage]] = {
    "articles": ArticleIndexPage,
    "calendar": EventIndexPage,
    "projects": ProjectIndexPage,
    "partners": PartnerIndexPage,
}


@dataclass(frozen=True)
class SetUp:
    """What `set_up` leaves: the pages of the French tree on which everything else is hung."""

    home: HomePage
    indexes: dict[str, BasePage]
    portal_page: PartnerPage


def key_of(name: str) -> uuid.UUID:
    """The translation key of a page that the project itself makes: the same on every installation."""
    return uuid.uuid5(NAMESPACE, name)


@transaction.atomic
def set_up(*, now: datetime) -> SetUp:
    """Create what is missing of a portal and return where to hang its content.

    Languages, vocabularies, home and index pages in both languages, the portal's own partner with its pages, site
    settings and header menu. Wagtail's welcome page, default groups and workflow go;
    the portal's own groups and workflow come.
    """
    site = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    load_vocabularies()
    home = _home(site, now)
    indexes = {name: _index(name, model, home, site[name], now) for name, model in INDEXES.items()}
    portal_page = _portal_partner(site, indexes["partners"], now)
    _settings(site, indexes)
    provision_portal()
    bring_in_line()
    return SetUp(home, indexes, portal_page)


def publish_both(page: Page, english: Page, parent: Page, now: datetime) -> Page:
    """Add `page` (French) below `parent`, publish it, publish its translation, and return it."""
    page.first_published_at = now
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page = date_publication(type(page).objects.get(pk=page.pk), now)
    translate(page, english, published_at=now)
    return page


def _remove_wagtail_defaults() -> None:
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    for model in (Workflow, Task):
        model.objects.filter(name="Moderators approval").delete()


def _home(site: dict[str, Any], now: datetime) -> HomePage:
    existing = HomePage.objects.filter(translation_key=key_of("home"), locale__language_code="fr").first()
    if existing:
        return existing
    _remove_wagtail_defaults()
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(content_type__model="page"):
        welcome.delete()
    root.refresh_from_db()
    Site.objects.all().delete()
    locale = Locale.objects.get(language_code="fr")

    def build(language: str, slug: str) -> HomePage:
        words = localised(site["home"], language)
        return HomePage(slug=slug, locale=locale, translation_key=key_of("home"), **words)

    home = publish_both(build("fr", "accueil"), build("en", "home"), root, now)
    address = urlsplit(settings.BASE_URL)
    Site.objects.create(
        hostname=address.hostname,
        # The port tells Wagtail the scheme of the addresses that it writes.
        port=address.port or {"http": 80, "https": 443}[address.scheme],
        root_page=home,
        is_default_site=True,
        site_name=site["portal_name"],
    )
    return home


def _index(name: str, model: type[BasePage], home: HomePage, words: dict[str, Any], now: datetime) -> BasePage:
    key = key_of(name)
    existing = model.objects.filter(translation_key=key, locale=home.locale).first()
    if existing:
        return existing
    french, english = (
        model(translation_key=key, locale=home.locale, **localised(words, language)) for language in ("fr", "en")
    )
    return publish_both(french, english, HomePage.objects.get(pk=home.pk), now)


def _portal_partner(site: dict[str, Any], directory: BasePage, now: datetime) -> PartnerPage:
    name = site["portal_name"]
    partner, _created = Partner.objects.get_or_create(
        is_portal=True,
        defaults={
            "name": name,
            "slug": slugify(name),
            "type": OrganisationType.objects.get(code="regroupement"),
        },
    )
    words = {"title": name, "slug": partner.slug, **site["portal_page"]}
    return partner_page(partner, directory, words, now=now, references=NoReferences())


def partner_page(
    partner: Partner, directory: BasePage, words: dict[str, Any], *, now: datetime, references: References
) -> PartnerPage:
    """The French page of a partner; created in both languages when it is missing."""
    key = key_of(f"partner/{partner.slug}")
    existing = PartnerPage.objects.filter(partner=partner, locale=directory.locale).first()
    if existing:
        return existing
    plain = {name: value for name, value in words.items() if name != "body"}
    french, english = (
        PartnerPage(
            partner=partner,
            translation_key=key,
            locale=directory.locale,
            body=body(words.get("body", []), language, key=key, references=references),
            **localised(plain, language),
        )
        for language in ("fr", "en")
    )
    return publish_both(french, english, type(directory).objects.get(pk=directory.pk), now)


def _settings(site: dict[str, Any], indexes: dict[str, BasePage]) -> None:
    if SiteSettings.objects.exists():
        return
    record = SiteSettings(
        portal_name=site["portal_name"],
        contact_email=site["contact_email"],
        privacy_email=site["privacy_email"],
        **{
            f"{name}_{language}": site[name][language]
            for name in ("tagline", "footer", "privacy_title")
            for language in ("fr", "en")
        },
    )
    record.menu_items = [
        MenuItem(sort_order=order, page=page, label_fr=site[name]["title"]["fr"], label_en=site[name]["title"]["en"])
        for order, (name, page) in enumerate(indexes.items())
    ]
    record.save()
