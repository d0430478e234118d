"""What a French text says to its translators, at different times, and how far apart two of these are."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import TranslationSource

from partners.workflow.digest import digest_of_values, plain
from translation.models import SourceVersion, VersionPassage


@dataclass(frozen=True)
class Passage:
    """A string at its place: the keys of wagtail-localize's context and string."""

    context: int
    string: int


@dataclass(frozen=True)
class Difference:
    """What changed between two versions.

    `places` has, for each place that changed, the strings that left and those that came, in order; `facts` says that
    dates, images, subjects or other values changed, `structure` that passages only moved.
    """

    places: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()
    facts: bool = False
    structure: bool = False

    @property
    def count(self) -> int:
        """By how many passages a translation of the first is behind the second."""
        words = sum(max(len(gone), len(come)) for gone, come in self.places)
        return words + self.facts or int(self.structure)


@transaction.atomic
def record_version(source: TranslationSource, *, revision: Revision | None, dated: datetime) -> SourceVersion:
    """Keep what the source says now as its current version, and return it; the same words are the same version."""
    passages = list(
        source.stringsegment_set.order_by("order").values_list("context", "string", "order", "string__data")
    )
    facts, structure = _facts(source), _structure(source)
    digest = digest_of_values([[[place, words] for place, _, _, words in passages], facts, structure])
    source.versions.exclude(digest=digest).filter(is_current=True).update(is_current=False)
    version, is_new = SourceVersion.objects.get_or_create(
        source=source,
        digest=digest,
        defaults={"facts": facts, "structure": structure, "revision": revision, "dated": dated},
    )
    if is_new:
        VersionPassage.objects.bulk_create(
            [
                VersionPassage(version=version, context_id=place, string_id=string, order=order)
                for place, string, order, _ in passages
            ]
        )
    elif not version.is_current:
        # The French has come back to what it was.
        version.is_current, version.revision, version.dated = True, revision, dated
        version.save(update_fields=["is_current", "revision", "dated"])
    return version


def passages_of(versions: Iterable[SourceVersion]) -> dict[int, list[Passage]]:
    """The passages of each version, in order, by its primary key. One query."""
    found: dict[int, list[Passage]] = {version.pk: [] for version in versions}
    rows = VersionPassage.objects.filter(version__in=found).order_by("order")
    for version, context, string in rows.values_list("version", "context", "string"):
        found[version].append(Passage(context, string))
    return found


def difference(
    before: SourceVersion, after: SourceVersion, passages: dict[int, list[Passage]] | None = None
) -> Difference:
    """What changed from one version to another. `passages` has those of both; without it they are asked for."""
    if before.pk == after.pk:
        return Difference()
    passages = passages_of((before, after)) if passages is None else passages
    old, new = passages[before.pk], passages[after.pk]
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    # A string that left one place for another has moved: its words have not changed.
    moved = Counter(item.string for item in gone.elements()) & Counter(item.string for item in come.elements())
    left, arrived = _without(old, gone, moved), _without(new, come, moved)
    places = dict.fromkeys(item.context for item in (*arrived, *left))
    return Difference(
        places=tuple(
            (
                tuple(item.string for item in left if item.context == place),
                tuple(item.string for item in arrived if item.context == place),
            )
            for place in places
        ),
        facts=before.facts != after.facts,
        structure=before.structure != after.structure or _stayed(old, left) != _stayed(new, arrived),
    )


def _without(passages: list[Passage], wanted: Counter[Passage], moved: Counter[int]) -> list[Passage]:
    """The passages that are wanted, in order, less one for each that moved."""
    wanted, moved, kept = wanted.copy(), moved.copy(), []
    for passage in passages:
        if wanted[passage] > 0:
            wanted[passage] -= 1
            if moved[passage.string] > 0:
                moved[passage.string] -= 1
            else:
                kept.append(passage)
    return kept


def _stayed(passages: list[Passage], others: list[Passage]) -> list[Passage]:
    """The passages but for some others, in order."""
    left, kept = Counter(others), []
    for passage in passages:
        if left[passage] > 0:
            left[passage] -= 1
        else:
            kept.append(passage)
    return kept


def _facts(source: TranslationSource) -> str:
    """The digest of what is no text."""
    model = source.specific_content_type.model_class()
    return digest_of_values(_without_words(model, plain(_content(source))))


def _content(source: TranslationSource) -> dict[str, Any]:
    return json.loads(source.content_json)


def _without_words(model: type[models.Model], content: dict[str, Any]) -> dict[str, Any]:
    """The content of an object but for the fields that are translated; of child rows, what is no text either."""
    kept = dict(content)
    for translatable in get_translatable_fields(model):
        field = translatable.get_field(model)
        if not translatable.is_translated(None) or translatable.field_name not in kept:
            continue
        if isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey):
            rows = kept[translatable.field_name]
            kept[translatable.field_name] = [_without_words(field.related_model, row) for row in rows]
        else:
            del kept[translatable.field_name]
    return kept


def _structure(source: TranslationSource) -> str:
    """The digest of the places: blocks, templates of rich texts, and what a translation may replace."""
    model: Any = source.specific_content_type.model_class()
    content = _content(source)
    streams = {
        field.name: _skeleton(_parsed(content.get(field.name)))
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    }
    templates = source.templatesegment_set.order_by("order").values_list("context__path", "template__uuid")
    replaceable = source.overridablesegment_set.order_by("order").values_list("context__path", "data_json")
    return digest_of_values(
        [streams, [[path, str(uuid)] for path, uuid in templates], [list(row) for row in replaceable]]
    )


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


def _skeleton(value: Any) -> Any:
    """A stream without its words: types, identifiers, numbers."""
    if isinstance(value, list):
        return [_skeleton(item) for item in value]
    if isinstance(value, dict):
        return {name: item if name in {"id", "type"} else _skeleton(item) for name, item in sorted(value.items())}
    return None if isinstance(value, str) else value


def current_version(page: Page) -> SourceVersion | None:
    """The current version of a French page, if it has been given to translators."""
    return (
        SourceVersion.objects.filter(
            source__object_id=page.translation_key, source__locale=page.locale_id, is_current=True
        )
        .select_related("source")
        .first()
    )
