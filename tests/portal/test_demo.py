"""The demonstration, loaded once for all these tests: what the data holds stands in the portal, and nothing else."""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Max
from django.http import HttpRequest
from django.test.utils import override_settings
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from articles.models import ArticlePage
from core.models import PortalImage
from home.models import StandardPage
from partners.models import Partner, PartnerPage, PublicationPage
from partners.provisioning import provision
from portal.demo import content, desk, languages
from portal.demo.drawing import DYES, cloth
from portal.demo.loader import load
from portal.setup.portal import key_of
from projects.models import ProjectPage
from search.models import SynonymGroup
from tests.factories.accounts import make_administrator
from tests.factories.files import files_in
from tests.portal.kept import dump, kept, store_in
from tests.reading import page as parsed
from tests.reading import words
from translation.enums import State
from translation.matrix.states import behind_by, with_states
from translation.pairing.twins import at_gate

pytestmark = pytest.mark.django_db

# Tasks wait for the worker, as they do outside of tests; indexes are no concern here, and take most of the time.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

PAGES = content.pages()
PARTNERS = content.rows("partner")
# Texts that people are at work on, with the clock that everybody has.
ON_THEIR_WAY = [key_of(f"page/{row['id']}") for row in (*desk.texts(), *languages.texts())]
# The tree of an empty portal: home and four lists, and the portal's own page.
FRENCH_TREE = {
    "home": "/accueil/",
    "articles": "/accueil/articles/",
    "calendar": "/accueil/calendrier/",
    "projects": "/accueil/projets/",
    "partners": "/accueil/partenaires/",
    "partner/la-trame": "/accueil/partenaires/la-trame/",
}
ENGLISH_TREE = {
    "home": "/home/",
    "articles": "/home/articles/",
    "calendar": "/home/calendar/",
    "projects": "/home/projects/",
    "partners": "/home/partners/",
    "partner/la-trame": "/home/partners/la-trame/",
}


@dataclass
class Loaded:
    """What the fixture saw on its way."""

    empty: str
    interrupted: str
    files_of_interrupted: list[str]
    created: int


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(autouse=True)
def data_dir(folder):
    store_in(folder)
    return folder


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, folder, tmp_path_factory):
    """The demonstration, loaded after a first load that was interrupted."""
    with override_settings(TASKS=TASKS), kept(django_db_blocker, folder):
        empty = dump()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(content, "DATA", broken_copy(tmp_path_factory.mktemp("data")))
            with pytest.raises(LookupError, match="nulle part"):
                load()
        interrupted, files = dump(), files_in(folder)
        yield Loaded(empty, interrupted, files, load())


def broken_copy(place):
    """The data, in which the first project points at a page that does not exist."""
    copy = shutil.copytree(content.DATA, place / "data")
    project = next(row for row in PAGES if row["type"] == "project")
    file = copy / "pages" / f"{project['id'].lower()}.toml"
    text = file.read_text(encoding="utf-8").replace("belongs_to = []", 'belongs_to = ["nulle part"]')
    file.write_text(text, encoding="utf-8")
    return copy


def test_interrupted_load_leaves_nothing(demonstration):
    assert demonstration.interrupted == demonstration.empty
    assert demonstration.files_of_interrupted == []


def test_next_load_says_how_many_pages_it_made(demonstration):
    welcome_page = 1
    assert demonstration.created == Page.objects.filter(depth__gt=1).count() - welcome_page


# What stands where


def paths(language, tree):
    """Where each page of the data must stand in one language: translation key to path; and nothing else."""
    found = dict(tree)
    for row in PARTNERS:
        slug = row["page"]["slug"].get(language)
        found.setdefault(f"partner/{row['slug']}", f"{tree['partners']}{slug}/")
    for row in PAGES:
        if language in row["title"]:
            above = {
                "standard": "home",
                "project": f"page/{row.get('parent')}" if "parent" in row else "projects",
                "session": f"page/{row.get('parent')}",
            }.get(row["type"], f"partner/{row.get('parent')}")
            found[f"page/{row['id']}"] = f"{found[above]}{row['slug'][language]}/"
    return {key_of(name): path for name, path in found.items()}


