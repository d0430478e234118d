"""The smallest tree that is a portal: both languages, home and index pages, the portal's own partner."""

from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

from articles.models import ArticleIndexPage
from events.models import EventIndexPage
from home.models import HomePage
from partners.models import Partner, PartnerIndexPage
from projects.models import ProjectIndexPage
from tests.factories.bulk import in_bulk
from tests.factories.core import make_type

INDEXES = {
    "articles": (ArticleIndexPage, "articles", "articles"),
    "calendar": (EventIndexPage, "calendrier", "calendar"),
    "projects": (ProjectIndexPage, "projets", "projects"),
    "partners": (PartnerIndexPage, "partenaires", "partners"),
}


@dataclass
class Branch:
    """One language of the tree."""

    locale: Locale
    home: HomePage
    articles: ArticleIndexPage
    calendar: EventIndexPage
    projects: ProjectIndexPage
    partners: PartnerIndexPage


@dataclass
class Tree:
    """Both languages, and the portal's own partner."""

    fr: Branch
    en: Branch
    portal: Partner


@in_bulk()
def plant():
    # A database made without migrations has no root.
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=_locale("fr"))
    for child in root.get_children():
        child.delete()
    root = Page.objects.get(pk=root.pk)
    Site.objects.all().delete()
    portal = Partner.objects.create(name="La Trame", slug="la-trame", type=make_type("regroupement"), is_portal=True)
    keys = {}
    french, english = (_branch(root, code, keys) for code in ("fr", "en"))
    Site.objects.create(hostname="localhost", port=80, root_page=french.home, is_default_site=True)
    return Tree(french, english, portal)


def _locale(code):
    return Locale.objects.get_or_create(language_code=code)[0]


def _branch(root, code, keys):
    locale = _locale(code)
    column = {"fr": 1, "en": 2}[code]
    home = HomePage(title="La Trame", slug=f"home-{code}", locale=locale, **keys.get("home", {}))
    home = root.add_child(instance=home)
    keys.setdefault("home", {"translation_key": home.translation_key})
    pages = {}
    for name, row in INDEXES.items():
        page = row[0](title=row[column].title(), slug=row[column], locale=locale, **keys.get(name, {}))
        pages[name] = home.add_child(instance=page)
        keys.setdefault(name, {"translation_key": page.translation_key})
    return Branch(locale, home, **pages)
