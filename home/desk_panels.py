"""What the desk shows of the home page: slots to approve, slots that were given back, proposals of partners."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from core.desk import Action, ListPanel, Moment, Row, Visit, Words
from home.enums import Position, SubmissionState
from home.models import FeaturedSlot, FeatureProposal, SlotSubmission
from home.slots.entries import latest_of
from home.slots.overlaps import Entry
from home.slots.states import approved_state
from home.wording import on_day, span
from partners.roles import is_staff, standing

# For how long a partner reads what was answered.
REMEMBERED = timedelta(days=60)


class SlotsToApprovePanel(ListPanel):
    """Slots that wait for a second person."""

    name = "slots"
    order = 21
    heading = gettext_lazy("Slots of the home page to approve")
    asks = True

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators."""
        return is_staff(user)

    def listed(self, visit: Visit) -> QuerySet[SlotSubmission]:  # noqa: ARG002 -- the same for everyone
        """Those that begin first, first."""
        waiting = SlotSubmission.objects.filter(state=SubmissionState.WAITING)
        joined = waiting.select_related("slot__publication", "slot__latest_revision", "submitted_by")
        return joined.order_by("slot__starts_at", "pk")

    def rows(self, found: Sequence[SlotSubmission], visit: Visit) -> list[Row]:
        """Where and when, who submitted it, and whether this person may decide."""
        authors = _authors(submission.slot for submission in found)
        rows = []
        for submission in found:
            entry = _entry(submission, visit.now)
            by = submission.submitted_by
            facts: list[Words] = [Position(entry.position).label, span(entry.starts_at, entry.ends_at)]
            if by:
                facts.append(_("Submitted by %(name)s") % {"name": by.name})
            is_own = visit.user.pk in authors[submission.slot_id]
            url = reverse("portal_slots:review", args=[submission.slot_id])
            rows.append(
                Row(
                    title=entry.title,
                    url=url,
                    facts=tuple(facts),
                    mark=_("You changed it: another person approves") if is_own else "",
                    moment=submission.submitted_at,
                    action=Action(label=_("Read it") if is_own else _("Read and decide"), url=url),
                    is_for_others=is_own,
                )
            )
        return rows


class SlotsGivenBackPanel(ListPanel):
    """Slots that a person submitted and that came back."""

    name = "slots-given-back"
    order = 23
    heading = gettext_lazy("Slots of the home page given back to you")

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators."""
        return is_staff(user)

    def listed(self, visit: Visit) -> QuerySet[SlotSubmission]:
        """The latest first; those that were submitted again are not among them."""
        latest = SlotSubmission.objects.filter(slot=OuterRef("slot")).order_by("-submitted_at", "-pk").values("pk")[:1]
        refused = SlotSubmission.objects.filter(
            state=SubmissionState.REFUSED, submitted_by=visit.user.pk, pk=Subquery(latest)
        )
        joined = refused.select_related("slot__publication", "slot__latest_revision", "decided_by")
        return joined.order_by("-decided_at", "-pk")

    def rows(self, found: Sequence[SlotSubmission], visit: Visit) -> list[Row]:
        """The comment, and the way to the form."""
        rows = []
        for submission in found:
            entry = _entry(submission, visit.now)
            by = submission.decided_by
            url = reverse("wagtailsnippets_home_featuredslot:edit", args=[submission.slot_id])
            rows.append(
                Row(
                    title=entry.title,
                    url=url,
                    facts=(
                        Position(entry.position).label,
                        span(entry.starts_at, entry.ends_at),
                        *((_("Given back by %(name)s") % {"name": by.name},) if by else ()),
                    ),
                    note=submission.comment,
                    moment=submission.decided_at,
                    moment_is=Moment.ON,
                    action=Action(label=_("Change it"), url=url),
                )
            )
        return rows


class ProposedPanel(ListPanel):
    """What partners propose."""

    name = "proposed-for-home"
    order = 26
    heading = gettext_lazy("Proposed for the home page")
    asks = True

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators."""
        return is_staff(user)

    def listed(self, visit: Visit) -> QuerySet[FeatureProposal]:  # noqa: ARG002 -- the same for everyone
        """The oldest first."""
        waiting = FeatureProposal.objects.filter(state=SubmissionState.WAITING)
        return waiting.select_related("publication__lead_partner", "proposed_by").order_by("proposed_at", "pk")

    def rows(self, found: Sequence[FeatureProposal], visit: Visit) -> list[Row]:  # noqa: ARG002 -- the same for everyone
        """Whose it is, why, and from when."""
        rows = []
        for proposal in found:
            by = proposal.proposed_by
            url = reverse("portal_slots:answer", args=[proposal.pk])
            rows.append(
                Row(
                    title=proposal.publication.title,
                    language="fr",
                    url=url,
                    facts=(
                        proposal.publication.lead_partner.short_name,
                        *((_("Proposed by %(name)s") % {"name": by.name},) if by else ()),
                        *_wish(proposal),
                    ),
                    note=proposal.why,
                    moment=proposal.proposed_at,
                    action=Action(label=_("Answer"), url=url),
                )
            )
        return rows


