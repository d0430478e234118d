"""The conventions, held against models that break them and against the project."""

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page, TranslatableMixin, pages

from core import checks
from home.models import StandardPage


@pytest.fixture
def throw_away(monkeypatch):
    """Let models be declared that the rest of the suite never sees, and point the checks at them alone."""
    monkeypatch.setattr(pages, "PAGE_MODEL_CLASSES", list(pages.PAGE_MODEL_CLASSES))
    with isolate_apps("home") as isolated:
        monkeypatch.setattr(checks, "apps", isolated)
        yield


def told(messages):
    return [(message.id, message.msg) for message in messages]


def test_a_child_row_with_words_must_be_translatable(throw_away):
    class Caption(Orderable):
        page = ParentalKey(StandardPage, on_delete=models.CASCADE, related_name="+")
        words = models.CharField(max_length=10)
        more = models.TextField()
        address = models.URLField()
        mail = models.EmailField()
        code = models.SlugField()
        kind = models.CharField(max_length=1, choices=[("a", "A")])
        day = models.DateField()

        class Meta:
            app_label = "home"

    sentence = "home.Caption.{} holds words that would stay French in the English page."
    assert told(checks.children_with_words_are_translatable()) == [
        ("portal.E001", sentence.format("words")),
        ("portal.E001", sentence.format("more")),
    ]


def test_a_translatable_child_row_and_rows_of_other_models_are_no_error(throw_away):
    class Caption(TranslatableMixin, Orderable):
        page = ParentalKey(StandardPage, on_delete=models.CASCADE, related_name="+")
        words = models.CharField(max_length=10)

        class Meta(TranslatableMixin.Meta, Orderable.Meta):
            app_label = "home"

    class Note(models.Model):
        page = models.ForeignKey(StandardPage, on_delete=models.CASCADE, related_name="+")
        words = models.CharField(max_length=10)

        class Meta:
            app_label = "home"

    assert told(checks.children_with_words_are_translatable()) == []


def test_a_page_has_no_many_to_many_field(throw_away):
    class Tagged(models.Model):
        class Meta:
            app_label = "home"

    class LoosePage(Page):
        others = models.ManyToManyField(Tagged, related_name="+")
        page_ptr = models.OneToOneField(Page, on_delete=models.CASCADE, parent_link=True, related_name="+")

        class Meta:
            app_label = "home"

    class Loose(models.Model):
        others = models.ManyToManyField(Tagged, related_name="+")

        class Meta:
            app_label = "home"

    assert told(checks.no_many_to_many_on_pages()) == [
        ("portal.E002", "home.LoosePage.others is a many-to-many field on a page.")
    ]


def test_the_project_keeps_its_conventions():
    assert told(checks.children_with_words_are_translatable()) == []
    assert told(checks.no_many_to_many_on_pages()) == []


def test_the_checks_are_registered():
    ours = {checks.children_with_words_are_translatable, checks.no_many_to_many_on_pages}
    assert ours <= set(registry.get_checks())


def test_every_check_of_the_project_passes(db):
    assert [str(message) for message in run_checks() if message.is_serious()] == []
