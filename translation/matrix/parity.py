"""Every French page with its version in another language: the numbers of the matrix, the explorer and the desk."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.models import Locale, Page, Revision, TaskState
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringTranslation

from core.languages import source_code, target_locales
from core.waiting import on_whom
from translation.enums import State
from translation.matrix.states import behind_by, by_state, with_states
from translation.models import TwinGate, VersionPassage, Waiver

# What somebody has to write; what is in review waits for others, what is waived for a day.
TO_UPDATE = (State.BEHIND, State.TRANSLATING, State.MACHINE)
# How many rows are described at once, so that an export needs little memory.
AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """A French page and its version, in words. `page` is a row of `versions`."""

    page: Any
    behind: int = 0
    waits_on: str = ""
    waiver: Waiver | None = None

    @property
    def state(self) -> State:
        """The state of the version."""
        return State(self.page.state)

    @property
    def said(self) -> str:
        """The state, and by how much it is behind."""
        return said(self.state, self.behind)

    @property
    def is_settled(self) -> bool:
        """Whether nobody has anything to do."""
        return self.state == State.CURRENT

    @property
    def title(self) -> str:
        """The title of the French page, the latest draft's."""
        return self.page.draft_title or self.page.title

    @property
    def sister_title(self) -> str:
        """The title of the version, where there is one."""
        return self.page.sister_title or ""

    @property
    def partner(self) -> str:
        """The partner, where the page is not the portal's own."""
        return self.page.partner_name or ""

    @property
    def type(self) -> str:
        """What the page is."""
        return str(self.page.page_type_display_name)

    @property
    def french(self) -> str:
        """Whether readers see the French page."""
        if self.page.live:
            return pgettext("French page", "Live")
        return pgettext("French page", "Scheduled") if self.page.scheduled_for else pgettext("French page", "Draft")

    @property
    def since(self) -> datetime | None:
        """When the state began, as far as it is known."""
        return self.page.since

    @property
    def since_on(self) -> date | None:
        """The day when the state began."""
        return timezone.localdate(self.page.since) if self.page.since else None

    @property
    def waived_by(self) -> str:
        """Who says that the page may do without its version."""
        return self.waiver.signed_by.name if self.waiver and self.waiver.signed_by else ""

    @property
    def waived_until(self) -> date | None:
        """The last day without the version."""
        return self.waiver.until if self.waiver else None


def said(state: State, behind: int) -> str:
    """A state in words, with the number of passages by which the version that readers see is behind."""
    if not behind:
        return str(state.label)
    words = ngettext("Behind by %(count)s passage", "Behind by %(count)s passages", behind) % {"count": behind}
    return words if state == State.BEHIND else _("%(state)s · %(behind)s") % {"state": state.label, "behind": words}


def target_locale() -> Locale | None:
    """The language into which the portal's texts are translated; nothing before the portal is set up. One query."""
    return next(iter(target_locales()), None)


def versions(locale: Locale | None, *, today: date) -> QuerySet[Page]:
    """French pages with the state of their version (`translation.matrix.states`) and their partner.

    Those that readers see, that have a version, or that are approved and wait for one.
    """
    pages = Page.objects.filter(locale__language_code=source_code(), depth__gt=1, alias_of=None)
    scheduled = Revision.page_revisions.filter(pk=OuterRef("latest_revision")).values("approved_go_live_at")
    return (
        with_states(pages if locale else pages.none(), locale, today=today)
        .filter(Q(live=True) | Q(sister__isnull=False) | Q(pk__in=_held()))
        .annotate(
            partner_key=Coalesce("publicationpage__lead_partner", "partnerpage__partner"),
            partner_name=Coalesce(
                NullIf("publicationpage__lead_partner__acronym", Value("")),
                "publicationpage__lead_partner__name",
                NullIf("partnerpage__partner__acronym", Value("")),
                "partnerpage__partner__name",
            ),
            scheduled_for=Subquery(scheduled[:1]),
        )
        .order_by("pk")
    )


def _held() -> QuerySet:
    """The primary keys of the pages that wait at the twin gate."""
    waiting = TaskState.objects.filter(task__in=TwinGate.objects.all(), status=TaskState.STATUS_IN_PROGRESS)
    return waiting.annotate(key=Cast("workflow_state__object_id", IntegerField())).values("key")


def ranked(rows: QuerySet[Page]) -> QuerySet[Page]:
    """With the `rank` of each state, from the most to do to the least."""
    ranks = {state: Value(number) for number, state in enumerate(State)}
    return rows.annotate(rank=by_state(ranks, IntegerField()))


def found_by(rows: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Those whose drafts the person may read."""
    policy = policy_registry.get_by_type(Page)
    own = policy.instances_user_has_any_permission_for(user, {"view", "change"})
    return rows.filter(pk__in=own.order_by().values("pk"))


def totals(rows: QuerySet[Page]) -> dict[State, int]:
    """How many rows are in each state, those without any left out. One query."""
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: counts[state] for state in State if counts.get(state)}


def lines(rows: Iterable[Any]) -> list[Line]:
    """What there is to say of each row. A constant number of queries for each `AT_ONCE` rows."""
    found = list(rows)
    slices = (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))
    return [line for some in slices for line in _lines(some)]


def left_by(rows: Sequence[Any], locale: Locale | None) -> dict[int, int]:
    """How many passages nobody has translated or reread yet, for each row whose version was started. One query."""
    sources = {row.source_version: row.pk for row in rows if row.sister and row.source_version}
    done = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale, has_error=False, carried=None
    ).exclude(Q(data="") | Q(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE))
    passages = VersionPassage.objects.filter(~Exists(done), version__in=sources).order_by()
    left = Counter(passages.values_list("version", flat=True)) if sources else Counter()
    return {key: left[version] for version, key in sources.items()}


def _lines(rows: Sequence[Any]) -> list[Line]:
    behind = behind_by(rows)
    waiting = on_whom(row.submitted_as for row in rows if row.submission)
    signed = {row.waiver for row in rows} - {None}
    waivers = Waiver.objects.select_related("signed_by").in_bulk(signed) if signed else {}
    return [
        Line(row, behind[row.pk], waiting.get(row.submitted_as, "") if row.submission else "", waivers.get(row.waiver))
        for row in rows
    ]
