"""Why each position of the home page shows what it shows, in sentences for those who must defend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.enums import STORIES, Choice, PassedOver, Position
from home.front import Front, Item
from home.models import FeaturedSlot
from home.rule import Shown
from home.wording import moment, span
from partners.models import PublicationPage


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A position with its item, the slot that put it there, why, and the slots that were passed over, each with why."""

    position: Position
    item: Item | None
    slot: FeaturedSlot | None
    why: str
    passed_over: list[tuple[FeaturedSlot, str]]


def explain(front: Front) -> list[Explained]:
    """Every position in order. One query."""
    entries = list(front.shown.values())
    wanted = {pk for entry in entries for pk in (entry.slot, *(pk for pk, _why in entry.passed_over)) if pk}
    slots = FeaturedSlot.objects.select_related("publication").in_bulk(wanted)
    return [
        Explained(
            position=entry.position,
            item=front.items.get(entry.position),
            slot=slots.get(entry.slot or 0),
            why=_why(entry, front, slots),
            passed_over=[(slots[pk], str(PassedOver(reason).label)) for pk, reason in entry.passed_over],
        )
        for entry in entries
    ]


def _why(entry: Shown, front: Front, slots: Mapping[int, FeaturedSlot]) -> str:
    if entry.choice == Choice.SLOT and entry.slot:
        slot = slots[entry.slot]
        return _("A slot, %(span)s, of priority %(priority)s.") % {
            "priority": slot.priority,
            "span": span(slot.starts_at, slot.ends_at),
        }
    if entry.choice == Choice.NOTHING:
        return _("No slot, and nothing to choose: the position is left out.")
    if entry.position not in STORIES:
        return _("No slot: the next event that will take place.")
    item = front.items.get(entry.position)
    if not isinstance(item, PublicationPage):
        return ""
    last = front.last_ends.get((entry.position, item.lead_partner_id))
    name = item.lead_partner.short_name
    if last is None:
        return _("No slot: %(partner)s never had one here, and this is the latest to take its turn.") % {
            "partner": name
        }
    return _("No slot: %(partner)s is the one whose last slot here ended longest ago, on %(day)s.") % {
        "partner": name,
        "day": moment(last),
    }
