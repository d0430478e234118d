"""The morning mail of communications: what waits for them, the oldest first, and one link to the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.mail import notify
from accounts.models import User
from core.desk import ListPanel, Row, Visit, Words, panels_for
from partners.enums import Role

# How many titles a part of the mail names before it counts the others.
NAMED = 10


@dataclass(frozen=True)
class Part:
    """What waits in one panel, but for what this person can do nothing about."""

    heading: Words
    rows: Sequence[Row]

    @property
    def total(self) -> int:
        """How much waits."""
        return len(self.rows)

    @property
    def named(self) -> Sequence[Row]:
        """The first ones."""
        return self.rows[:NAMED]

    @property
    def others(self) -> int:
        """How many are not named."""
        return max(0, len(self.rows) - NAMED)


@transaction.atomic
def send_digest(now: datetime) -> int:
    """Write to each active member of communications for whom something waits at `now` (aware); return how many mails.

    Nobody gets a mail that says that there is nothing to do. A turn that is begun again after it was broken off writes
    to nobody twice: its mails are written together or not at all.
    """
    people = User.objects.filter(groups__role_group__role=Role.COMMUNICATIONS, is_active=True).distinct()
    sent = 0
    for person in people:
        with translation.override(person.preferred_language):
            parts = parts_for(person, now=now)
        if parts:
            context = {"parts": parts, "total": sum(part.total for part in parts), "now": now}
            sent += notify([person], template="desk/mails/digest", link=reverse("wagtailadmin_home"), context=context)
    return sent


def parts_for(person: User, *, now: datetime) -> list[Part]:
    """What waits for a person in each panel that asks for something, as on the desk."""
    visit = Visit(person, now)
    parts = []
    for panel in panels_for(person):
        if isinstance(panel, ListPanel) and panel.asks:
            rows = panel.rows(list(panel.listed(visit)), visit)
            parts.append(Part(panel.heading, [row for row in rows if not row.is_for_others]))
    return [part for part in parts if part.rows]
