"""Carrying, rebuilding and checking on real engines that are well."""

from datetime import timedelta

import pytest
from django.utils import timezone
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError, Elasticsearch
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from core.models import Subject
from search import carrying, rebuilding
from search.carrying import carry
from search.checking import differences
from search.contract import Unavailable
from search.indices import backend_of, missing, send, trees
from search.models import IndexChange, IndexRebuild
from search.rebuilding import Lost, rebuild
from tests.factories.core import make_subject
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page

pytestmark = pytest.mark.engine


@pytest.fixture
def article(engine, few_indices, tree):
    page = make_article(make_partner_page(tree.fr, make_partner("CRIM")), title="La trame")
    carry(now=timezone.now())
    return page


def found(model, words):
    return [page.pk for page in get_search_backend("default").search(words, model)]


def indices(prefix):
    """The indices that the engine holds, with the aliases of each."""
    held = dict(backend_of("default").writer.indices.get_alias(index=f"{prefix}*"))
    return {name: sorted(index["aliases"]) for name, index in held.items()}


def clean():
    return [str(difference) for alias in ("default", "database") for difference in differences(alias)]


def test_a_new_site_gets_its_indices_by_itself(engine, tree):
    page = make_article(make_partner_page(tree.fr, make_partner("CRIM")), title="La trame")
    assert len(missing(backend_of("default"))) == len(trees())
    carry(now=timezone.now())
    assert missing(backend_of("default")) == []
    assert found(type(page), "trame") == [page.pk]
    rebuild("database")
    assert clean() == []


def test_changes_are_carried_and_deletions_too(article):
    subject = make_subject()
    carry(now=timezone.now())
    subject_key = subject.pk
    article.title = "La laine"
    article.save()
    Subject.objects.filter(pk=subject_key).delete()
    assert carry(now=timezone.now()) == 4
    rebuild("database")
    assert (found(type(article), "trame"), found(type(article), "laine")) == ([], [article.pk])
    assert clean() == []


def test_what_is_carried_is_found_at_once(article):
    """The outbox hides what waits; what it no longer holds must be what the engine says."""
    article.live = False
    article.save()
    carry(now=timezone.now())
    body = {"query": {"term": {"is_visible": True}}, "_source": False}
    hits = backend_of("default").es.search(index=backend_of("default").page_index(), body=body)["hits"]["hits"]
    assert str(article.pk) not in {hit["_id"] for hit in hits}


def test_a_document_that_the_engine_refuses_waits_and_does_not_stop_the_others(article, monkeypatch, caplog):
    other = make_article(Page.objects.get(pk=article.get_parent().pk), title="Autre trame")
    article.title = "La laine"
    article.save()
    inner = backend_of("default").mapping_class.get_document

    def spoiled(self, instance):
        document = inner(self, instance)
        return {**document, "sort_date": "hier"} if instance.pk == other.pk else document

    with monkeypatch.context() as patch:
        patch.setattr(backend_of("default").mapping_class, "get_document", spoiled)
        carry(now=timezone.now())
        carry(now=timezone.now())
    assert list(IndexChange.objects.values_list("backend", "object_id")) == [("default", str(other.pk))]
    assert found(type(article), "laine") == [article.pk]
    assert len([record for record in caplog.records if "refuses" in record.message]) == 1
    carry(now=timezone.now())
    rebuild("database")
    assert clean() == []


def test_a_rebuild_leaves_one_index_behind_each_name(article, engine):
    before = indices(engine)
    work = rebuild("default")
    after = indices(engine)
    assert not before.keys() & after.keys()
    assert sorted(alias for aliases in after.values() for alias in aliases) == sorted(
        backend_of("default").get_index_for_model(root).name for root in trees()
    )
    assert work.done == work.total
    assert found(type(article), "trame") == [article.pk]


def test_no_moment_of_a_rebuild_is_without_the_index(article, monkeypatch):
    monkeypatch.setattr(rebuilding, "CHUNK", 3)
    seen = []
    rebuild("default", watch=lambda _work: seen.append(tuple(found(type(article), "trame"))))
    assert len(seen) > 10
    assert set(seen) == {(article.pk,)}


def test_changes_made_during_a_rebuild_are_not_lost(article, monkeypatch):
    monkeypatch.setattr(rebuilding, "CHUNK", 3)
    gone = make_subject()
    carry(now=timezone.now())

    def edit(_work):
        article.title += "!"
        article.summary = "La laine."
        article.save()
        Subject.objects.all().delete()
        carry(now=timezone.now())

    rebuild("default", watch=edit)
    assert IndexChange.objects.filter(backend="default").exists()
    carry(now=timezone.now())
    rebuild("database")
    assert not IndexChange.objects.exists()
    assert not Subject.objects.filter(code=gone.code).exists()
    assert clean() == []


def test_a_rebuild_that_was_thought_dead_does_not_put_its_index_in_place(article, engine):
    before = indices(engine)
    article.save()

    def be_slow(work):
        if work.done:
            IndexRebuild.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
            carry(now=timezone.now())

    with pytest.raises(Lost):
        rebuild("default", watch=be_slow)
    assert indices(engine) == before