@pytest.mark.parametrize(("language", "tree"), [("fr", FRENCH_TREE), ("en", ENGLISH_TREE)])
def test_every_page_stands_in_its_place(demonstration, language, tree):
    """English only where the data gives an English title; partners, lists and home in both."""
    pages = Page.objects.filter(depth__gt=1, locale__language_code=language).exclude(translation_key__in=ON_THEIR_WAY)

    assert dict(pages.values_list("translation_key", "url_path")) == paths(language, tree)
    assert [page for page in pages if not page.live or page.has_unpublished_changes or page.alias_of_id] == []


def test_publications_come_from_their_partner(demonstration):
    rows = {row["id"]: row for row in PAGES if row["type"] in {"article", "event"}}
    pages = {row_id: publication(row_id) for row_id, row in rows.items()}

    assert {row_id: page.lead_partner.slug for row_id, page in pages.items()} == {
        row_id: row["parent"] for row_id, row in rows.items()
    }
    assert {page.lead_partner.slug for page in ProjectPage.objects.all()} == {"la-trame"}


def publication(row_id, language="fr"):
    return Page.objects.get(translation_key=key_of(f"page/{row_id}"), locale__language_code=language).specific


# When


def test_pages_bear_the_dates_of_the_data(demonstration):
    dates = {
        page.translation_key: {page.first_published_at, page.last_published_at, page.latest_revision_created_at}
        for page in Page.objects.filter(depth__gt=1)
    }

    assert {row["id"]: dates[key_of(f"page/{row['id']}")] for row in PAGES} == {
        row["id"]: {datetime.fromisoformat(row["published_on"])} for row in PAGES
    }


def test_no_page_bears_the_time_of_loading(demonstration):
    last_day = datetime(2023, 12, 31, tzinfo=UTC)
    fields = ("first_published_at", "last_published_at", "latest_revision_created_at")
    pages = Page.objects.filter(depth__gt=1).exclude(translation_key__in=ON_THEIR_WAY)
    latest = pages.aggregate(*map(Max, fields))
    theirs = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages])
    revisions = theirs.aggregate(Max("created_at"))

    assert [name for name, instant in {**latest, **revisions}.items() if instant > last_day] == []


# In English


def english_pages():
    pages = Page.objects.filter(locale__language_code="en", depth__gt=1).exclude(translation_key__in=ON_THEIR_WAY)
    pages = pages.order_by("path").specific()
    return [(page.get_translations().get(locale__language_code="fr").specific, page) for page in pages]


def test_english_pages_are_complete_translations(demonstration):
    translations = {
        translation.source.object_id: (
            translation.enabled,
            translation.target_locale.language_code,
            translation.get_target_instance(),
            len(set(translation.get_progress())),
        )
        for translation in Translation.objects.exclude(source__object__in=ON_THEIR_WAY).select_related(
            "source", "target_locale"
        )
    }

    assert translations == {french.translation_key: (True, "en", english, 1) for french, english in english_pages()}


def test_a_text_is_in_each_state_of_its_english_version(demonstration):
    french = Page.objects.filter(
        locale__language_code="fr", translation_key__in=[key_of(f"page/{row['id']}") for row in languages.texts()]
    )
    rows = with_states(french.order_by("pk"), Locale.objects.get(language_code="en"), today=timezone.localdate())
    behind = behind_by(list(rows))

    assert [(row.live, row.state, behind[row.pk]) for row in rows] == [
        (True, State.TRANSLATING, 0),
        (True, State.MACHINE, 0),
        (True, State.REVIEW, 0),
        (True, State.BEHIND, 2),
        (True, State.WAIVED, 0),
        # Approved, and held until its English is.
        (False, State.TRANSLATING, 0),
    ]
    assert at_gate(french.get(live=False).specific) is not None


def pieces(value):
    """The paragraphs, headings and items of a text, without tags."""
    blocks = re.split(r"</?(?:p|h2|h3|li|ul|ol|br)\b[^>]*>", value)
    texts = (" ".join(unescape(re.sub(r"<[^>]*>", "", block)).split()) for block in blocks)
    return {text for text in texts if text}


def written(value, language):
    """Every piece of text of the data in one language, where there is one for each."""
    if isinstance(value, list):
        return {text for item in value for text in written(item, language)}
    if not isinstance(value, dict):
        return set()
    own = pieces(value[language]) if isinstance(value.get(language), str) else set()
    return own.union(*(written(item, language) for item in value.values()))


