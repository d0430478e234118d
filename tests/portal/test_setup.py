"""An empty portal: what it is made of, and that making it again changes nothing."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, Site, Task, Workflow
from wagtail_localize.models import Translation

from core.models import (
    Acronym,
    Audience,
    Axis,
    AxisTopic,
    CrossTopic,
    EventFormat,
    MenuItem,
    OrganisationType,
    SiteSettings,
    Subject,
    Territory,
    Theme,
)
from home.models import HomePage
from partners.models import Partner, PartnerPage
from portal.setup import set_up
from tests.portal.kept import dump, kept, store_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 13, tzinfo=UTC)
LATER = datetime(2026, 10, 1, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("setup")


@pytest.fixture(autouse=True)
def data_dir(folder):
    store_in(folder)
    return folder


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker, folder):
    with kept(django_db_blocker, folder):
        yield set_up(now=NOW)


def test_languages(portal):
    assert list(Locale.objects.order_by("pk").values_list("language_code", flat=True)) == ["fr", "en"]


def test_tree(portal):
    pages = Page.objects.filter(depth__gt=1).order_by("locale__language_code", "path")

    assert [
        (p.url_path, p.locale.language_code, p.live, p.has_unpublished_changes, p.specific_class.__name__)
        for p in pages
    ] == [
        ("/home/", "en", True, False, "HomePage"),
        ("/home/articles/", "en", True, False, "ArticleIndexPage"),
        ("/home/calendar/", "en", True, False, "EventIndexPage"),
        ("/home/projects/", "en", True, False, "ProjectIndexPage"),
        ("/home/partners/", "en", True, False, "PartnerIndexPage"),
        ("/home/partners/la-trame/", "en", True, False, "PartnerPage"),
        ("/accueil/", "fr", True, False, "HomePage"),
        ("/accueil/articles/", "fr", True, False, "ArticleIndexPage"),
        ("/accueil/calendrier/", "fr", True, False, "EventIndexPage"),
        ("/accueil/projets/", "fr", True, False, "ProjectIndexPage"),
        ("/accueil/partenaires/", "fr", True, False, "PartnerIndexPage"),
        ("/accueil/partenaires/la-trame/", "fr", True, False, "PartnerPage"),
    ]  # fmt: skip


def test_pages_bear_the_date_that_they_were_given(portal):
    pages = Page.objects.filter(depth__gt=1)
    dates = pages.values_list("first_published_at", "last_published_at", "latest_revision_created_at").distinct()

    assert list(dates.order_by()) == [(NOW, NOW, NOW)]


def test_english_pages_are_translations(portal):
    english = Page.objects.filter(locale__language_code="en", depth__gt=1)
    translations = {t.source.object_id: (t.enabled, t.get_progress()) for t in Translation.objects.all()}

    assert set(translations) == set(english.values_list("translation_key", flat=True))
    assert [(enabled, done) for enabled, (total, done) in translations.values() if not enabled or done != total] == []
    assert list(Page.objects.exclude(alias_of=None)) == []


def test_site(portal):
    site = Site.objects.get()

    assert (site.root_page.specific, site.hostname, site.port, site.is_default_site, site.site_name) == (
        HomePage.objects.get(locale__language_code="fr"),
        "localhost",
        8000,
        True,
        "La Trame",
    )


def test_portal_is_its_own_partner(portal):
    partner = Partner.objects.get()
    pages = PartnerPage.objects.order_by("pk")

    assert (partner.slug, partner.is_portal, partner.type.code) == ("la-trame", True, "regroupement")
    assert [(page.partner, page.title) for page in pages] == [(partner, "La Trame")] * 2
    assert portal.portal_page == pages[0]


def test_menu_in_both_languages(portal):
    items = MenuItem.objects.order_by("sort_order")

    assert [(item.label_fr, item.label_en, item.page.url_path, item.url) for item in items] == [
        ("Articles", "Articles", "/accueil/articles/", ""),
        ("Calendrier", "Calendar", "/accueil/calendrier/", ""),
        ("Projets", "Projects", "/accueil/projets/", ""),
        ("Partenaires", "Partners", "/accueil/partenaires/", ""),
    ]


def test_site_settings(portal):
    settings = SiteSettings.objects.get()

    assert {
        name: getattr(settings, name)
        for name in ("portal_name", "tagline_fr", "tagline_en", "contact_email", "privacy_email", "privacy_title_en")
    } == {
        "portal_name": "La Trame",
        "tagline_fr": "Le numérique francophone, fil à fil",
        "tagline_en": "The digital Francophonie, thread by thread",
        "contact_email": "bonjour@latrame.example",
        "privacy_email": "vie-privee@latrame.example",
        "privacy_title_en": "Person in charge of the protection of personal information",
    }


def test_vocabularies(portal):
    models = (
        Subject, Theme, Axis, AxisTopic, CrossTopic, Audience, EventFormat, OrganisationType, Territory, Acronym,
    )  # fmt: skip

    assert {model.__name__: model.objects.count() for model in models} == {
        "Subject": 5,
        "Theme": 4,
        "Axis": 3,
        "AxisTopic": 6,
        "CrossTopic": 18,
        "Audience": 10,
        "EventFormat": 19,
        "OrganisationType": 12,
        "Territory": 44,
        "Acronym": 30,
    }
    assert [(t.code, t.label_fr, t.label_en, t.position) for t in Theme.objects.all()] == [
        ("ia", "Intelligence artificielle", "Artificial intelligence", 0),
        ("culture-creativite", "Culture et créativité", "Culture and creativity", 1),
        ("territoires", "Territoires connectés et intelligents", "Connected and smart territories", 2),
        ("cybersecurite", "Cybersécurité", "Cybersecurity", 3),
    ]
    assert Territory.objects.filter(kind="region").count() == 17
    assert {topic.code: topic.axis.code for topic in AxisTopic.objects.all()} == {
        "connectivite-rurale": "societe",
        "fractures-numeriques": "societe",
        "diversite-culturelle-linguistique": "culture",
        "commerce-electronique-culturel": "economie",
        "axe-fiscalite-numerique": "economie",
        "concurrence-regulation": "economie",
    }


def test_what_wagtail_brings_gives_way_to_the_portals_own(portal):
    """Its welcome page, groups and workflow would stand beside them."""
    page = ContentType.objects.get_for_model(Page)

    assert list(Page.objects.filter(content_type=page, depth__gt=1)) == []
    assert [list(model.objects.values_list("name", flat=True)) for model in (Group, Workflow, Task)] == [
        ["Communications", "Traduction"],
        ["Publication"],
        ["Approbation du partenaire", "Approbation des communications", "Publication avec l’autre langue"],
    ]


def test_second_run_changes_nothing(portal):
    before = dump()

    set_up(now=LATER)

    assert dump() == before


def test_second_run_keeps_what_staff_have_made(portal):
    Subject.objects.filter(code="gestion").update(label_fr="Gestion et gouvernance", position=9)
    Acronym.objects.filter(acronym_fr="TIC").update(expansion_en="")
    Partner.objects.update(name="Le portail")
    settings = SiteSettings.objects.get()
    settings.tagline_fr = ""
    settings.menu_items.all()[1].delete()
    settings.save()
    Site.objects.update(hostname="portail.example")
    calendar = portal.indexes["calendar"].specific
    calendar.title, calendar.slug = "Agenda", "agenda"
    calendar.save_revision().publish()
    Group.objects.create(name="Editors")
    Workflow.objects.create(name="Moderators approval")
    before = dump()

    set_up(now=LATER)

    assert dump() == before


def test_second_run_adds_what_is_missing(portal):
    Theme.objects.filter(code="ia").delete()

    set_up(now=LATER)

    assert Theme.objects.count() == 4
