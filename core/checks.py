"""Conventions of the project that a machine can hold, as Django system checks."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin

WORDS = (models.CharField, models.TextField, StreamField)
NOT_WORDS = (models.URLField, models.EmailField, models.SlugField, models.UUIDField)


@register
def children_with_words_are_translatable(**_kwargs: Any) -> list[CheckMessage]:
    """portal.E001: a child row of a page that holds words must inherit `TranslatableMixin`.

    wagtail-localize copies any other child as it is: its French would stand in the English page.
    """
    return [
        Error(
            f"{model._meta.label}.{field.name} holds words that would stay French in the English page.",
            hint="Let the model inherit wagtail.models.TranslatableMixin before Orderable.",
            obj=model,
            id="portal.E001",
        )
        for model in _children_of_pages()
        if not issubclass(model, TranslatableMixin)
        for field in _fields_with_words(model)
    ]


@register
def no_many_to_many_on_pages(**_kwargs: Any) -> list[CheckMessage]:
    """portal.E002: a page has child rows, no many-to-many, which wagtail-localize copies once and never updates."""
    return [
        Error(
            f"{model._meta.label}.{field.name} is a many-to-many field on a page.",
            hint="Use an Orderable through model with a ParentalKey.",
            obj=model,
            id="portal.E002",
        )
        for model in _own_models()
        if issubclass(model, Page)
        for field in model._meta.local_many_to_many
    ]


def _own_models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if not model.__module__.startswith(("wagtail", "django")))


def _children_of_pages() -> Iterator[type[models.Model]]:
    for model in _own_models():
        if any(isinstance(f, ParentalKey) and issubclass(f.related_model, Page) for f in model._meta.fields):
            yield model


def _fields_with_words(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.fields:
        if isinstance(field, WORDS) and not isinstance(field, NOT_WORDS) and not field.choices:
            yield field