def only_french():
    """What is said in French and never so in English; short words may be a name in both."""
    data = [*PAGES, *PARTNERS, *content.rows("person"), *content.rows("series")]
    return written(data, "fr") - written(data, "en")


def test_no_segment_of_an_english_page_is_french(demonstration):
    french = only_french()
    found = [
        (page.url_path, text)
        for _french, page in english_pages()
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue)
        for text in pieces(segment.string.data)
        if text in french
    ]

    assert found == []


def test_every_segment_has_its_counterpart(demonstration):
    """The same places, in the same order, in both languages."""
    pairs = english_pages()

    assert [
        english.url_path
        for french, english in pairs
        if [(type(s), s.path) for s in extract_segments(french)]
        != [(type(s), s.path) for s in extract_segments(english)]
    ] == []
    assert len(pairs) == len(paths("en", ENGLISH_TREE))


def test_no_reader_of_an_english_page_meets_french(demonstration, client):
    """Served as readers get it: what is no segment must be in English as well."""
    french = [text for text in only_french() if len(text) > 20]
    found = []
    # Drawing an image in every size takes a second each; its words are segments.
    PublicationPage.objects.update(lead_image=None)
    for _french, page in english_pages():
        soup = parsed(client.get(urlsplit(page.full_url).path))
        for element in soup.select("[lang|=fr]"):
            element.extract()
        shown = words(soup.select_one("main"))
        found += [(page.url_path, text) for text in french if text in shown]

    assert found == []


def identifiers(part):
    if isinstance(part, list):
        return [found for item in part for found in identifiers(item)]
    if isinstance(part, dict):
        own = [part["id"]] if "id" in part else []
        return own + [found for item in part.values() for found in identifiers(item)]
    return []


def test_blocks_have_the_same_identifiers_in_both_languages(demonstration):
    bodies = {
        english.url_path: [identifiers(list(page.body.raw_data)) for page in (french, english)]
        for french, english in english_pages()
        if hasattr(english, "body")
    }

    assert [path for path, (french, english) in bodies.items() if french != english] == []
    assert sum(len(french) for french, _english in bodies.values()) > 100


def test_milestones_in_both_languages(demonstration):
    french, english = (publication("P3", language) for language in ("fr", "en"))

    assert [(m.on and m.on.isoformat(), m.label, m.is_done) for m in french.milestones.all()] == [
        (None, "Plus de dix-huit mois de conception, malgré la pandémie", True),
        ("2021-02-08", "Naissance officielle du consortium", True),
        (None, "Créations juridiques en France et premières rencontres de l’écosystème", False),
        (None, "Une offre complète pour accompagner les entreprises locales", False),
    ]
    assert [(m.on and m.on.isoformat(), m.label, m.is_done) for m in english.milestones.all()] == [
        (None, "More than eighteen months of design work, despite the pandemic", True),
        ("2021-02-08", "The consortium officially comes into being", True),
        (None, "Legal entities created in France and first meetings of the ecosystem", False),
        (None, "A full offer to support local businesses", False),
    ]


def test_rows_are_the_same_in_both_languages(demonstration):
    """Classification, people, partners and wholes are told once, in the data."""
    relations = {
        "subjects": "subject", "themes": "theme", "axes": "axis", "topics": "topic", "audiences": "audience",
        "territories": "territory", "co_publications": "partner", "contributions": "person", "belongings": "whole",
    }  # fmt: skip
    rows = {
        english.url_path: [
            {
                name: [getattr(row, f"{column}_id") for row in getattr(page, name).all()]
                for name, column in relations.items()
            }
            for page in (french, english)
        ]
        for french, english in english_pages()
        if hasattr(english, "co_publications")
    }

    assert [path for path, (french, english) in rows.items() if french != english] == []
    assert len(rows) > 10


# Images


def test_cloth_is_always_the_same():
    assert cloth("serge", "sapin", "P3") == cloth("serge", "sapin", "P3")
    assert len({cloth("serge", "sapin", "P3"), cloth("serge", "sapin", "A4"), cloth("serge", "mure", "P3")}) == 3


@pytest.mark.parametrize("dye", DYES)
def test_cloth_is_an_image_of_its_dye(dye):
    with Image.open(BytesIO(cloth("toile", dye, "E1"))) as image:
        colours = {"#{:02x}{:02x}{:02x}".format(*rgb) for _count, rgb in image.convert("RGB").getcolors()}

        assert (image.format, image.size) == ("PNG", (1200, 800))
        assert colours & set(DYES[dye]) != set()
        assert colours <= {*DYES[dye], "#161d31", "#fdfcfb"}


