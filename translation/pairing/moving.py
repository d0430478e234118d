"""Another hour for French that is scheduled: its English had been taken from the schedule, and has come back."""

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page

from core.refusals import Refused
from partners.guards import guard_approved, publish_version
from partners.workflow.eligibility import read_together
from translation.models import TwinRelease
from translation.pairing.addressing import guard_address_when_due


def is_released(french: Page, hour: datetime) -> bool:
    """Whether French was given this hour together with its English. One query."""
    return TwinRelease.objects.filter(translation_key=french.translation_key, go_live_at=hour).exists()


def move(french: Page, hour: datetime | None, *, now: datetime) -> None:
    """Publish what is scheduled of a French text, with its parts, at another hour (aware; nothing for now).

    The caller holds the page. Raises `Refused` for what could not be published then.
    """
    for part in read_together(french.specific):
        scheduled = part.revisions.filter(approved_go_live_at__isnull=False)
        revision = scheduled.select_for_update().order_by("approved_go_live_at").first()
        if revision is None:
            continue
        guard_approved(revision)
        guard_address_when_due(revision)
        expire_at = revision.as_object().expire_at
        guard_order(part, hour, expire_at, now=now)
        publish_version(revision, user=None, go_live_at=hour, expire_at=expire_at)
    TwinRelease.objects.filter(translation_key=french.translation_key).update(go_live_at=hour)


def guard_order(page: Page, go_live_at: datetime | None, expire_at: datetime | None, *, now: datetime) -> None:
    """Refuse dates that were chosen one after the other, and contradict each other. Raises `Refused`."""
    if expire_at and expire_at <= (go_live_at or now):
        raise Refused(
            _(
                "“%(title)s” would be taken down before it is published: have it given back, "
                "and approved with other dates."
            )
            % {"title": page.draft_title}
        )