class OwnProposalsPanel(ListPanel):
    """What a person's partners have proposed, what came of it, and the way to propose."""

    name = "home-proposals"
    order = 55
    heading = gettext_lazy("On the home page")
    template = "home/proposals/panel.html"
    empty = gettext_lazy(
        "You can propose what you have published: communications decide what the home page shows, and when."
    )

    def for_whom(self, user: Any) -> bool:
        """Those who write for an active partner."""
        return bool(standing(user).partners)

    def listed(self, visit: Visit) -> QuerySet[FeatureProposal]:
        """The latest first: what waits, what was answered not long ago, what has its slot still to come."""
        own = FeatureProposal.objects.filter(publication__lead_partner__in=standing(visit.user).partners)
        recent = Q(state=SubmissionState.WAITING) | Q(answered_at__gt=visit.now - REMEMBERED)
        shown = own.filter(recent | Q(slot__live=True, slot__ends_at__gt=visit.now))
        joined = shown.exclude(state=SubmissionState.CANCELLED).select_related("publication__lead_partner", "slot")
        return joined.order_by("-proposed_at", "-pk")

    def rows(self, found: Sequence[FeatureProposal], visit: Visit) -> list[Row]:
        """The state of each, with the answer."""
        return [_own_row(proposal, visit.now) for proposal in found]


def _entry(submission: SlotSubmission, now: datetime) -> Entry:
    """The latest version of the slot of its latest submission. No query."""
    submission.slot.submission_state = submission.state
    return latest_of(submission.slot, now)


def _own_row(proposal: FeatureProposal, now: datetime) -> Row:
    waits = proposal.state == SubmissionState.WAITING
    marks = {
        SubmissionState.WAITING: _("Waits for an answer"),
        SubmissionState.APPROVED: _("Accepted"),
        SubmissionState.REFUSED: _("Declined"),
    }
    back = Action(label=_("Take it back"), url=reverse("portal_proposals:take_back", args=[proposal.pk]))
    return Row(
        title=proposal.publication.title,
        language="fr",
        url=proposal.publication.get_url() or "",
        facts=(*_wish(proposal), *_place(proposal.slot, now)),
        mark=marks[SubmissionState(proposal.state)],
        note=proposal.answer,
        moment=proposal.proposed_at if waits else proposal.answered_at,
        moment_is=Moment.SINCE if waits else Moment.ON,
        action=back if waits else None,
    )


def _wish(proposal: FeatureProposal) -> tuple[str, ...]:
    return (_("wanted from %(day)s") % {"day": on_day(proposal.wanted_from)},) if proposal.wanted_from else ()


def _place(slot: FeaturedSlot | None, now: datetime) -> tuple[str, ...]:
    """Where and when the slot of a proposal shows. What is not approved may still change."""
    if slot is None:
        return ()
    words = {"position": slot.get_position_display(), "when": span(slot.starts_at, slot.ends_at)}
    state = approved_state(slot, now)
    if state is None:
        return (_("being prepared: “%(position)s”, %(when)s") % words,)
    return (_("“%(position)s”, %(when)s") % words, str(state.label))


def _authors(slots: Iterable[FeaturedSlot]) -> dict[int, set[int]]:
    """Who changed each slot since it was approved, as `home.slots.featuring.authors_of`. One query."""
    approved = {str(slot.pk): slot.live_revision_id or 0 for slot in slots}
    rows = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(FeaturedSlot), object_id__in=list(approved)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for pk, key, user in rows.exclude(user=None).values_list("pk", "object_id", "user"):
        if pk > approved[key]:
            found[int(key)].add(user)
    return found


PANELS = (SlotsToApprovePanel, SlotsGivenBackPanel, ProposedPanel, OwnProposalsPanel)