def test_a_rebuild_is_patient_with_an_engine_that_has_too_much_to_do(article, monkeypatch):
    client = type(backend_of("default").writer)
    bulk, refused = client.bulk, []

    def refuse_twice(self, *arguments, **options):
        if len(refused) < 2:
            refused.append(too_much(client))
            raise refused[-1]
        return bulk(self, *arguments, **options)

    monkeypatch.setattr(client, "bulk", refuse_twice)
    monkeypatch.setitem(rebuilding.PATIENCE, "initial_backoff", 0)
    rebuild("default")
    rebuild("database")
    assert len(refused) == 2
    assert clean() == []


def test_a_rebuild_gives_up_where_the_engine_stays_so(article, monkeypatch, engine):
    before = indices(engine)
    client = type(backend_of("default").writer)

    def refuse(self, *arguments, **options):
        raise too_much(client)

    monkeypatch.setattr(client, "bulk", refuse)
    monkeypatch.setitem(rebuilding.PATIENCE, "initial_backoff", 0)
    with pytest.raises(Unavailable, match="429"):
        rebuild("default")
    assert indices(engine) == before


def too_much(client):
    """What a client raises when its engine has no memory for more."""
    if issubclass(client, Elasticsearch):
        node = NodeConfig("http", "localhost", 9200)
        meta = ApiResponseMeta(429, http_version="1.1", headers=HttpHeaders(), duration=0.1, node=node)
        return ApiError("circuit_breaking_exception", meta, {})
    from opensearchpy import TransportError  # it can be imported once the backend has been

    return TransportError(429, "circuit_breaking_exception", {})


def test_merging_is_no_condition(article, monkeypatch):
    asked = []

    def refuse(*arguments, **options):
        asked.append(options["max_num_segments"])
        raise OSError

    monkeypatch.setattr(backend_of("default").patient.indices, "forcemerge", refuse)
    rebuild("default")
    rebuild("database")
    assert asked == [1]
    assert clean() == []


def test_what_killed_rebuilds_left_is_removed_by_the_next(article, engine):
    backend = backend_of("default")
    orphan = f"{backend.page_index()}_0rphan0"
    kept = f"{engine}elsewhere"
    for name in (orphan, kept):
        backend.writer.indices.create(index=name)
    rebuild("default")
    left = indices(engine)
    assert (orphan in left, kept in left) == (False, True)


def test_an_index_made_by_mistake_under_the_name_gives_way(article, engine):
    backend = backend_of("default")
    name = backend.page_index()
    for index, aliases in indices(engine).items():
        if aliases == [name]:
            backend.index_class(backend, index).delete()
    send(backend, name, [{"_id": "1", "_source": {"title": "par erreur"}}])
    assert name in indices(engine)
    carry(now=timezone.now())
    assert name not in indices(engine)
    assert found(type(article), "trame") == [article.pk]


def test_every_kind_of_difference_is_told(article, engine, tree):
    rebuild("database")
    backend = backend_of("default")
    name = backend.page_index()
    other = make_article(Page.objects.get(pk=article.get_parent().pk))
    IndexChange.objects.all().delete()
    type(article)._base_manager.filter(pk=article.pk).update(summary="Autre")
    send(backend, name, [{"_id": "987654", "_source": {"pk": "987654"}}], refresh=True)
    subjects = backend.get_index_for_model(Subject).name
    for index, aliases in indices(engine).items():
        if aliases == [subjects]:
            backend.index_class(backend, index).delete()
    assert sorted(str(difference) for difference in differences("default")) == [
        f"missing: articles.ArticlePage {other.pk}",
        "no index of core.Subject",
        f"not up to date: articles.ArticlePage {article.pk}",
        "too much: wagtailcore.Page 987654",
    ]


def test_an_index_of_another_release_is_told(article, monkeypatch):
    rebuild("database")
    settings = {**backend_of("default").settings}
    settings["settings"] = {**settings["settings"], "index": {**settings["settings"]["index"], "max_result_window": 9}}
    monkeypatch.setattr(type(backend_of("default")), "settings", settings)
    assert {difference.what for difference in differences("default")} == {"made for another release, index of"}


def test_what_waited_for_the_database_before_there_was_an_engine_still_does(article, engine):
    """Both wait under the same name: the database's own has another one as soon as there is an engine."""
    backend = backend_of("default")
    for index in indices(engine):
        backend.index_class(backend, index).delete()
    rebuild("database")
    type(article)._base_manager.filter(pk=article.pk).update(summary="La laine")
    IndexChange.objects.all().delete()
    IndexChange.objects.create(backend="default", model="wagtailcore.Page", object_id=str(article.pk))
    carry(now=timezone.now())
    carry(now=timezone.now())
    assert clean() == []


def test_a_large_backlog_is_carried_in_chunks(article, monkeypatch):
    monkeypatch.setattr(carrying, "CHUNK", 2)
    subjects = [make_subject(f"s-{number}") for number in range(5)]
    assert carry(now=timezone.now()) == 2 * len(subjects)
    rebuild("database")
    assert clean() == []
