"""French first: readers get no English of a French text that they cannot read.

Every publication passes here: at the last approval, by force, and when the hour of a scheduled one comes.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from core.languages import is_source, original_of
from core.refusals import Refused


def scheduled_for(page: Page) -> datetime | None:
    """When the portal will publish a page by itself, if it will. One query."""
    approved = page.revisions.filter(approved_go_live_at__isnull=False)
    return approved.order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True).first()


def guard_french_first(pages: Sequence[Page], go_live_at: datetime | None) -> None:
    """Refuse a translated page whose French readers cannot read by then. Raises `Refused`, naming each page."""
    reasons = [reason for page in pages if not is_source(page) and (reason := _reason(page, go_live_at))]
    if reasons:
        raise Refused(*reasons)


def guard_french_first_when_due(revision: Revision) -> None:
    """Refuse a translated page whose hour has come before its French is live. Raises `Refused`."""
    page = revision.content_object
    if isinstance(page, Page):
        guard_french_first([page], None)


def french_hour(pages: Sequence[Page]) -> tuple[bool, datetime | None]:
    """Whether the French of every page is live or will be, and from when all of it is (aware; nothing for now)."""
    hours = []
    for page in pages:
        french = original_of(page)
        if french is None or french.live:
            continue
        if (moment := scheduled_for(french)) is None:
            return False, None
        hours.append(moment)
    return True, max(hours, default=None)


def _reason(page: Page, go_live_at: datetime | None) -> str:
    french = original_of(page)
    title = {"title": page.draft_title}
    if french is None:
        return _("“%(title)s” has no French page: write it in French first, then translate it.") % title
    if french.live:
        return ""
    moment = scheduled_for(french)
    if moment is None:
        return _("The French version of “%(title)s” is not published: publish it first, or both together.") % title
    if go_live_at is None or go_live_at < moment:
        when = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
        return _(
            "The French version of “%(title)s” will be published on %(when)s: choose that hour, or a later one."
        ) % {**title, "when": when}
    return ""
