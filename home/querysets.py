"""Questions asked of featured slots, as adjectives that read as a sentence."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from home.enums import SlotState, SubmissionState

if TYPE_CHECKING:
    from partners.models import Partner, PublicationPage


class SlotQuerySet(models.QuerySet):
    """Featured slots."""

    def approved(self) -> Self:
        """Those that a second person approved: a slot that was never approved, or was taken off, is not live."""
        return self.filter(live=True)

    def active_at(self, instant: datetime) -> Self:
        """Approved ones whose time it is at `instant` (aware); the end is excluded."""
        return self.approved().filter(starts_at__lte=instant, ends_at__gt=instant)

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """Those of which some part lies between two instants (aware)."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def of_partner(self, partner: "Partner") -> Self:
        """Those of the publications that a partner leads."""
        return self.filter(publication__lead_partner=partner)

    def of_project(self, project: "PublicationPage") -> Self:
        """Those of a project, and of what belongs to it in whichever language it is named."""
        from partners.models import Belonging  # noqa: PLC0415 -- this stands below the models

        belonging = Belonging.objects.filter(
            publication=OuterRef("publication"), whole__translation_key=project.translation_key, is_accepted=True
        )
        return self.filter(Q(publication__translation_key=project.translation_key) | Exists(belonging))

    def with_submission(self) -> Self:
        """Each with the state of its latest submission that was not taken back, as `submission_state`."""
        from home.models import SlotSubmission  # noqa: PLC0415 -- this stands below the models

        handed = SlotSubmission.objects.filter(slot=OuterRef("pk")).exclude(state=SubmissionState.CANCELLED)
        return self.annotate(submission_state=Subquery(handed.order_by("-submitted_at", "-pk").values("state")[:1]))

    def in_state(self, state: str, now: datetime) -> Self:
        """Those of which `home.slots.states.states_of` says it at `now` (aware)."""
        approved = {
            SlotState.COMING: Q(live=True, starts_at__gt=now),
            SlotState.ON_AIR: Q(live=True, starts_at__lte=now, ends_at__gt=now),
            SlotState.OVER: Q(live=True, ends_at__lte=now),
        }
        if state in approved:
            return self.filter(approved[SlotState(state)])
        drafts = self.with_submission().filter(Q(live=False) | Q(has_unpublished_changes=True))
        handed = {SlotState.WAITING: SubmissionState.WAITING, SlotState.REFUSED: SubmissionState.REFUSED}
        if state in handed:
            return drafts.filter(submission_state=handed[SlotState(state)])
        return drafts.filter(Q(submission_state=None) | Q(submission_state=SubmissionState.APPROVED))
