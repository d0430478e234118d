"""Who answers: without an engine the database, and nothing says so. Engines that fail are in tests/search/engine."""

import pytest
from django.utils import timezone

from search import breaker
from search.answering import answer, suggest
from search.backends.configuration import configured
from search.carrying import carry
from search.contract import Answer, Hit, Query, Question, QuestionRefused, Suggested, Unavailable, Unit
from search.enums import Group
from search.models import IndexChange
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page


@pytest.fixture(autouse=True)
def _closed():
    breaker.reset()
    yield
    breaker.reset()


@pytest.fixture
def article(tree):
    page = make_article(make_partner_page(tree.fr), title="La trame")
    carry(now=timezone.now())
    return page


def question(word="trame"):
    return Question(query=Query(word, (Unit(word),)), language="fr", now=timezone.now())


class Engine:
    """An engine that answers, or does not; `asked` counts."""

    def __init__(self, *, works, why=Unavailable):
        self.works, self.why, self.asked = works, why, 0

    def __call__(self):
        return self

    def search(self, _question):
        return self._said(Answer(total=1, hits=[Hit(42)]))

    def suggest(self, _typed, **_options):
        return self._said([Suggested(Group.PUBLICATION, 42)])

    def _said(self, found):
        self.asked += 1
        if not self.works:
            message = "refused"
            raise self.why(message)
        return found


@pytest.fixture
def engine(settings, monkeypatch):
    """A function that puts an engine before the database: `engine(works=…)`."""
    pytest.importorskip("search.engine.searcher")

    def put(**options):
        found = Engine(**options)
        url = "elasticsearch+http://127.0.0.1:9"
        database = settings.DATABASES["default"]["ENGINE"]
        settings.WAGTAILSEARCH_BACKENDS = configured(url, database=database)
        monkeypatch.setattr("search.engine.searcher.EngineSearcher", found)
        return found

    return put


def test_without_an_engine_the_database_answers_and_stands_in_for_nobody(article):
    found = answer(question())
    assert ([hit.pk for hit in found.hits], found.is_fallback) == ([article.pk], False)
    assert suggest("tram", language="fr", now=timezone.now()) == [Suggested(Group.PUBLICATION, article.pk)]


def test_an_engine_that_is_well_answers(article, engine):
    engine(works=True)
    found = answer(question())
    assert ([hit.pk for hit in found.hits], found.is_fallback) == ([42], False)
    assert suggest("tram", language="fr", now=timezone.now()) == [Suggested(Group.PUBLICATION, 42)]


def test_the_database_stands_in_for_an_engine_that_fails_and_says_so(article, engine):
    engine(works=False)
    found = answer(question())
    assert ([hit.pk for hit in found.hits], found.is_fallback) == ([article.pk], True)


def test_an_engine_that_has_failed_is_left_alone(article, engine):
    broken = engine(works=False)
    for _reader in range(3):
        answer(question())
        suggest("tram", language="fr", now=timezone.now())
    assert broken.asked == 1


def test_a_question_that_an_engine_refuses_spares_nobody_the_engine(article, engine):
    well = engine(works=False, why=QuestionRefused)
    for _reader in range(3):
        found = answer(question())
        assert ([hit.pk for hit in found.hits], found.is_fallback) == ([article.pk], True)
    assert well.asked == 3


def test_an_engine_that_is_well_again_is_asked_again(article, engine, monkeypatch):
    one = engine(works=False)
    answer(question())
    one.works = True
    monkeypatch.setattr(breaker, "SPARED", 0)
    breaker.failed()
    assert not answer(question()).is_fallback
    assert not breaker.is_open()


def test_with_too_many_changes_waiting_the_database_answers(article, settings, monkeypatch):
    """An engine that is so far behind has nothing true to say; it is not even called."""
    pytest.importorskip("elasticsearch")
    settings.WAGTAILSEARCH_BACKENDS = configured(
        "elasticsearch+http://127.0.0.1:9", database=settings.DATABASES["default"]["ENGINE"]
    )
    monkeypatch.setattr("search.engine.waiting.MOST_WAITING", 1)
    for key in ("1", "2"):
        IndexChange.objects.create(backend="default", model="wagtailcore.Page", object_id=key)
    assert answer(question()).is_fallback
