"""Rebuilds of the database's index; those of the engines are in tests/search/engine."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from search import rebuilding
from search.carrying import carry
from search.checking import differences
from search.models import IndexChange, IndexRebuild
from search.rebuilding import Busy, Lost, rebuild
from tests.factories.core import make_subject
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page


@pytest.fixture
def article(tree):
    page = make_article(make_partner_page(tree.fr), title="La trame")
    make_subject()
    IndexChange.objects.all().delete()
    return page


@pytest.fixture
def small(monkeypatch):
    """Chunks of two."""
    monkeypatch.setattr(rebuilding, "CHUNK", 2)


@pytest.mark.usefixtures("small")
def test_a_rebuild_indexes_everything(article):
    work = rebuild("default")
    assert work.done == work.total > Page.objects.count()
    assert [page.pk for page in type(article).objects.search("trame")] == [article.pk]
    assert list(differences("default")) == []


@pytest.mark.usefixtures("small")
def test_what_is_gone_is_taken_away(article):
    rebuild("default")
    held = IndexEntry.objects.get(object_id=str(article.pk), content_type=article.content_type_id)
    held.pk, held.object_id = None, "987654"
    held.save()
    rebuild("default")
    assert list(differences("default")) == []


def test_no_moment_is_without_the_index(article):
    rebuild("default")
    seen = []
    rebuild("default", watch=lambda _work: seen.append([page.pk for page in type(article).objects.search("trame")]))
    assert len(seen) > 2
    assert {tuple(found) for found in seen} == {(article.pk,)}


def test_a_change_made_meanwhile_is_carried_afterwards(article):
    def edit(_work):
        if not IndexChange.objects.exists():
            article.title = "La laine"
            article.save()
            # The worker is at it all the time.
            assert carry(now=timezone.now()) == 0

    rebuild("default", watch=edit)
    assert IndexChange.objects.count() == 1
    carry(now=timezone.now())
    assert list(differences("default")) == []
    assert [page.pk for page in type(article).objects.search("laine")] == [article.pk]


def test_one_rebuild_at_a_time(article):
    refused = []

    def begin_another(_work):
        with pytest.raises(Busy):
            rebuild("default")
        refused.append(True)

    rebuild("default", watch=begin_another)
    assert refused
    assert not IndexRebuild.objects.exists()


def test_a_rebuild_that_was_killed_is_taken_over_after_a_minute(article):
    long_ago = timezone.now() - timedelta(seconds=61)
    IndexRebuild.objects.create(backend="default", token="killed", started_at=long_ago, beat_at=long_ago)
    rebuild("default")
    assert not IndexRebuild.objects.exists()


def test_a_rebuild_that_was_taken_over_stops(article, monkeypatch):
    monkeypatch.setattr(rebuilding, "BEAT", 0)

    def take_over(_work):
        IndexRebuild.objects.update(token="another")

    with pytest.raises(Lost):
        rebuild("default", watch=take_over)
    # Its own row is the other's now.
    assert IndexRebuild.objects.get().token == "another"


def test_an_error_leaves_nothing_waiting(article):
    with pytest.raises(ZeroDivisionError):
        rebuild("default", watch=lambda _work: 1 / 0)
    assert not IndexRebuild.objects.exists()


def test_what_is_refused_waits(article, monkeypatch):
    monkeypatch.setattr("partners.models.PublicationPage.search_names", lambda _page: 1 / 0)
    work = rebuild("default")
    assert list(work.refused) == [(type(article), str(article.pk))]
    assert list(IndexChange.objects.values_list("model", "object_id")) == [("wagtailcore.Page", str(article.pk))]


def test_the_command_says_how_far_it_is(article, capsys):
    call_command("search_index", rebuild=True)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("default:   0 %  0/") or said[0].startswith("default:")
    assert said[-1].endswith("objects indexed.")
    assert any("100 %" in line for line in said)


def test_the_command_tells_of_another_rebuild(article):
    now = timezone.now()
    IndexRebuild.objects.create(backend="default", token="other", started_at=now, beat_at=now)
    with pytest.raises(CommandError, match="another rebuild goes on"):
        call_command("search_index", rebuild=True, verbosity=0)
