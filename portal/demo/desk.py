"""The demonstration at work: accounts for every role, and texts brought to each state by the verbs of the portal."""

import json
import tomllib
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from accounts.models import User
from articles.enums import ArticleKind
from articles.models import ArticlePage
from core.models import Subject
from partners import forcing, moderation, withdrawal
from partners.guards import digest_of_page
from partners.models import (
    Correction,
    Membership,
    Partner,
    PartnerPage,
    Person,
    PublicationSubject,
    RoleGroup,
    Withdrawal,
)
from portal.demo.content import DATA
from portal.setup.portal import key_of

COMMUNICATIONS = "communications@latrame.example"


def accounts() -> list[dict[str, Any]]:
    """The accounts of the demonstration but the administrator's, in the order of the file."""
    return tomllib.loads((DATA / "accounts.toml").read_text(encoding="utf-8"))["account"]


def open_accounts(password: str) -> None:
    """Create the accounts that are missing, with their roles."""
    for row in accounts():
        if User.objects.filter(email=row["email"]).exists():
            continue
        user = User.objects.create_user(
            row["email"],
            password,
            first_name=row["first_name"],
            last_name=row["last_name"],
            preferred_language=row.get("language", "fr"),
        )
        if "partner" in row:
            partner = Partner.objects.get(slug=row["partner"])
            Membership.objects.create(partner=partner, user=user, role=row["role"])
        else:
            user.groups.add(RoleGroup.objects.get(role=row["role"], partner=None).group)


def texts() -> list[dict[str, Any]]:
    """The texts on their way, in the order of the file."""
    return tomllib.loads((DATA / "desk.toml").read_text(encoding="utf-8"))["text"]


def write_texts(*, now: datetime) -> None:
    """Bring each text of `desk.toml` that is missing to its state. `now` is aware."""
    for row in texts():
        key = key_of(f"page/{row['id']}")
        if not ArticlePage.objects.filter(translation_key=key).exists():
            page = draft(row)
            STATES[row["state"]](page, row, now)
            if "published_on" in row:
                _publish_then(page, datetime.fromisoformat(row["published_on"]))
    _propose()


def draft(row: dict[str, Any]) -> ArticlePage:
    """Write the article of a row, below the page of its author's partner."""
    author = User.objects.get(email=row["author"])
    partner = Membership.objects.get(user=author).partner
    parent = PartnerPage.objects.get(partner=partner, locale__language_code="fr")
    page: Any = ArticlePage(
        title=row["title"],
        slug=row["slug"],
        summary=row.get("summary", ""),
        article_kind=ArticleKind.BEST_PRACTICE,
        locale=parent.locale,
        translation_key=key_of(f"page/{row['id']}"),
        owner=author,
        live=False,
    )
    page.body = json.dumps([{"type": "text", "value": row["body"]}])
    if "subject" in row:
        page.subjects = [PublicationSubject(subject=Subject.objects.get(code=row["subject"]))]
    parent.add_child(instance=page)
    page.save_revision(user=author, clean=False, log_action=True)
    return ArticlePage.objects.get(pk=page.pk)


def _publish_then(page: ArticlePage, moment: datetime) -> None:
    """Date what readers see, in whose year it is 2023."""
    dates = {"first_published_at": moment, "last_published_at": moment, "sort_date": timezone.localdate(moment)}
    ArticlePage.objects.filter(pk=page.pk).update(**dates)
    Withdrawal.objects.filter(page=page.pk).update(withdrawn_at=moment + timedelta(days=30))


def _leave(_page: ArticlePage, _row: dict[str, Any], _now: datetime) -> None:
    """A draft stays one."""


def _submit(page: ArticlePage, row: dict[str, Any], now: datetime) -> None:
    state = moderation.submit(page, user=page.owner, now=now)
    _date(state, now - timedelta(days=row.get("days", 0)))


def _agree_as_partner(page: ArticlePage, row: dict[str, Any], now: datetime) -> None:
    """Submit, and let the partner's lead agree where there is one."""
    _submit(page, row, now)
    agree_as_partner(page, now)


def agree_as_partner(page: ArticlePage, now: datetime) -> None:
    """Let the partner's lead agree, where there is one."""
    step = _step(page)
    lead = moderation.eligible(step.task.specific, page).exclude(memberships__partner__is_portal=True)
    person = lead.filter(is_superuser=False).first()
    if person:
        moderation.approve(step, user=person, digest=digest_of_page(page), now=now)


def agree_as_communications(page: ArticlePage, now: datetime) -> None:
    """Let communications agree: the text is published."""
    moderation.approve(_step(page), user=_communications(), digest=digest_of_page(page), now=now)


def _refuse(page: ArticlePage, row: dict[str, Any], now: datetime) -> None:
    _agree_as_partner(page, row, now)
    moderation.refuse(_step(page), user=_communications(), reason=row["reason"])


def approve(page: ArticlePage, row: dict[str, Any], now: datetime, *, go_live_at: datetime | None = None) -> None:
    """Submit, and let everybody agree."""
    _agree_as_partner(page, row, now)
    moderation.approve(_step(page), user=_communications(), digest=digest_of_page(page), now=now, go_live_at=go_live_at)


def _schedule(page: ArticlePage, row: dict[str, Any], now: datetime) -> None:
    day = timezone.localdate(now) + timedelta(days=3)
    approve(page, row, now, go_live_at=timezone.make_aware(datetime.combine(day, time(9))))


def _force(page: ArticlePage, row: dict[str, Any], now: datetime) -> None:
    forcing.force_publish(page, user=_communications(), digest=digest_of_page(page), reason=row["reason"], now=now)


def _withdraw(page: ArticlePage, row: dict[str, Any], now: datetime) -> None:
    approve(page, row, now)
    page = ArticlePage.objects.get(pk=page.pk)
    withdrawal.withdraw(page, user=_communications(), explanation=row["reason"], now=now)


def _correct(page: ArticlePage, row: dict[str, Any], now: datetime) -> None:
    version = page.get_latest_revision_as_object()
    day = datetime.fromisoformat(row["published_on"]).date() + timedelta(days=2)
    version.corrections = [Correction(on=day, text=row["reason"], locale=page.locale)]
    version.save_revision(user=page.owner)
    approve(ArticlePage.objects.get(pk=page.pk), row, now)


STATES = {
    "draft": _leave,
    "partner": _submit,
    "refused": _refuse,
    "portal": _agree_as_partner,
    "scheduled": _schedule,
    "forced": _force,
    "withdrawn": _withdraw,
    "corrected": _correct,
}


def _step(page: ArticlePage) -> TaskState:
    return ArticlePage.objects.get(pk=page.pk).current_workflow_state.current_task_state


def _communications() -> User:
    return User.objects.get(email=COMMUNICATIONS)


def _date(state: WorkflowState, moment: datetime) -> None:
    """The queue of a portal that is used has its ages."""
    WorkflowState.objects.filter(pk=state.pk).update(created_at=moment)
    state.task_states.update(started_at=moment)


def _propose() -> None:
    """A person whom an editor has proposed; nobody real."""
    Person.objects.get_or_create(
        slug="alex-exemple",
        defaults={
            "name": "Alex Exemple",
            "role_fr": "Personne inventée pour la démonstration",
            "role_en": "Invented for the demonstration",
            "organisation": Partner.objects.get(slug="crim"),
            "is_confirmed": False,
            "proposed_by": User.objects.get(email="redaction.crim@latrame.example"),
        },
    )
