"""Labels that stand in one record with their French: those whose English is missing.

Vocabularies, people, settings and entries of menus have no page of their own in each language. A pair of fields is
found by its names, `<name>_fr` and `<name>_en`: a model that is added tomorrow is looked through from the start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q
from django.urls import reverse
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import Page


@dataclass(frozen=True)
class Gap:
    """One label without English: of what record, of which kind, which field, and what it says in French."""

    record: str
    kind: str
    field: str
    french: str
    url: str


def gaps() -> list[Gap]:
    """Every label without English, by kind of record. One query for each model that has labels."""
    finder = AdminURLFinder()
    found = [gap for model, pairs in _bilingual() for gap in _gaps_of(model, pairs, finder)]
    return sorted(found, key=lambda gap: (gap.kind, gap.record, gap.field))


def _bilingual() -> Iterator[tuple[type[Model], list[tuple[Field, Field]]]]:
    """The models with pairs of fields, and their pairs."""
    for model in apps.get_models():
        if issubclass(model, Page):
            continue
        fields = {field.name: field for field in model._meta.concrete_fields}
        pairs = [
            (field, fields[english])
            for name, field in fields.items()
            if name.endswith("_fr") and (english := f"{name.removesuffix('_fr')}_en") in fields
        ]
        if pairs:
            yield model, pairs


def _gaps_of(model: type[Model], pairs: list[tuple[Field, Field]], finder: AdminURLFinder) -> Iterator[Gap]:
    missing = reduce(or_, (Q(**{english.name: ""}) & ~Q(**{french.name: ""}) for french, english in pairs))
    parents = [field.name for field in model._meta.concrete_fields if isinstance(field, ParentalKey)]
    kind = capfirst(str(model._meta.verbose_name))
    records: Any = model._default_manager.filter(missing)  # noqa: SLF001 -- Django documents it
    for record in records.select_related(*parents) if parents else records:
        for french, english in pairs:
            words = getattr(record, french.name)
            if words and not getattr(record, english.name):
                label = capfirst(str(english.verbose_name))
                yield Gap(str(record), kind, label, words, _edit_url(record, parents, finder))


def _edit_url(record: Any, parents: list[str], finder: AdminURLFinder) -> str:
    """Where a record is changed: with the record to which it belongs, if it has no page of its own."""
    if isinstance(record, BaseGenericSetting):
        names = (record._meta.app_label, record._meta.model_name)
        return reverse("wagtailsettings:edit", args=[*names, record.pk])
    if url := finder.get_edit_url(record):
        return url
    return next((_edit_url(getattr(record, name), [], finder) for name in parents), "")
