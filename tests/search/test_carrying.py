"""The database is the index here; the engines' own tests are in tests/search/engine."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from partners.models import Partner
from search import carrying
from search.carrying import carry
from search.contract import Unavailable
from search.models import IndexChange, IndexRebuild
from tests.factories.core import make_subject
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page

# An entry without a word, on either database.
EMPTY = {"title": "", "body": "", "autocomplete": ""}

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.fixture
def article(tree):
    page = make_article(make_partner_page(tree.fr), title="La trame")
    carry(now=NOW)
    return page


def test_what_is_carried_can_be_found_and_no_longer_waits(article):
    assert [page.pk for page in type(article).objects.search("trame")] == [article.pk]
    assert not IndexChange.objects.exists()


def test_what_was_saved_several_times_is_carried_as_it_is_now(article):
    for title in ("Le fil", "La laine"):
        article.title = title
        article.save()
    carry(now=NOW)
    found = [[page.pk for page in type(article).objects.search(word)] for word in ("trame", "fil", "laine")]
    assert found == [[], [], [article.pk]]


def test_how_many_changes_were_carried(article):
    make_subject("un")
    make_subject("deux")
    article.save()
    assert carry(now=NOW) == 3
    assert carry(now=NOW) == 0


def test_what_was_deleted_is_taken_away(article):
    key = str(article.pk)
    article.delete()
    # As one that another worker had just carried.
    IndexEntry.objects.create(content_type_id=article.content_type_id, object_id=key, **EMPTY)
    carry(now=NOW)
    assert not IndexEntry.objects.filter(object_id=key, content_type__model="articlepage").exists()


def test_a_model_that_is_gone_keeps_nothing_waiting(article):
    IndexChange.objects.create(backend="default", model="weaving.Loom", object_id="1")
    assert carry(now=NOW) == 1
    assert not IndexChange.objects.exists()


def test_a_change_for_an_index_that_is_no_longer_configured_goes_to_the_one_that_is(article):
    IndexChange.objects.create(backend="database", model="wagtailcore.Page", object_id=str(article.pk))
    IndexEntry.objects.all().delete()
    carry(now=NOW)
    assert [page.pk for page in type(article).objects.search("trame")] == [article.pk]


def test_a_document_that_is_refused_waits_and_does_not_stop_the_others(article, tree, monkeypatch, caplog):
    other = make_article(Page.objects.get(pk=article.get_parent().pk), title="Autre trame")
    inner = carrying.write

    def refuse(backend, root, objs, gone):
        kept = [one for one in objs if one.pk != other.pk]
        return inner(backend, root, kept, gone) | {str(one.pk): "no" for one in objs if one.pk == other.pk}

    with monkeypatch.context() as patch:
        patch.setattr(carrying, "write", refuse)
        article.title = "La laine"
        article.save()
        for _turn in range(3):
            carry(now=NOW)
    waiting = IndexChange.objects.values_list("model", "object_id")
    assert list(waiting) == [("wagtailcore.Page", str(other.pk))]
    assert [page.pk for page in type(article).objects.search("laine")] == [article.pk]
    # Once, not every ten seconds.
    assert [record.levelname for record in caplog.records if "refuses" in record.message] == ["ERROR"]
    carry(now=NOW)
    assert not IndexChange.objects.exists()


def test_a_document_that_cannot_be_made_waits_and_does_not_stop_the_others(article, monkeypatch):
    other = make_article(Page.objects.get(pk=article.get_parent().pk), title="Autre trame")

    def search_names(self):
        return ["nom"] if self.pk != other.pk else 1 / 0

    with monkeypatch.context() as patch:
        patch.setattr("partners.models.PublicationPage.search_names", search_names)
        article.title = "La laine"
        article.save()
        carry(now=NOW)
    assert list(IndexChange.objects.values_list("object_id", flat=True)) == [str(other.pk)]
    assert [page.pk for page in type(article).objects.search("laine")] == [article.pk]


def test_a_change_that_comes_while_another_is_carried_stays(article, monkeypatch):
    inner = carrying.write

    def write_and_be_late(*args):
        refused = inner(*args)
        Partner.objects.get(is_portal=True).save()
        article.title = "Trop tard"
        article.save()
        return refused

    article.save()
    monkeypatch.setattr(carrying, "write", write_and_be_late)
    carry(now=NOW)
    assert sorted(IndexChange.objects.values_list("model", flat=True)) == ["partners.Partner", "wagtailcore.Page"]


def test_what_two_workers_carried_at_once_is_carried_once_more(article, monkeypatch):
    """The slower one may have written what the object was before over what it is."""
    inner = carrying.write
    slow = []

    def overtaken(*args):
        refused = inner(*args)
        if not slow:
            slow.append(True)
            carry(now=NOW)
        return refused

    article.save()
    monkeypatch.setattr(carrying, "write", overtaken)
    carry(now=NOW)
    assert list(IndexChange.objects.values_list("object_id", flat=True)) == [str(article.pk)]
    carry(now=NOW)
    assert not IndexChange.objects.exists()


def test_changes_wait_while_their_index_is_rebuilt(article):
    article.save()
    IndexRebuild.objects.create(backend="default", token="x", started_at=NOW, beat_at=NOW)
    assert carry(now=NOW + timedelta(seconds=59)) == 0
    assert IndexChange.objects.count() == 1


def test_a_rebuild_that_is_dead_keeps_nothing_waiting(article):
    article.save()
    IndexRebuild.objects.create(backend="default", token="x", started_at=NOW, beat_at=NOW)
    assert carry(now=NOW + timedelta(seconds=60)) == 1
    assert not IndexRebuild.objects.exists()


def test_an_index_that_does_not_answer_does_not_stop_the_others(article, settings, monkeypatch, caplog):
    settings.WAGTAILSEARCH_BACKENDS = {**settings.WAGTAILSEARCH_BACKENDS}
    settings.WAGTAILSEARCH_BACKENDS["other"] = settings.WAGTAILSEARCH_BACKENDS["default"]
    inner = carrying.carry_to

    def carry_to(alias, *, now):
        if alias == "default":
            message = "refused"
            raise Unavailable(message)
        return inner(alias, now=now)

    article.save()
    with monkeypatch.context() as patch:
        patch.setattr(carrying, "carry_to", carry_to)
        assert [carry(now=NOW), carry(now=NOW)] == [1, 0]
    assert list(IndexChange.objects.values_list("backend", flat=True)) == ["default"]
    assert carry(now=NOW) == 1
    said = [record.message.partition(":")[0] for record in caplog.records if record.levelname == "WARNING"]
    assert said == [
        "The search index “default” does not answer, changes wait for it",
        "The search index “default” answers again",
    ]


def test_the_cost_of_carrying_depends_on_no_number_of_pages(tree, django_assert_num_queries):
    home = make_partner_page(tree.fr)
    pages = [make_article(home) for _number in range(6)]
    carry(now=NOW)

    def cost(some):
        for page in some:
            page.save()
        with CaptureQueriesContext(connection) as queries:
            carry(now=NOW)
        return len([query for query in queries if not query["sql"].startswith("UPDATE")])

    assert cost(pages[:1]) == cost(pages)


def test_an_idle_turn_costs_little(article, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        carry(now=timezone.now())
