"""The way of a text from draft to readers: submit, approve or refuse, publish.

What is published is what was read, or nothing is (`partners.guards`, `partners.workflow.digest`).
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from accounts.models import User
from core.desk import Words
from partners import readiness
from partners.guards import (
    Refused,
    guard_dates,
    guard_news,
    guard_partner,
    guard_submission,
    guard_unchanged,
    locked,
    publish,
)
from partners.models import Approval, ApprovalState, PartnerApproval, PortalApproval
from partners.roles import is_staff
from partners.workflow import notifications
from partners.workflow.changes import authors_of
from partners.workflow.eligibility import eligible, may_decide, read_together


@transaction.atomic
def submit(page: Page, *, user: User, now: datetime) -> WorkflowState:
    """Hand the latest draft of a page, with its parts, to whoever is to approve it.

    Raises `Refused` with every reason at once, `PermissionDenied` for whoever may not change the page.
    """
    page = locked(page)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    whole = page.moderated_with()
    if whole.pk != page.pk:
        raise Refused(_("This is submitted together with “%(title)s”: submit that page.") % {"title": whole.title})
    guard_partner(page)
    lock = page.get_lock()
    if lock and lock.for_user(user):
        raise Refused(str(lock.get_message(user)))
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise Refused(_("This text has already been submitted."))
    if page.latest_revision is None:
        page.save_revision()
    parts = read_together(page)
    guard_news(page)
    problems = [
        finding.message
        if part.pk == page.pk
        else _("“%(title)s”: %(problem)s") % {"title": part.draft_title, "problem": finding.message}
        for part in parts
        for finding in readiness.blocking(part.get_latest_revision_as_object(), now=now)
    ]
    if problems:
        raise Refused(*problems)
    guard_submission(parts)
    if nobody := nobody_left(page):
        raise Refused(nobody)
    if state:
        state.cancel(user=user)
    started = page.get_workflow().start(page, user)
    notifications.waiting(started, by=user)
    return started


def nobody_left(page: Page) -> str:
    """A sentence that says who could help when everyone who may approve has changed the text; empty otherwise."""
    task = PortalApproval.objects.filter(active=True).first()
    if task is None or eligible(task, page).exists():
        return ""
    helpers = User.objects.filter(is_superuser=True, is_active=True).order_by("last_name", "first_name")
    names = ", ".join(person.name for person in helpers) or "—"
    return _(
        "Nobody is left who may approve this text without having changed it. "
        "An administrator can name another person: %(names)s."
    ) % {"names": names}


def start_task(task: Approval, workflow_state: WorkflowState, *, user: Any) -> TaskState:
    """Begin a step; skip the partner's where nobody is left to take it."""
    page = workflow_state.content_object.specific
    if isinstance(task, PartnerApproval) and not eligible(task, page).exists():
        skipped = ApprovalState(workflow_state=workflow_state, task=task, revision=page.latest_revision)
        skipped.status, skipped.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
        skipped.save()
        return skipped
    return task.begin(workflow_state, user=user)


@transaction.atomic
def approve(  # noqa: PLR0913 -- keywords, each with a meaning of its own
    state: TaskState,
    *,
    user: User,
    digest: str,
    now: datetime,
    comment: str = "",
    go_live_at: datetime | None = None,
    expire_at: datetime | None = None,
) -> WorkflowState:
    """Approve the content whose digest is given, as it was read. The last approval publishes it, or schedules it.

    Unless a step after it holds the text back (`Approval.held_because`), or gives it back.

    `go_live_at` and `expire_at` are aware; nothing means at once, and for good. Raises `Refused`.
    """
    page, state = _in_progress(state)
    guard_partner(page)
    if not may_decide(state.task.specific, page, user):
        raise Refused(_not_yours(page, user))
    guard_unchanged(page, digest)
    guard_dates(go_live_at, expire_at, now)
    state.digest, state.go_live_at, state.expire_at = digest, go_live_at, expire_at
    state.approve(user=user, comment=comment)
    workflow = WorkflowState.objects.get(pk=state.workflow_state_id)
    if workflow.status == WorkflowState.STATUS_APPROVED:
        notifications.approved(workflow, by=user, go_live_at=last_approval(workflow).go_live_at)
    elif held_because(workflow):
        notifications.held(workflow, by=user)
    elif workflow.status == WorkflowState.STATUS_IN_PROGRESS:
        notifications.waiting(workflow, by=user)
    return workflow


@transaction.atomic
def refuse(state: TaskState, *, user: User, reason: str) -> WorkflowState:
    """Give a submission back with a reason. Raises `Refused`."""
    page, state = _in_progress(state)
    task = state.task.specific
    if not (may_decide(task, page, user) or is_staff(user)):
        raise Refused(_not_yours(page, user))
    if not reason.strip():
        raise Refused(_("Say what is to be mended: the author will read it."))
    state.reject(user=user, comment=reason.strip())
    workflow = WorkflowState.objects.get(pk=state.workflow_state_id)
    notifications.refused(workflow, by=user, reason=reason.strip())
    return workflow


def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what every step approved; Wagtail calls this when the last one has (`WAGTAIL_FINISH_WORKFLOW_ACTION`).

    Raises `Refused` when the content is no longer what was approved, which undoes the approval.
    """
    page = locked(workflow_state.content_object)
    approvals = ApprovalState.objects.filter(workflow_state=workflow_state, status=TaskState.STATUS_APPROVED)
    for digest in {approval.digest for approval in approvals}:
        guard_unchanged(page, digest)
    last = last_approval(workflow_state)
    publish(page, user=user, go_live_at=last.go_live_at, expire_at=last.expire_at)


def last_approval(workflow_state: WorkflowState) -> ApprovalState:
    """The last step that agreed: its dates are those of the publication. Raises `Refused` where none has."""
    approvals = ApprovalState.objects.filter(workflow_state=workflow_state, status=TaskState.STATUS_APPROVED)
    last = approvals.order_by("finished_at", "pk").last()
    if last is None:
        raise Refused(_("Nobody has approved this text."))
    return last


def held_because(workflow_state: WorkflowState) -> Words:
    """What an approved text waits for, in a sentence; empty when it is held back by nothing."""
    step = workflow_state.current_task_state
    if step is None or workflow_state.status != WorkflowState.STATUS_IN_PROGRESS:
        return ""
    task = step.task.specific
    return task.held_because(workflow_state.content_object.specific) if isinstance(task, Approval) else ""


def _in_progress(state: TaskState) -> tuple[Page, ApprovalState]:
    """The page and the step, held, if the step is still the one that waits. Raises `Refused`."""
    page = locked(state.workflow_state.content_object)
    fresh = ApprovalState.objects.select_related("workflow_state", "finished_by").get(pk=state.pk)
    if fresh.status != TaskState.STATUS_IN_PROGRESS or fresh.workflow_state.current_task_state_id != fresh.pk:
        who = fresh.finished_by.name if fresh.finished_by else _("somebody")
        raise Refused(
            _("This step is over: %(name)s, %(status)s. Nothing was done twice.")
            % {"name": who, "status": str(fresh.get_status_display()).lower()}
        )
    return page, fresh


def _not_yours(page: Page, user: User) -> str:
    if user.pk in authors_of(read_together(page)):
        return _("You have changed this text: another person has to approve it.")
    return _("This text does not wait for you.")
