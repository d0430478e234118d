"""The state of each language version, computed from what is there: nobody types it.

A French page has one version in each other language. Readers see it when it is live; it was then made from some version
of the French text, which may have changed since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Field,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Left, Length
from django.utils import timezone
from wagtail.models import Locale, Page, WorkflowState, get_default_page_content_type
from wagtail_localize.models import String, StringTranslation

from core.languages import original_of
from partners.enums import PublicationType
from translation.enums import State
from translation.models import SourceVersion, TranslatedRevision, Waiver
from translation.versions import Difference, difference, passages_of


@dataclass(frozen=True)
class Standing:
    """How a live translated page stands to the French of now.

    `dated` is the day of the French that it reflects, where that is known; `changed` what has changed since.
    """

    dated: datetime | None
    changed: Difference | None

    @property
    def behind(self) -> int:
        """By how many passages it is behind."""
        return self.changed.count if self.changed else 0


# What is submitted, approved and published with the page above it.
IS_PART = Q(publicationpage__type=PublicationType.SESSION)
# What each state is, asked one after the other; what is none of these is being translated.
STATES: dict[State, Q] = {
    State.REVIEW: Q(submitted_at__isnull=False),
    State.CURRENT: Q(sister_live=True, made_from=F("source_version")),
    State.BEHIND: Q(sister_live=True),
    State.WAIVED: Q(waiver__isnull=False),
    State.MISSING: Q(sister__isnull=True),
    State.MACHINE: Q(by_machine=True),
}
# When each began, as far as it is known.
BEGINNINGS = {
    State.REVIEW: F("submitted_at"),
    State.CURRENT: F("sister_published_at"),
    State.BEHIND: Coalesce("source_dated", "last_published_at"),
    State.WAIVED: F("waived_at"),
    State.MISSING: F("first_published_at"),
    State.MACHINE: F("sister_changed_at"),
    State.TRANSLATING: F("sister_changed_at"),
}


def by_state(values: Mapping[State, Any], output_field: Field) -> Case:
    """An expression over pages `with_states` that has a value for each state. It asks of each no more than it must."""
    cases = [When(condition, then=values[state]) for state, condition in STATES.items()]
    return Case(*cases, default=values[State.TRANSLATING], output_field=output_field)


def with_states(pages: QuerySet, locale: Locale, *, today: date) -> QuerySet:
    """French pages, each with its version in `locale`. No query of its own.

    `state` is a `State`; `sister` the primary key of the version or nothing, `sister_live`, `sister_title`;
    `made_from` and `source_version` the primary keys of the versions of the French text that the live version was
    made from, and that holds now; `since` (aware) when the state began, as far as it is known; `submission` the
    primary key of the `WorkflowState` with which the version waits, `waiver` that of the waiver in force.
    """
    sister = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=locale).order_by()
    submitted_as = sister.annotate(submitted_as=_submitted_as()).values("submitted_as")[:1]
    made_from = TranslatedRevision.objects.filter(revision=OuterRef("sister_revision"))
    current = SourceVersion.objects.filter(
        source__object_id=OuterRef("translation_key"), source__locale=OuterRef("locale"), is_current=True
    )
    in_review = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=get_default_page_content_type(),
        object_id=Cast(OuterRef("submitted_as"), CharField()),
    )
    by_machine = StringTranslation.objects.filter(
        locale=locale,
        context__object_id=OuterRef("translation_key"),
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        translation_of__segments__source__locale=OuterRef("locale"),
        translation_of__segments__source__object_id=OuterRef("translation_key"),
        translation_of__segments__context=F("context"),
    )
    # A part goes with its whole.
    waived = Waiver.objects.filter(page__path=OuterRef("whole_path"), locale=locale).in_force(today)
    waived = waived.order_by("-until", "-pk")
    return (
        pages.annotate(
            sister=Subquery(sister.values("pk")[:1]),
            sister_live=Subquery(sister.values("live")[:1], output_field=BooleanField()),
            sister_title=Subquery(sister.values("draft_title")[:1]),
            sister_revision=Subquery(sister.values("live_revision")[:1]),
            sister_changed_at=Subquery(sister.values("latest_revision_created_at")[:1]),
            sister_published_at=Subquery(sister.values("last_published_at")[:1]),
            submitted_as=Subquery(submitted_as),
            whole_path=Case(When(IS_PART, then=_path_above("path")), default=F("path"), output_field=CharField()),
        )
        .annotate(
            made_from=Subquery(made_from.values("version")[:1]),
            source_version=Subquery(current.values("pk")[:1]),
            source_dated=Subquery(current.values("dated")[:1]),
            submission=Subquery(in_review.values("pk")[:1]),
            submitted_at=Subquery(in_review.values("created_at")[:1]),
            waiver=Subquery(waived.values("pk")[:1]),
            waived_at=Subquery(waived.values("signed_at")[:1]),
            by_machine=Exists(by_machine),
        )
        .annotate(
            state=by_state({state: Value(state) for state in State}, CharField()),
            since=by_state(BEGINNINGS, DateTimeField()),
        )
    )


def behind_by(rows: Sequence[Any]) -> dict[int, int]:
    """By how many passages each row of `with_states` is behind, by its primary key; zero for those that are not.

    A live version of which it is not known what it was made from is behind by every passage. Two queries.
    """
    late = [row for row in rows if row.sister_live and (row.made_from is None or row.made_from != row.source_version)]
    keys = {key for row in late for key in (row.made_from, row.source_version)} - {None}
    versions = SourceVersion.objects.in_bulk(keys) if keys else {}
    passages = passages_of(versions.values()) if versions else {}
    counts = {row.pk: 0 for row in rows}
    for row in late:
        after = versions.get(row.source_version)
        before = versions.get(row.made_from)
        if before is not None and after is not None:
            counts[row.pk] = difference(before, after, passages).count
        else:
            counts[row.pk] = max(1, len(passages.get(row.source_version, ())))
    return counts


def standing_of(page: Page) -> Standing:
    """How a live translated page stands to the French of now. One query, or three where it is behind."""
    versions = {
        version.pk: version
        for version in SourceVersion.objects.filter(
            Q(revisions__revision=page.live_revision_id)
            | Q(
                is_current=True,
                source__object_id=page.translation_key,
                source__translations__target_locale=page.locale_id,
            )
        ).annotate(
            is_made_from=Exists(
                TranslatedRevision.objects.filter(version=OuterRef("pk"), revision=page.live_revision_id)
            )
        )
    }
    made_from = next((version for version in versions.values() if version.is_made_from), None)
    current = next((version for version in versions.values() if version.is_current), None)
    if made_from is None:
        return Standing(None, None)
    if current is None or made_from.pk == current.pk:
        return Standing(made_from.dated, None)
    return Standing(made_from.dated, difference(made_from, current))


def words_changed(changed: Difference) -> list[tuple[list[str], list[str]]]:
    """The French of each place that changed: the passages that left, and those that came, as inline HTML. One query."""
    keys = {key for gone, come in changed.places for key in (*gone, *come)}
    words = dict(String.objects.filter(pk__in=keys).values_list("pk", "data"))
    return [([words[key] for key in gone], [words[key] for key in come]) for gone, come in changed.places]


def state_of(page: Page, *, today: date | None = None) -> State:
    """The state of a translated page. Three queries."""
    french = original_of(page)
    if french is None:
        return State.MISSING
    found = with_states(
        Page.objects.filter(pk=french.pk), page.locale, today=today or timezone.localdate()
    ).values_list("state", flat=True)
    return State(found[0])


def _submitted_as() -> Case:
    """The primary key of the page whose submission is a page's own: of the page above, for a part that has news."""
    above = Page.objects.filter(path=_path_above(OuterRef("path"))).order_by()
    return Case(
        When(IS_PART & Q(live=True, has_unpublished_changes=False), then=Value(None)),
        When(IS_PART, then=Subquery(above.values("pk")[:1])),
        default=F("pk"),
        output_field=IntegerField(),
    )


def _path_above(path: str | OuterRef) -> Left:
    """The tree path of the page above."""
    return Left(path, Length(path) - Page.steplen)
