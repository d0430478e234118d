"""The demonstration's home page: slots past, present and to come, by the verbs of the portal."""

import tomllib
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from home.models import FeaturedSlot, FeatureProposal
from home.slots import featuring, proposing
from partners.models import Membership, PublicationPage
from portal.demo.content import DATA
from portal.demo.desk import COMMUNICATIONS
from portal.setup.portal import key_of

SECOND_PERSON = "communications.2@latrame.example"
HOUR = time(9)


def rows() -> dict[str, Any]:
    """What the file holds."""
    return tomllib.loads((DATA / "featured.toml").read_text(encoding="utf-8"))


def feature(*, now: datetime) -> None:
    """Schedule everything, once: a portal that has slots keeps its own. `now` is aware."""
    if FeaturedSlot.objects.exists():
        return
    data = rows()
    for row in data["slot"]:
        _slot(row, now)
    _propose(data["proposal"], now)


def _slot(row: dict[str, Any], now: datetime) -> None:
    author, second = (User.objects.get(email=email) for email in (COMMUNICATIONS, SECOND_PERSON))
    words = {
        f"{name}_{language}": text
        for name in ("title", "summary", "url")
        for language, text in row.get(name, {}).items()
    }
    words |= {name: row[name] for name in ("position", "priority", "reason") if name in row}
    slot = FeaturedSlot(**words, starts_at=_day(row["from"], now), ends_at=_day(row["to"], now), live=False)
    if "page" in row:
        slot.publication = PublicationPage.objects.get(
            translation_key=key_of(f"page/{row['page']}"), locale__language_code="fr"
        )
    slot.full_clean()
    slot.save()
    slot.save_revision(user=author, log_action=True)
    if row["state"] == "draft":
        return
    # As it happened: two days before, or two days ago for what is to come.
    then = min(slot.starts_at, now) - timedelta(days=2)
    submission = featuring.submit(slot, user=author, now=then)
    if row["state"] == "approved":
        featuring.approve(submission, user=second, digest=submission.digest, now=then + timedelta(days=1))
    elif row["state"] == "refused":
        featuring.refuse(submission, user=second, comment=row["comment"], now=then + timedelta(days=1))


def _day(days: int, now: datetime) -> datetime:
    day = timezone.localtime(now).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, HOUR))


def _propose(row: dict[str, Any], now: datetime) -> None:
    """Let a partner propose its latest text that readers can open."""
    author = User.objects.get(email=row["author"])
    partner = Membership.objects.get(user=author).partner
    own = PublicationPage.objects.visible().filter(lead_partner=partner, locale__language_code="fr")
    latest = own.order_by("-first_published_at", "pk").first()
    if latest is not None and not FeatureProposal.objects.exists():
        proposing.propose(latest, user=author, why=row["why"], now=now)
