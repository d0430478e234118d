"""What every verb of moderation checks first, and the publication in which they end.

A verb locks the page before it looks, so that two people who act at once act one after the other.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from accounts.models import User
from core.refusals import Refused
from partners.digest import digest_of, joint_digest, latest_revisions
from partners.eligibility import partner_of, read_together
from partners.models import ContentChange

__all__ = [
    "Refused",
    "digest_of_page",
    "guard_dates",
    "guard_partner",
    "guard_scheduled",
    "guard_unchanged",
    "locked",
    "publish",
]


def locked(page: Page) -> Page:
    """The page as it is now, of its own type, held until the end of the transaction."""
    return Page.objects.select_for_update().get(pk=page.pk).specific


def digest_of_page(page: Page) -> str:
    """The digest of the latest draft of a page with its parts: what a reviewer is shown, and answers for."""
    return joint_digest(latest_revisions(read_together(page)))


def guard_partner(page: Page) -> None:
    """Refuse what is new for a partner that is no longer active."""
    partner = partner_of(page)
    if not partner.is_active:
        raise Refused(
            _("%(partner)s is no longer an active partner: nothing new is published for it.") % {"partner": partner}
        )


def guard_unchanged(page: Page, digest: str) -> None:
    """Refuse when the text, or one of its parts, is not the one that was read."""
    if digest_of_page(page) != digest:
        latest = latest_revisions(read_together(page))
        last = max(latest, key=lambda revision: revision.created_at)
        raise Refused(
            _("The text has changed since you read it (%(name)s): read it again, then decide.")
            % {"name": last.user.name if last.user else "—"}
        )


def guard_dates(go_live_at: datetime | None, expire_at: datetime | None, now: datetime) -> None:
    """Refuse dates that are over, or in the wrong order."""
    if go_live_at and go_live_at <= now:
        raise Refused(
            _("The date of publication is in the past: choose a later one, or leave it empty to publish now.")
        )
    if expire_at and expire_at <= (go_live_at or now):
        raise Refused(_("The text would be taken down before it is published."))


def guard_scheduled(revision: Revision) -> None:
    """Refuse to publish, when its time comes, what is no longer what was approved. Raises `Refused`."""
    change = ContentChange.objects.filter(pk=revision.pk).first()
    if change and change.approved and change.approved != digest_of(revision.content):
        raise Refused(
            _("“%(title)s” is no longer what was approved: it is to be submitted again.")
            % {"title": revision.object_str}
        )


def publish(page: Page, *, user: User | None, go_live_at: datetime | None, expire_at: datetime | None) -> None:
    """Publish the latest revision of the page and of its parts, or schedule it. The caller holds the page."""
    for part in read_together(page):
        if part.pk != page.pk and part.live and not part.has_unpublished_changes:
            continue
        revision = part.latest_revision
        dates = {"go_live_at": go_live_at, "expire_at": expire_at}
        revision.content |= {name: moment.isoformat() if moment else None for name, moment in dates.items()}
        revision.save(update_fields=["content"])
        ContentChange.objects.filter(pk=revision.pk).update(approved=digest_of(revision.content))
        PublishPageRevisionAction(revision, user=user).execute(skip_permission_checks=True)
