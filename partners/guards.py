"""What every verb of moderation checks first, and the publication in which they end.

A verb locks the page before it looks, so that two people who act at once act one after the other.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from accounts.models import User
from core.refusals import Refused
from partners.models import ContentChange
from partners.workflow.digest import digest_of, joint_digest, latest_revisions
from partners.workflow.eligibility import partner_of, read_together

__all__ = [
    "Refused",
    "add_guards",
    "digest_of_page",
    "follow_publications",
    "guard_approved",
    "guard_dates",
    "guard_news",
    "guard_partner",
    "guard_publication",
    "guard_scheduled",
    "guard_submission",
    "guard_unchanged",
    "locked",
    "publish",
    "publish_version",
]


# Told the page, with what is submitted with it; and, before it is published, the hour (aware; nothing for now).
SubmissionGuard = Callable[[Sequence[Page]], None]
PublicationGuard = Callable[[Sequence[Page], datetime | None], None]
# Told a revision whose hour has come.
DueGuard = Callable[[Revision], None]
# Told what has just been published or scheduled, for which hour, and by whom.
Follower = Callable[[Sequence[Page], datetime | None, User | None], None]

_before_submission: list[SubmissionGuard] = []
_before_publication: list[PublicationGuard] = []
_when_due: list[DueGuard] = []
_after_publication: list[Follower] = []


def add_guards(
    *,
    submission: SubmissionGuard | None = None,
    publication: PublicationGuard | None = None,
    due: DueGuard | None = None,
) -> None:
    """Let an application refuse what is submitted or published, now or when its hour comes: it raises `Refused`."""
    if submission is not None and submission not in _before_submission:
        _before_submission.append(submission)
    if publication is not None and publication not in _before_publication:
        _before_publication.append(publication)
    if due is not None and due not in _when_due:
        _when_due.append(due)


def follow_publications(follower: Follower) -> None:
    """Let an application act in the transaction in which a page, with its parts, was published or scheduled."""
    if follower not in _after_publication:
        _after_publication.append(follower)


def locked(page: Page) -> Page:
    """The page as it is now, of its own type, held until the end of the transaction with its other language.

    The languages of a text are published together, or one after the other: two people never decide about them at once.
    """
    held = Page.objects.select_for_update().filter(translation_key=page.translation_key).order_by("pk")
    return next(item for item in held if item.pk == page.pk).specific


def guard_submission(pages: Sequence[Page]) -> None:
    """Refuse what an application does not let pass (`add_guards`)."""
    for guard in _before_submission:
        guard(pages)


def guard_publication(pages: Sequence[Page], go_live_at: datetime | None) -> None:
    """Refuse what an application does not let pass (`add_guards`)."""
    for guard in _before_publication:
        guard(pages, go_live_at)


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


def guard_news(page: Page) -> None:
    """Refuse a text that is, with its parts, what readers already see."""
    if page.live and not any(part.has_unpublished_changes or not part.live for part in read_together(page)):
        raise Refused(_("Nothing has changed since this text was published."))


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
    guard_approved(revision)
    for guard in _when_due:
        guard(revision)


def guard_approved(revision: Revision) -> None:
    """Refuse a scheduled version that is no longer what was approved. Raises `Refused`."""
    change = ContentChange.objects.filter(pk=revision.pk).first()
    if change and change.approved and change.approved != digest_of(revision.content):
        raise Refused(
            _("“%(title)s” is no longer what was approved: it is to be submitted again.")
            % {"title": revision.object_str}
        )


def publish(page: Page, *, user: User | None, go_live_at: datetime | None, expire_at: datetime | None) -> None:
    """Publish the latest revision of the page and of its parts, or schedule it. The caller holds the page.

    What follows from it (`follow_publications`) is done in the same transaction, or nothing is. Raises `Refused` for a
    partner that is no longer active (what was scheduled while it was still goes live), and for what an application does
    not let pass.
    """
    guard_partner(page)
    parts = read_together(page)
    guard_publication(parts, go_live_at)
    for part in parts:
        if part.pk != page.pk and part.live and not part.has_unpublished_changes:
            continue
        publish_version(part.latest_revision, user=user, go_live_at=go_live_at, expire_at=expire_at)
    for follow in _after_publication:
        follow(parts, go_live_at, user)


def publish_version(
    revision: Revision, *, user: User | None, go_live_at: datetime | None, expire_at: datetime | None
) -> None:
    """Publish one version of one page, or schedule it; nothing is asked. The caller holds the page."""
    dates = {"go_live_at": go_live_at, "expire_at": expire_at}
    revision.content |= {name: moment.isoformat() if moment else None for name, moment in dates.items()}
    revision.save(update_fields=["content"])
    # Saving it has just recorded its digest (`partners.workflow.changes`).
    ContentChange.objects.filter(pk=revision.pk).update(approved=F("digest"))
    PublishPageRevisionAction(revision, user=user).execute(skip_permission_checks=True)
