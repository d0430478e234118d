"""Publication without a second person, where something cannot wait, until one confirms it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from partners.guards import Refused, guard_dates, guard_news, guard_unchanged, locked, publish
from partners.models import ForcedPublication
from partners.roles import is_staff
from partners.workflow import notifications
from partners.workflow.changes import authors_of
from partners.workflow.eligibility import read_together


@transaction.atomic
def force_publish(
    page: Page, *, user: User, digest: str, reason: str, now: datetime, go_live_at: datetime | None = None
) -> ForcedPublication:
    """Publish without a second person, with a reason that stays on the desk until one confirms. Raises `Refused`."""
    page = locked(page)
    if not is_staff(user):
        raise PermissionDenied
    whole = page.moderated_with()
    if whole.pk != page.pk:
        raise Refused(_("This is published together with “%(title)s”: open that page.") % {"title": whole.title})
    if not reason.strip():
        raise Refused(_("Say why this cannot wait: a second person will read it."))
    guard_news(page)
    guard_unchanged(page, digest)
    guard_dates(go_live_at, None, now)
    parts = read_together(page)
    authors = authors_of(parts)
    state = page.current_workflow_state
    if state:
        state.cancel(user=user)
    forced = ForcedPublication.objects.create(
        page_id=page.pk,
        revision=page.latest_revision,
        digest=digest,
        reason=reason.strip(),
        forced_by=user,
        forced_at=now,
    )
    forced.authors.set(authors)
    publish(page, user=user, go_live_at=go_live_at, expire_at=page.get_latest_revision_as_object().expire_at)
    log(instance=page, action="portal.force_publish", user=user, data={"reason": forced.reason})
    notifications.forced(forced)
    return forced


@transaction.atomic
def confirm(forced: ForcedPublication, *, user: User, now: datetime) -> ForcedPublication:
    """Agree, as a second person, with a publication by force. Raises `Refused`."""
    forced = ForcedPublication.objects.select_for_update().get(pk=forced.pk)
    if not is_staff(user):
        raise PermissionDenied
    if forced.confirmed_at:
        raise Refused(_("%(name)s has already confirmed it.") % {"name": forced.confirmed_by or "—"})
    if user.pk == forced.forced_by_id or forced.authors.filter(pk=user.pk).exists():
        raise Refused(_("A second person has to confirm: you published or wrote this text yourself."))
    forced.confirmed_by, forced.confirmed_at = user, now
    forced.save(update_fields=["confirmed_by", "confirmed_at"])
    log(instance=forced.page.specific, action="portal.confirm_forced", user=user)
    return forced
