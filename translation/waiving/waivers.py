"""Waivers: somebody signs that a French text goes to readers without its English version, until a day."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from core.languages import is_source, target_locales
from core.refusals import Refused
from partners.guards import locked
from partners.models import PublicationPage
from partners.roles import is_staff
from translation import notices
from translation.models import Waiver
from translation.models.waiver import WaiverQuerySet
from translation.pairing import twins

LONGEST = timedelta(days=365)
# How long before its last day one is reminded.
NOTICE = timedelta(days=7)


@transaction.atomic
def sign(page: Page, *, user: User, reason: str, until: date, now: datetime) -> Waiver:
    """Let a French publication go without its English version until a day, which counts; one that waits passes.

    Takes the place of an earlier waiver of this page. Raises `PermissionDenied`, or `Refused` with every reason.
    """
    page = locked(page)
    if not is_staff(user):
        raise PermissionDenied
    today = timezone.localdate(now)
    if reasons := _reasons(page, reason.strip(), until, today):
        raise Refused(*reasons)
    (locale,) = target_locales()
    open_waivers(page).update(ended_at=now)
    waiver = Waiver.objects.create(
        page_id=page.pk, locale=locale, reason=reason.strip(), until=until, signed_by=user, signed_at=now
    )
    log(
        instance=page,
        action="portal.sign_waiver",
        user=user,
        data={"reason": waiver.reason, "until": until.isoformat()},
    )
    step = twins.at_gate(page)
    if step is not None:
        twins.pass_alone(step, user=user, now=now)
    return waiver


@transaction.atomic
def end(waiver: Waiver, *, user: User, now: datetime) -> Waiver:
    """End a waiver before its day, or set aside one that is over. What it let pass stays. Raises `Refused`."""
    if not is_staff(user):
        raise PermissionDenied
    waiver = Waiver.objects.select_for_update().get(pk=waiver.pk)
    if waiver.ended_at:
        raise Refused(_("This waiver has already been ended."))
    waiver.ended_at = now
    waiver.save(update_fields=["ended_at"])
    log(instance=waiver.page.specific, action="portal.end_waiver", user=user)
    return waiver


@transaction.atomic
def remind(now: datetime) -> int:
    """Write to signers and communications a week before a waiver ends, and once it is over; return how many mails.

    Each once, whatever turns were missed; nothing where the English version is live.
    """
    today = timezone.localdate(now)
    sent = 0
    for waiver in still_needed().filter(until__lte=today + NOTICE).select_related("page", "signed_by"):
        is_over = waiver.until < today
        told = waiver.reminded_at and timezone.localdate(waiver.reminded_at)
        if told and (told > waiver.until or not is_over):
            continue
        sent += notices.waiver_ends(waiver, is_over=is_over)
        waiver.reminded_at = now
        waiver.save(update_fields=["reminded_at"])
    return sent


def still_needed() -> WaiverQuerySet:
    """The waivers that nobody has ended and whose page still has no live version in that language."""
    sister = Page.objects.filter(
        translation_key=OuterRef("page__translation_key"), locale=OuterRef("locale"), live=True
    )
    return Waiver.objects.filter(~Exists(sister), ended_at=None)


def open_waivers(page: Page) -> WaiverQuerySet:
    """The waivers of a page that nobody has ended, over or not."""
    return Waiver.objects.filter(page=page.pk, ended_at=None)


def concerns(page: Page) -> bool:
    """Whether a waiver makes sense for a page: a French publication that goes by itself, without live English."""
    if not isinstance(page, PublicationPage) or not is_source(page) or page.moderated_with().pk != page.pk:
        return False
    sister = twins.sister_of(page)
    return sister is None or not sister.live


def _reasons(page: Page, reason: str, until: date, today: date) -> list[str]:
    reasons = []
    if not concerns(page):
        reasons.append(
            _(
                "Only a French publication without English version needs a waiver; "
                "a session is published with its event."
            )
        )
    if not reason:
        reasons.append(_("Say why this text goes without its English version: your name and your reason are kept."))
    if until <= today:
        reasons.append(_("The last day has to be in the future."))
    if until > today + LONGEST:
        reasons.append(_("Choose a day within a year: sign again then, if need be."))
    return reasons
