"""What readers may not see is never found, counted, suggested nor shown, on any engine.

Of each sort there are two: one of which the index knows, and one of which it is behind, and still has as it was when
everybody saw it.
"""

import json
import secrets

import pytest
from django.conf import settings
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from scripts.engine_files import Kind
from search import answering, breaker, synonyms
from search.backends.configuration import configured
from search.carrying import carry
from search.contract import Question, Suggested
from search.enums import Group
from search.models import IndexChange
from search.words import read
from tests.engine.asking import remove_indices
from tests.factories.moderation import as_stored
from tests.factories.tree import plant
from tests.portal.kept import kept, store_in
from tests.search.hidden import CANARIES, SECRET, SEEN, build, hide
from tests.search.indexing import refresh

pytestmark = pytest.mark.django_db

ENGINES = [*(pytest.param(kind, marks=pytest.mark.engine, id=kind) for kind in Kind), "database"]
NOTHING = (0, [], {}, 0, [], [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hidden")


@pytest.fixture(autouse=True)
def data_dir(folder):
    store_in(folder)
    return folder


@pytest.fixture(scope="module", params=ENGINES)
def world(request, django_db_setup, django_db_blocker, folder):
    url = "database" if request.param == "database" else request.getfixturevalue(f"{request.param}_url")
    prefix = f"test-{secrets.token_hex(6)}-"
    backends = configured(url, database=settings.DATABASES["default"]["ENGINE"], prefix=prefix)
    # On a busy machine, the database would answer in the place of the engine.
    backends["default"]["TIMEOUT"] = 30
    breaker.reset()
    with override_settings(WAGTAILSEARCH_BACKENDS=backends), kept(django_db_blocker, folder):
        world = build(plant())
        carry(now=timezone.now())
        hide(world, "known")
        carry(now=timezone.now())
        assert not IndexChange.objects.exists()
        hide(world, "waiting")
        assert IndexChange.objects.exists()
        refresh()
        yield world
    if url != "database":
        remove_indices(url, prefix)


def ask(words="", language="fr", **chosen):
    """What the search page asks."""
    question = Question(
        query=read(words, synonyms.load()), language=language, now=timezone.now(), chosen=chosen, size=50
    )
    answer = answering.answer(question)
    assert not answer.is_fallback
    return answer


def told(answer):
    """Everything that an answer tells of what there is."""
    return (
        answer.total,
        [hit.pk for hit in answer.hits],
        {facet: found for facet, counts in answer.counts.items() if (found := {k: n for k, n in counts.items() if n})},
        answer.elsewhere,
        answer.partners,
        answer.people,
    )


def only(world, language="fr"):
    """What is told of the one publication of a language that readers may see."""
    page = world.seen[language]
    co_publisher = page.co_publications.get().partner.slug
    counts = {
        "type": {"article": 1},
        "kind": {"nouvelle": 1},
        "subject": {f"sujet-{SEEN}": 1},
        "partner": {"maison-voisine": 1, co_publisher: 1},
        "year": {"2023": 1},
    }
    return (1, [page.pk], counts, 1, [], [])


def misspelt(word):
    return word[:4] + word[5:]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_hidden_is_listed_nor_counted(world, language):
    assert told(ask(language=language)) == only(world, language)


@pytest.mark.parametrize("words", ["commun", "quotidien", SECRET, '"au quotidien"', "résumé comun"])
def test_words_that_all_share_find_what_is_seen(world, words):
    answer = ask(words)

    assert [hit.pk for hit in answer.hits] == [world.seen["fr"].pk]
    assert answer.total == 1
    extracts = " ".join(hit.extract or "" for hit in answer.hits)
    assert [canary for canary in CANARIES.values() if canary in extracts] == []


def test_extracts_quote_nothing_that_was_taken_out(world):
    page = as_stored(world.seen["fr"])
    page.body = [("text", "<p>Le texte commun est réécrit.</p>")]
    page.save()

    extracts = [hit.extract or "" for words in (SECRET, "commun") for hit in ask(words).hits]
    assert [extract for extract in extracts if SECRET in extract] == []


def test_own_words_find_nothing(world):
    found = {state: ask(canary) for state, canary in CANARIES.items()}

    assert {state: told(answer) for state, answer in found.items()} == dict.fromkeys(CANARIES, NOTHING)


def test_words_nearly_their_own_find_nothing_and_are_not_corrected(world):
    found = {state: ask(misspelt(canary)) for state, canary in CANARIES.items()}

    assert {state: told(answer) for state, answer in found.items()} == dict.fromkeys(CANARIES, NOTHING)
    assert {answer.spelling for answer in found.values()} & set(CANARIES.values()) == set()


def test_what_is_seen_is_found_beside(world):
    """Were nothing indexed, every other test would pass."""
    answer = ask(SEEN)

    assert [hit.pk for hit in answer.hits] == [world.seen["fr"].pk]
    assert answer.elsewhere == 1


def test_filters_find_nothing(world):
    found = {state: ask(subject=(f"sujet-{canary}",)).total for state, canary in CANARIES.items()}

    assert found == dict.fromkeys(CANARIES, 0)


def test_nothing_hidden_is_suggested(world):
    now = timezone.now()
    found = {state: answering.suggest(canary[:7], language="fr", now=now) for state, canary in CANARIES.items()}

    assert {state: suggested for state, suggested in found.items() if suggested} == {}
    seen = world.seen["fr"].pk
    for typed in ("un commun", SEEN[:7]):
        assert answering.suggest(typed, language="fr", now=now) == [Suggested(Group.PUBLICATION, seen)]


def test_page_shows_nothing_hidden(world, client):
    for canary in CANARIES.values():
        text = client.get("/fr/recherche/", {"q": canary}).content.decode()
        assert SECRET not in text
        assert [start for start in ("commun", "Cercle", "Prénom", "Version") if f"{start} {canary}" in text] == []


def test_feed_holds_nothing_hidden(world, client):
    for canary in CANARIES.values():
        feed = json.loads(client.get("/fr/recherche/", {"q": canary, "format": "json"}).content)
        assert (feed["items"], feed["_search"]["total"]) == ([], 0)
        assert SECRET not in json.dumps(feed)


def test_suggestions_of_the_page_hold_nothing_hidden(world, client):
    for canary in CANARIES.values():
        groups = json.loads(client.get(reverse("search_suggestions"), {"q": canary[:7]}).content)["groups"]
        assert groups == []


@pytest.mark.parametrize("view", ["wagtailadmin_pages:search", "wagtailadmin_choose_page_search"])
def test_another_partner_finds_nothing_hidden(world, client, view):
    client.force_login(world.stranger)
    # What is over is found there as long as its address answers: for a minute at most.
    for state in CANARIES.keys() - {"expired, known", "expired, waiting"}:
        canary = CANARIES[state]
        text = client.get(reverse(view), {"q": canary}).content.decode()
        assert f"commun {canary}" not in text, state
        assert f"Version {canary}" not in text, state
