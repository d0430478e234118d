"""What both engines find, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search.carrying import carry
from search.contract import FACETS, MARK_END, MARK_START, Hit, Query, Question, Suggested, Unavailable, Unit
from search.enums import Group, Sort
from search.models import IndexChange
from search.words import read
from tests.factories.core import make_subject
from tests.factories.pages import make_article
from tests.portal.kept import store_in
from tests.search.engine.corpus import NOW, portal_on

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("searcher")


@pytest.fixture(autouse=True)
def data_dir(folder):
    store_in(folder)
    return folder


@pytest.fixture(scope="module")
def world(search_url, django_db_setup, django_db_blocker, folder):
    with portal_on(search_url, django_db_blocker, folder) as world:
        yield world


@pytest.fixture
def calls(world, monkeypatch):
    """Every call that reaches the engine, by its path."""
    seen = []
    transport = world.searcher.backend.es.transport
    perform = transport.perform_request

    def counted(method, target, *args, **kwargs):
        seen.append(target.partition("?")[0])
        return perform(method, target, *args, **kwargs)

    monkeypatch.setattr(transport, "perform_request", counted)
    return seen


FOUND = {
    # Accents, or none; singular and plural.
    "decouvrabilite": {"discoverability"},
    "DÉCOUVRABILITÉ": {"discoverability"},
    "entreprise quebecoise": {"discoverability"},
    # Elisions with either apostrophe, a ligature, hyphens of every kind.
    "l'information": {"intelligence"},
    "l’information": {"intelligence"},
    "coeur": {"intelligence"},
    "cœur": {"intelligence"},
    "demi teinte": {"intelligence"},
    "demi-teinte": {"intelligence"},
    "demi‑teinte": {"intelligence"},
    "cybersécurité": {"intelligence", "walking"},
    "cyber-sécurité": {"intelligence", "walking"},
    # One stem.
    "intelligence": {"intelligence", "intelligent"},
    # What a publication is not made of: its partners, its people, its terms, its venue, its kind.
    "CRIM": {"discoverability", "intelligence", "market", "walking"},
    "institut du calcul": {"discoverability", "intelligence", "market", "walking"},
    "Maison Lienne": {"intelligence", "intelligent"},
    "aicha belanger": {"discoverability"},
    "gestion des données": {"discoverability"},
    "formation continue": {"intelligence"},
    "Usine C": {"market"},
    "entrevue": {"discoverability"},
    # A word in the title and another in the text.
    "découvrabilité métadonnées": {"discoverability"},
    '"se font voir"': {"discoverability"},
    '"font se voir"': set(),
    "rien de tel": set(),
    # Words that carry a phrase are words where there are no others.
    "et ou": set(),
    "au": {"market"},
}


def test_every_spelling_finds(world):
    found = {words: set(world.found(words)) for words in FOUND}

    assert found == FOUND


def test_what_is_not_weighed_is_listed_too(world, monkeypatch):
    monkeypatch.setattr("search.engine.bodies.WEIGHED", 1)

    assert {words: set(world.found(words)) for words in FOUND} == FOUND
    assert world.found("intelligent") == ["intelligent", "intelligence"]


def test_exact_wording_comes_first(world):
    assert world.found("intelligent") == ["intelligent", "intelligence"]
    assert world.found("intelligence") == ["intelligence", "intelligent"]
    assert world.found("marché musique") == ["market", "walking"]
    assert world.found("marche musique") == ["walking", "market"]


def test_each_language_by_itself_the_other_counted(world):
    french, english = world.ask("machines"), world.ask("machines", "en")

    assert (french.total, french.elsewhere) == (2, 1)
    assert (english.total, english.elsewhere) == (1, 2)
    assert world.found("company", "en") == ["english"]
    assert world.found("company") == []


def test_synonyms_stand_for_what_was_typed(world):
    unit = Unit("ordinateurs", synonyms=("machines",))
    expression = Unit("ordis", synonyms=("accès à l’information",))
    apart = Unit("ordis", synonyms=("information accès",))

    assert set(world.found(query=Query("ordinateurs", (unit,)))) == {"intelligence", "intelligent"}
    assert world.found(query=Query("ordis", (expression,))) == ["intelligence"]
    assert world.found(query=Query("ordis", (apart,))) == []


def test_without_words_everything_the_latest_first(world):
    answer = world.ask()

    assert (answer.total, answer.elsewhere) == (6, 1)
    assert (answer.partners, answer.people, answer.spelling, answer.is_similar) == ([], [], None, False)
    assert [hit.extract for hit in answer.hits] == [None] * 6
    assert world.found()[0] == "market"


def test_facets_count_what_the_others_leave(world):
    answer = world.ask()
    assert answer.counts == {
        "type": {"article": 4, "event": 1, "project": 1},
        "kind": {"entrevue": 1, "nouvelle": 3},
        "subject": {"gestion": 1, "formation": 1},
        "theme": {"ia": 1},
        "partner": {"crim": 4, "lienne": 2, "la-trame": 1},
        "project": {str(world.pages["hub"].translation_key): 1},
        "territory": {"06": 1},
        "mode": {"in_person": 1},
        "year": {"2023": 5, "2024": 1},
    }
    chosen = world.ask(chosen={"partner": ("crim", "lienne"), "type": ("article",)})
    assert chosen.total == 4
    assert chosen.elsewhere == 1
    # Each without its own selection.
    assert chosen.counts["partner"] == {"crim": 3, "lienne": 2}
    assert chosen.counts["type"] == {"article": 4, "event": 1}
    assert chosen.counts["year"] == {"2023": 4}
    assert world.ask(chosen={"subject": ("gestion", "formation"), "year": ("2019",)}).total == 0
    assert world.ask("machines", chosen={"kind": ("unknown",)}).total == 0


def test_facets_that_leave_nothing_do_not_make_words_wrong(world):
    answer = world.ask("découvrabilité", chosen={"year": ("1999",)})

    assert (answer.total, answer.is_similar, answer.spelling) == (0, False, None)
    assert answer.counts["year"] == {"2023": 1}


def test_extracts_are_plain_text_between_marks(world):
    answer = world.ask("métadonnées")

    marked = f"Une seconde phrase parle de {MARK_START}métadonnées{MARK_END}."
    assert [hit.extract for hit in answer.hits] == [marked]
    assert world.ask("découvrabilité").hits[0].extract is None
    exact = world.ask('"seconde phrase"').hits[0].extract.replace(f"{MARK_END} {MARK_START}", " ")
    assert exact == f"Une {MARK_START}seconde phrase{MARK_END} parle de métadonnées."


def test_slips_are_forgiven_and_spelt(world):
    answer = world.ask("decouvrablite des metadonnes")

    assert [hit.pk for hit in answer.hits] == [world.pages["discoverability"].pk]
    assert (answer.is_similar, answer.spelling) == (True, "découvrabilité des métadonnées")
    assert world.ask("intelligance").spelling == "intelligence"
    # What is found needs no other spelling.
    assert world.ask("intelligence").spelling is None
    assert world.ask("zzyzx").spelling is None


def test_most_of_many_words_are_enough(world):
    answer = world.ask("comment les entreprises québécoises se font voir en dansant")

    assert (world.found("comment entreprises québécoises font voir dansant"), answer.is_similar) == (
        ["discoverability"],
        True,
    )


def test_partners_and_people_stand_beside(world):
    answer = world.ask("CRIM")
    assert (answer.partners, answer.people) == ([world.crim_page.pk], [])
    assert world.ask("Lienne").partners == [world.lienne_page.pk]
    assert world.ask("belanger").people == [world.person.pk]
    assert world.ask("belangé").people == [world.person.pk]
    assert world.ask("Institut du calcul").partners == [world.crim_page.pk]


def test_one_call_for_a_search_and_one_for_suggestions(world, calls, django_assert_num_queries):
    with django_assert_num_queries(1):
        world.ask("machines", chosen={"partner": ("crim",)})
    assert calls == ["/_msearch"]
    with django_assert_num_queries(1):
        world.searcher.suggest("mach", language="fr", now=NOW)
    assert calls == ["/_msearch", "/_msearch"]


SUGGESTED = {
    "l'intel": [("publication", "intelligent"), ("publication", "intelligence")],
    "l’intelligence des": [("publication", "intelligence")],
    "INTELLIGENT": [("publication", "intelligent")],
    "decou": [("publication", "discoverability")],
    "découvrabilité des con": [("publication", "discoverability")],
    "crim": [("partner", "crim")],
    "lien": [("partner", "lienne")],
    "institut": [("partner", "crim")],
    "bela": [("person", "person")],
    "gest": [("subject", "gestion")],
    "zzz": [],
    " ": [],
    "«": [],
}


def test_suggestions_while_typing(world):
    names = {(Group.PUBLICATION, page.pk): name for name, page in world.pages.items()}
    names |= {(Group.PARTNER, world.crim_page.pk): "crim", (Group.PARTNER, world.lienne_page.pk): "lienne"}
    names |= {(Group.PERSON, world.person.pk): "person", (Group.SUBJECT, make_subject("gestion").pk): "gestion"}

    def suggested(typed):
        found = world.searcher.suggest(typed, language="fr", now=NOW)
        return [(str(one.group), names[one.group, one.pk]) for one in found]

    assert {typed: sorted(suggested(typed)) for typed in SUGGESTED} == {
        typed: sorted(found) for typed, found in SUGGESTED.items()
    }


HOSTILE = [
    '"' * 200,
    "(" * 100 + ")" * 100,
    "title:* OR _exists_:pk AND NOT (a~2^9) [1 TO *] /.*/ +- && || ! \\",
    '😀 {"match_all":{}} ${jndi:x} \' OR 1=1; --',
    "a " * 100,
    "\x00\x01 ﷽" + "é" * 190,
    "%_\\%",
    "&",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_breaks_it(world, typed):
    world.ask(typed)
    world.ask(query=Query(typed.strip(), (Unit(typed[:50], is_exact=True, synonyms=(typed[:20],)), Unit(typed[:50]))))
    world.searcher.suggest(typed, language="fr", now=NOW)


def test_an_engine_that_lacks_its_index_is_unavailable(world, monkeypatch):
    monkeypatch.setattr(world.searcher.backend, "index_prefix", "nowhere-")
    with pytest.raises(Unavailable):
        world.ask("machines")
    with pytest.raises(Unavailable):
        world.searcher.suggest("mach", language="fr", now=NOW)


def test_an_engine_that_is_not_there_is_unavailable(world, monkeypatch):
    backend = world.searcher.backend
    hosts = [backend._get_host_config_from_url(url) for url in [parsed("http://127.0.0.1:9")]]
    monkeypatch.setattr(backend, "es", backend.client_class(hosts=hosts, **{backend.timeout_kwarg_name: 1}))
    with pytest.raises(Unavailable):
        world.ask("machines")


def parsed(url):
    from urllib.parse import urlparse

    return urlparse(url)


def test_what_expires_is_not_found_before_the_index_hears(world):
    """Nothing changes when the hour comes: the index judges by the hour that it is told."""
    page = world.pages["walking"]
    page.expire_at = NOW + timedelta(hours=1)
    page.save()
    carry(now=timezone.now())
    try:
        assert "walking" in world.found("promenade")
        assert world.found("promenade", now=NOW + timedelta(hours=2)) == []
        assert world.ask(now=NOW + timedelta(hours=2)).total == 5
    finally:
        page.expire_at = None
        page.save()
        carry(now=timezone.now())


def test_what_waits_is_judged_by_the_database(world):
    """The index is behind: what it still shows may be hidden, and its extracts may be old."""
    page, other = world.pages["discoverability"], world.pages["intelligence"]
    restriction = PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")
    page.save()
    other.save()
    try:
        answer = world.ask("information")
        assert answer.hits == [Hit(other.pk, None)]
        assert world.found("découvrabilité") == []
        assert "gestion" not in world.ask().counts["subject"]
        assert world.searcher.suggest("décou", language="fr", now=NOW) == []
        assert world.ask("decouvrablite").spelling is None
    finally:
        restriction.delete()
        carry(now=timezone.now())
    assert world.found("découvrabilité") == ["discoverability"]


def test_what_waits_for_another_index_changes_nothing(world):
    IndexChange.objects.create(
        backend="database", model="wagtailcore.Page", object_id=str(world.pages["discoverability"].pk)
    )
    assert world.ask("métadonnées").hits[0].extract is not None
    IndexChange.objects.all().delete()


@pytest.mark.parametrize("weighed", [200, 3])
def test_no_page_of_results_is_out_of_reach(world, monkeypatch, weighed):
    """Nor is a value of a facet: an engine gives ten where it is not asked for more."""
    monkeypatch.setattr("search.engine.bodies.WEIGHED", weighed)
    partner = world.lienne_page
    # The last to be written is the first to be found: among what is not weighed, the order of the index is another.
    made = [make_article(partner, title=f"Ruban{' de soie' * (12 - number)}", rows=row(number)) for number in range(12)]
    carry(now=timezone.now())
    try:
        query = read("ruban")
        asked = [
            world.searcher.search(Question(query=query, language="fr", now=NOW, offset=offset, size=5, sort=sort))
            for sort in Sort
            for offset in (0, 5, 10)
        ]
        assert {answer.total for answer in asked} == {12}
        pks = [hit.pk for answer in asked for hit in answer.hits]
        assert sorted(pks[:12]) == sorted(pks[12:]) == [page.pk for page in made]
        assert len(asked[0].counts["subject"]) == 12
        assert world.ask(query=query, size=20).total == 12
        deep = Question(query=Query(), language="fr", now=NOW, offset=99_990, size=10)
        assert world.searcher.search(deep).hits == []
    finally:
        for page in made:
            page.delete()
        carry(now=timezone.now())


def row(number):
    from partners.models import PublicationSubject

    return {"subjects": [PublicationSubject(subject=make_subject(f"ruban-{number}"))]}


def test_counts_name_every_facet(world):
    assert tuple(world.ask().counts) == FACETS


def test_suggestions_hold_no_hidden_person(world):
    world.person.is_confirmed = False
    world.person.save()
    try:
        assert world.searcher.suggest("bela", language="fr", now=NOW) == []
        assert world.ask("belanger").people == []
    finally:
        world.person.is_confirmed = True
        world.person.save()
        carry(now=timezone.now())
    assert world.searcher.suggest("bela", language="fr", now=NOW) == [Suggested(Group.PERSON, world.person.pk)]
