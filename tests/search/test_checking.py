"""What differs between the database's index and the database; the engines' are in tests/search/engine."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from core.models import Subject
from partners.models import PublicationPage
from search.carrying import carry
from search.checking import differences
from search.models import IndexChange
from search.rebuilding import rebuild
from tests.factories.core import make_subject
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page


@pytest.fixture
def article(tree):
    page = make_article(make_partner_page(tree.fr), title="La trame")
    rebuild("default")
    IndexChange.objects.all().delete()
    return page


def found():
    return sorted(str(difference) for difference in differences("default"))


def test_an_index_that_says_what_the_database_says(article, capsys):
    assert found() == []
    call_command("search_index", check=True)
    assert capsys.readouterr().out == "default: the index says what the database says.\n"


def test_what_is_missing_is_told(article):
    subject = make_subject()
    IndexChange.objects.all().delete()
    assert found() == [f"missing: core.Subject {subject.pk}"]


def test_what_is_too_much_is_told(article):
    subject = make_subject()
    carry(now=timezone.now())
    Subject.objects.filter(pk=subject.pk)._raw_delete("default")
    assert found() == [f"too much: core.Subject {subject.pk}"]


def test_what_has_another_type_by_now_is_told(article):
    entry = IndexEntry.objects.get(object_id=str(article.pk), content_type=article.content_type_id)
    entry.content_type_id = Page.objects.get(depth=1).content_type_id
    entry.save()
    label = article._meta.label
    assert found() == [f"missing: {label} {article.pk}", f"too much: wagtailcore.Page {article.pk}"]


@pytest.mark.parametrize("column", ["title", "summary"])
def test_what_is_not_up_to_date_is_told(article, column):
    type(article)._base_manager.filter(pk=article.pk).update(**{column: "La laine"})
    assert found() == [f"not up to date: articles.ArticlePage {article.pk}"]


def test_what_only_weighs_is_compared_too(article):
    """A name stands in no extract, but is found."""
    partner = PublicationPage.objects.get(pk=article.pk).lead_partner
    type(partner)._base_manager.filter(pk=partner.pk).update(acronym="ACR")
    assert f"not up to date: articles.ArticlePage {article.pk}" in found()


def test_what_waits_is_told(article):
    make_subject()
    article.save()
    assert [line for line in found() if line.startswith("waits")] == [
        f"waits to be brought: core.Subject {Subject.objects.get().pk}",
        f"waits to be brought: wagtailcore.Page {article.pk}",
    ]


def test_a_difference_ends_the_command_with_status_1(article, capsys):
    subject = make_subject()
    IndexChange.objects.all().delete()
    with pytest.raises(CommandError, match="1 difference") as raised:
        call_command("search_index", check=True)
    assert raised.value.returncode == 1
    assert capsys.readouterr().out == f"default: missing: core.Subject {subject.pk}\n"


def test_one_index_may_be_named(article, capsys):
    call_command("search_index", check=True, backend="default")
    with pytest.raises(CommandError):
        call_command("search_index", "--check", "--backend=none")
