"""What the administration asks of an engine, and of the database where the engine does not answer."""

import pytest
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, Boost, Fuzzy, Phrase, PlainText
from wagtail.models import Page

from articles.models import ArticlePage
from partners.models import Person, PublicationPage
from search import breaker
from tests.portal.kept import store_in
from tests.search.engine.corpus import portal_on

pytestmark = pytest.mark.django_db

# Wagtail names each page that a person may see; engines stop at 65,536 terms unless told otherwise.
MANY = 70_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("backend")


@pytest.fixture(autouse=True)
def data_dir(folder):
    store_in(folder)
    return folder


@pytest.fixture(scope="module")
def world(search_url, django_db_setup, django_db_blocker, folder):
    with portal_on(search_url, django_db_blocker, folder) as world:
        yield world


@pytest.fixture(autouse=True)
def _closed():
    breaker.reset()
    yield
    breaker.reset()


@pytest.fixture
def backend(world):
    return get_search_backend("default")


@pytest.fixture
def broken(world, settings, monkeypatch):
    """An engine that refuses connections; the list of what it was asked nevertheless."""
    backends = settings.WAGTAILSEARCH_BACKENDS
    # Nobody listens there.
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "default": {**backends["default"], "URLS": ["http://127.0.0.1:9"]}}
    transport = get_search_backend("default").es.transport
    perform, asked = transport.perform_request, []

    def counted(method, target, *args, **kwargs):
        asked.append(target)
        return perform(method, target, *args, **kwargs)

    monkeypatch.setattr(transport, "perform_request", counted)
    return asked


def named(world, results):
    names = {page.pk: name for name, page in world.pages.items()}
    return [names[page.pk] for page in results]


def test_words_in_either_language(world):
    everything = PublicationPage.objects.all()
    asked = {
        "decouvrabilite contenu": {"discoverability"},
        "entreprise quebecoise": {"discoverability"},
        "l'information": {"intelligence"},
        "machine": {"intelligence", "intelligent", "english"},
        "companies": {"english"},
        "institut calcul": {"discoverability", "intelligence", "market", "walking", "english"},
        "des machines": {"intelligence", "intelligent", "english"},
        "rien de tel": set(),
    }
    found = {words: set(named(world, everything.search(words))) for words in asked}

    assert found == asked


def test_every_kind_of_query(world):
    everything = PublicationPage.objects.all()
    asked = [
        (Phrase("système intelligent"), {"intelligent"}),
        (PlainText("système") & PlainText("machines"), {"intelligent"}),
        (PlainText("système") | PlainText("marché"), {"intelligent", "market", "walking"}),
        (PlainText("machine") & ~PlainText("système"), {"intelligence", "english"}),
        (Boost(PlainText("système"), 2), {"intelligent"}),
        (Fuzzy("sisteme"), {"intelligent"}),
        (PlainText("système promenade", operator="or"), {"intelligent", "walking"}),
        (MATCH_ALL, set(world.pages)),
    ]
    found = [(query, set(named(world, everything.search(query)))) for query, _found in asked]
    assert found == asked
    assert set(named(world, everything.search("dossier", fields=["title"]))) == set()
    assert set(named(world, everything.search("dossier", fields=["summary"]))) == {"intelligence", "intelligent"}


def test_while_typing(world):
    pages = ArticlePage.objects.all()

    assert named(world, pages.autocomplete("décou")) == named(world, pages.autocomplete("decou")) == ["discoverability"]
    assert set(named(world, pages.autocomplete("l'intel"))) == {"intelligence", "intelligent"}
    assert named(world, pages.autocomplete("march mus")) == ["walking"]
    assert named(world, pages.autocomplete("march", fields=["title"])) == ["walking"]
    # What the page listings of the administration make of quotation marks.
    assert named(world, pages.autocomplete(Phrase("système intelligent") & MATCH_ALL)) == ["intelligent"]


