"""The addresses of featured slots, and of what partners propose for the home page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from home.models import FeaturedSlot, FeatureProposal
from tests.isolation.asking import Visit
from tests.isolation.page_visits import of, posts
from tests.isolation.portal_visits import EDITOR
from tests.isolation.world import Things, World

SLOTS = "wagtailsnippets_home_featuredslot"


def latest(name: str) -> Any:
    """The key of a slot and of its latest version."""
    return lambda _world, things: [getattr(things, name).pk, stored(getattr(things, name)).latest_revision_id]


def compared(_world: World, things: Things) -> list:
    """A slot, and two names of its versions."""
    return [things.slot.pk, "earliest", "latest"]


def stored(slot: FeaturedSlot) -> FeaturedSlot:
    """The slot as it is now."""
    return FeaturedSlot.objects.get(pk=slot.pk)


def handed(name: str, state: str) -> Any:
    """Whether the latest submission of a slot is in that state."""

    def is_handed(_world: World, things: Things, _response: Any) -> bool:
        submission = getattr(things, name).submissions.last()
        return submission is not None and submission.state == state

    return is_handed


def slot_is(name: str, **fields: Any) -> Any:
    """Whether the stored slot has those values."""
    return lambda _world, things, _response: FeaturedSlot.objects.filter(pk=getattr(things, name).pk, **fields).exists()


def proposal_is(**fields: Any) -> Any:
    """Whether the proposal has those values."""
    return lambda _world, things, _response: FeatureProposal.objects.filter(pk=things.proposal.pk, **fields).exists()


def digest(_world: World, things: Things) -> dict[str, str]:
    """The button of approval, with what was read."""
    return {"approve": "1", "digest": things.waiting_slot.submissions.get().digest}


def dates(**fields: Any) -> Any:
    """What says when."""

    def given(_world: World, things: Things) -> dict[str, Any]:
        start = timezone.localtime(things.slot.starts_at)
        spans = {"starts_at": f"{start:%Y-%m-%d %H:%M}", "ends_at": f"{start + timedelta(days=3):%Y-%m-%d %H:%M}"}
        return {**spans, "seen": stored(things.slot).latest_revision_id or "", **fields}

    return given


def heading(name: str) -> Any:
    """What a slot is called."""
    return lambda _world, things: stored(getattr(things, name)).title_fr


SLOT_VISITS = {
    **{f"{SLOTS}:{action}": Visit(of("slot")) for action in ("edit", "delete", "usage", "history", "history_results")},
    f"{SLOTS}:edit POST": posts(
        "slot", slot_is("slot", priority=77), form=EDITOR, data=lambda *_: {"priority": "77", "action-edit": ""}
    ),
    f"{SLOTS}:delete POST": posts(
        "slot", lambda _world, things, _response: not FeaturedSlot.objects.filter(pk=things.slot.pk).exists()
    ),
    f"{SLOTS}:preview_on_edit POST": posts(
        "slot",
        lambda _world, _things, response: response.status_code == 200 and response.json().get("is_valid") is True,
        form=EDITOR,
        form_at=lambda _world, things: f"/admin/home/slots/edit/{things.slot.pk}/",
    ),
    f"{SLOTS}:revisions_view": Visit(latest("slot"), shows=heading("slot")),
    f"{SLOTS}:revisions_revert": Visit(latest("slot")),
    f"{SLOTS}:revisions_compare": Visit(compared),
    "wagtailsnippetchoosers_home_featuredslot:chosen": Visit(of("slot")),
    "portal_slots:review": Visit(of("slot"), shows=heading("slot")),
    "portal_slots:review POST submit": posts("slot", handed("slot", "waiting"), data=lambda *_: {"submit": "1"}),
    "portal_slots:review POST approve": posts("waiting_slot", slot_is("waiting_slot", live=True), data=digest),
    "portal_slots:review POST refuse": posts(
        "waiting_slot", handed("waiting_slot", "refused"), data=lambda *_: {"refuse": "1", "comment": "Plus tard."}
    ),
    "portal_slots:review POST take back": posts(
        "waiting_slot", handed("waiting_slot", "cancelled"), data=lambda *_: {"take_back": "1"}
    ),
    "portal_slots:move": Visit(of("slot"), shows=heading("slot")),
    "portal_slots:move POST": posts("slot", slot_is("slot", position="banner"), data=dates(position="banner")),
    "portal_slots:take_off": Visit(of("live_slot"), shows=heading("live_slot")),
    "portal_slots:take_off POST": posts("live_slot", slot_is("live_slot", live=False)),
    "portal_slots:answer": Visit(of("proposal"), shows=lambda _world, things: things.proposal.why),
    "portal_slots:answer POST accept": posts(
        "proposal",
        proposal_is(state="approved", slot__isnull=False),
        data=dates(position="hero", answer="", accept="1"),
    ),
    "portal_slots:answer POST refuse": posts(
        "proposal", proposal_is(state="refused"), data=lambda *_: {"refuse": "1", "answer": "Plus tard."}
    ),
}
SLOT_CLOSED_VISITS = {
    f"{SLOTS}:unpublish": Visit(of("live_slot")),
    f"{SLOTS}:unpublish POST": posts("live_slot", slot_is("live_slot", live=False)),
    f"{SLOTS}:revisions_unschedule": Visit(latest("slot")),
}
PROPOSAL_BACK_VISITS = {
    "portal_proposals:take_back": Visit(of("proposal"), shows=lambda _world, things: things.proposal.publication.title),
    "portal_proposals:take_back POST": posts("proposal", proposal_is(state="cancelled")),
}