def test_images_are_drawn_once_and_have_words(demonstration):
    titles = list(PortalImage.objects.order_by("title").values_list("title", flat=True))
    publications = {row["id"]: publication(row["id"]) for row in PAGES if row["type"] != "standard"}

    assert len(titles) == len(set(titles))
    assert {row_id: (bool(page.lead_image), page.lead_image_alt) for row_id, page in publications.items()} == {
        row["id"]: ("image" in row, row.get("image", {}).get("alt", {}).get("fr", ""))
        for row in PAGES
        if row["type"] != "standard"
    }
    image = PortalImage.objects.get(title="serge-sapin-p3")
    with image.file.open() as file:
        assert file.read() == cloth("serge", "sapin", "P3")


def test_every_figure_has_a_source(demonstration):
    figures = [
        (page.url_path, block.value["label"], block.value["source"])
        for page in Page.objects.filter(depth__gt=1).specific()
        if hasattr(page, "body")
        for block in page.body
        if block.block_type == "figure"
    ]

    assert len(figures) > 20
    assert [figure for figure in figures if not figure[2].strip()] == []


# Again


def test_second_load_changes_nothing(demonstration, folder):
    before, files = dump(), files_in(folder)

    assert load() == 0
    assert dump() == before
    assert files_in(folder) == files


def test_second_load_keeps_what_people_have_changed(demonstration):
    person = make_administrator()
    renamed = publication("A5")
    renamed.title, renamed.slug = "Un consortium est né", "un-consortium-est-ne"
    renamed.save_revision(user=person).publish(user=person, skip_permission_checks=True)
    drafted = publication("A4")
    drafted.summary = "En chantier."
    drafted.save_revision(user=person)
    moved = publication("A1")
    moved.move(PartnerPage.objects.get(partner__slug="crim", locale__language_code="fr"), pos="last-child", user=person)
    publication("E20").unpublish()
    publication("P6", "en").delete(user=person)
    Partner.objects.filter(slug="mantle").update(name="Mantle Blockchain", is_active=False)
    provision(Partner.objects.get(slug="mantle"))
    before = dump()

    assert load() == 0
    assert dump() == before


def test_page_that_was_deleted_is_made_again(demonstration):
    """Its English version still stands: it is left as it is."""
    gone = publication("A5")
    english = publication("A5", "en")
    gone.delete()

    assert load() == 1
    again = publication("A5")
    assert (again.title, again.url_path, again.live) == (gone.title, gone.url_path, True)
    assert publication("A5", "en") == english


def test_synonyms_of_staff_stay_as_they_are(demonstration):
    SynonymGroup.objects.filter(terms__contains="balado").delete()
    group = SynonymGroup.objects.create(terms="Podcasts\nbaladodiffusions\nbaladoémissions")
    before = sorted(SynonymGroup.objects.values_list("terms", flat=True))

    assert len(before) == len(content.rows("synonyms"))
    assert load() == 0
    assert sorted(SynonymGroup.objects.values_list("terms", flat=True)) == before
    assert SynonymGroup.objects.get(pk=group.pk).lines()[0] == "Podcasts"


def test_administrator_can_log_in(demonstration, capsys):
    administrator = authenticate(HttpRequest(), username="administration@latrame.example", password="la-trame-2023")

    assert (administrator.is_superuser, administrator.get_full_name()) == (True, "Ariane Tisserand")
    call_command("load_demo", "--accounts")
    shown = capsys.readouterr().out
    assert [word for word in shown.split() if "@" in word] == [
        "administration@latrame.example",
        *(row["email"] for row in desk.accounts() if "shown" in row),
    ]
    for email in (row["email"] for row in desk.accounts()):
        assert authenticate(HttpRequest(), username=email, password="la-trame-2023") is not None


def test_kinds_of_pages(demonstration):
    french = {"locale__language_code": "fr"}

    articles = ArticlePage.objects.filter(**french).exclude(translation_key__in=ON_THEIR_WAY)
    assert articles.count() == sum(row["type"] == "article" for row in PAGES)
    assert StandardPage.objects.filter(**french).count() == sum(row["type"] == "standard" for row in PAGES)
