"""Where a slot stands, in words: beside it in lists, and above its form."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.enums import SlotState, SubmissionState
from home.models import FeaturedSlot
from home.slots.states import approved_state, draft_state
from home.wording import moment

# States in which nothing is left to do.
SETTLED = frozenset({SlotState.COMING, SlotState.ON_AIR})


def said_of(slot: FeaturedSlot, now: datetime) -> list[tuple[str, bool]]:
    """Each state in words, with whether it is one that readers notice."""
    approved, draft = approved_state(slot, now), draft_state(slot)
    said = [(str(approved.label), approved in SETTLED)] if approved else []
    if draft and approved:
        said.append((_("a change: %(state)s") % {"state": draft.label}, False))
    elif draft:
        said.append((str(draft.label), False))
    return said


def tell_about(request: HttpRequest, slot: FeaturedSlot, now: datetime) -> None:
    """Say above the form what readers get meanwhile, and what the draft waits for. Two queries at most."""
    approved, draft = approved_state(slot, now), draft_state(slot)
    review = messages.button(reverse("portal_slots:review", args=[slot.pk]), _("Read and decide"))
    if approved and approved != SlotState.OVER and draft:
        messages.info(request, _("The home page follows the approved version until this one is approved."))
    elif approved == SlotState.ON_AIR:
        messages.info(
            request,
            _("On the home page until %(when)s: what you change here shows once a second person has approved it.")
            % {"when": moment(slot.ends_at)},
        )
    elif approved == SlotState.COMING:
        messages.info(
            request,
            _("Approved: it shows from %(when)s, and what you change here counts once a second person has approved it.")
            % {"when": moment(slot.starts_at)},
        )
    elif approved == SlotState.OVER and not draft:
        messages.info(request, _("This slot is over. To feature the same again, make a new one."))
    if draft == SlotState.WAITING:
        messages.warning(
            request, _("It waits for approval: if you change it, it has to be submitted again."), buttons=[review]
        )
    elif draft == SlotState.REFUSED:
        _tell_refusal(request, slot)


def _tell_refusal(request: HttpRequest, slot: FeaturedSlot) -> None:
    refused = slot.submissions.filter(state=SubmissionState.REFUSED).select_related("decided_by").last()
    if refused:
        messages.warning(
            request,
            _("Given back by %(name)s: “%(comment)s”")
            % {"name": refused.decided_by.name if refused.decided_by else "—", "comment": refused.comment},
        )