def test_drafts_are_found_by_staff(world):
    page = world.pages["walking"]
    assert named(world, ArticlePage.objects.filter(live=True).search("promenade")) == ["walking"]
    assert named(world, ArticlePage.objects.filter(live=False).search("promenade")) == []
    assert named(world, Page.objects.filter(locale=page.locale, pk=page.pk).search(MATCH_ALL)) == ["walking"]


def test_other_models_without_accents(world):
    assert [person.name for person in get_search_backend().search("belanger", Person)] == ["Aïcha Bélanger"]
    assert [person.name for person in get_search_backend().autocomplete("aicha bel", Person)] == ["Aïcha Bélanger"]


def test_more_pages_than_terms(world):
    """Every page that somebody may see, by its key."""
    mine = Page.objects.filter(pk__in=range(1, MANY))

    assert named(world, mine.autocomplete("decou")) == ["discoverability"]
    assert mine.autocomplete("decou").count() == 1
    assert mine.search("zzyzx").count() == 0


def test_order_slices_and_facets(world):
    pages = PublicationPage.objects.order_by("title")

    everything = pages.search(MATCH_ALL, order_by_relevance=False)
    assert everything.count() == len(world.pages)
    assert [page.title for page in everything[2:4]] == [page.title for page in pages[2:4]]
    assert dict(everything.facet("type")) == {"article": 5, "event": 1, "project": 1}
    assert sum(everything.facet("title").values()) == len(world.pages)


def test_the_database_answers_for_an_engine_that_does_not(world, broken):
    pages = ArticlePage.objects.all()

    assert named(world, pages.search("promenade")) == ["walking"]
    # The others are spared the wait.
    before = len(broken)
    assert before > 0
    assert named(world, pages.autocomplete("promen")) == []
    assert named(world, pages.autocomplete("marche")) == ["walking"]
    assert pages.search("promenade").count() == 1
    assert named(world, pages.search("promenade")[0:1]) == ["walking"]
    assert PublicationPage.objects.search("promenade").facet("type") in ({}, {"article": 1})
    assert len(broken) == before


def test_an_engine_without_its_index_keeps_nobody_waiting(world, settings):
    settings.WAGTAILSEARCH_BACKENDS = {
        **settings.WAGTAILSEARCH_BACKENDS,
        "default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "INDEX_PREFIX": "nowhere-"},
    }
    assert named(world, ArticlePage.objects.search("promenade")) == ["walking"]
    assert not breaker.is_open()


def test_without_a_database_behind_it_errors_are_said(world, broken, settings, backend):
    settings.WAGTAILSEARCH_BACKENDS = {"default": settings.WAGTAILSEARCH_BACKENDS["default"]}
    with pytest.raises(backend.errors):
        list(ArticlePage.objects.search("promenade"))


def test_one_client_for_readers_and_one_for_writers(backend):
    again = get_search_backend("default")

    assert (again.es is backend.es, again.writer is backend.writer, backend.es is backend.writer) == (True, True, False)


def test_settings_stay_as_they_are(world, settings):
    before = repr(settings.WAGTAILSEARCH_BACKENDS)
    get_search_backend("default")
    assert repr(settings.WAGTAILSEARCH_BACKENDS) == before


def test_replicas_of_the_address(world, settings):
    backend = get_search_backend("default", REPLICAS=2)
    index = backend.settings["settings"]["index"]

    assert (index["number_of_replicas"], "auto_expand_replicas" in index) == (2, False)
    assert "auto_expand_replicas" in get_search_backend("default").settings["settings"]["index"]


def test_no_index_is_made_by_accident(world, settings):
    """The engine would guess what the fields are."""
    prefix = settings.WAGTAILSEARCH_BACKENDS["default"]["INDEX_PREFIX"]
    backend = get_search_backend("default", INDEX_PREFIX=f"{prefix}x-")
    index = backend.get_index_for_model(ArticlePage)

    with pytest.raises(backend.errors):
        index.add_items(ArticlePage, [world.pages["walking"]])
    assert not backend.es.indices.exists(index=index.name)
