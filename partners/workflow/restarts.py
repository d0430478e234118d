"""A submission whose text or whose approvers change goes back to its first step."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from partners.models import PartnerApproval
from partners.workflow import notifications
from partners.workflow.eligibility import eligible, keys_led_by


def follow_change(revision: Revision) -> None:
    """A text that changes while it waits is shown to everyone anew, from the first step."""
    _follow(revision, Q())


def follow_author(revision: Revision) -> None:
    """Whoever becomes an author of a text that waits has not approved it; what others approved has not changed."""
    _follow(revision, Q(finished_by=revision.user_id))


def _follow(revision: Revision, undone: Q) -> None:
    """Start anew where an approval that is `undone` was given, or nobody is left; show the revision otherwise."""
    page = Page.objects.get(pk=revision.object_id).specific
    whole = page.moderated_with()
    state = _waiting(whole)
    if state is None:
        return
    step = state.current_task_state
    if state.task_states.filter(undone, status=TaskState.STATUS_APPROVED).exists() or _is_stuck(step, whole):
        restart(state, user=revision.user)
        step = WorkflowState.objects.get(pk=state.pk).current_task_state
    if step and whole.pk == page.pk:
        TaskState.objects.filter(pk=step.pk).update(revision=revision)


def follow_partner(partner: Any) -> None:
    """Submissions that wait for leads who are no longer there go on without them."""
    for state in TaskState.objects.filter(
        task__in=PartnerApproval.objects.all(),
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__object_id__in=keys_led_by([partner.pk]),
    ).select_related("workflow_state", "task"):
        page = state.workflow_state.content_object.specific
        if _is_stuck(state, page):
            restart(state.workflow_state, user=None)
            notifications.waiting(WorkflowState.objects.get(pk=state.workflow_state_id), by=None)


def follow_move(pks: list[int]) -> None:
    """Publications that have come under another partner are approved anew, whether they waited or were scheduled."""
    Revision.page_revisions.filter(object_id__in=map(str, pks), approved_go_live_at__isnull=False).update(
        approved_go_live_at=None
    )
    waiting = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=map(str, pks),
    )
    for state in waiting:
        restart(state, user=None)


def restart(state: WorkflowState, *, user: User | None) -> None:
    """Forget the approvals of a submission that still waits, and ask again from the first step."""
    taken_back = state.task_states.filter(status=TaskState.STATUS_APPROVED).count()
    state.task_states.filter(
        status__in=(TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)
    ).update(status=TaskState.STATUS_CANCELLED, finished_at=timezone.now())
    state.current_task_state = None
    state.save()
    state.update(user=user)
    page = state.content_object.specific
    log(instance=page, action="portal.restart", user=user)
    if taken_back:
        notifications.restarted(state, by=user)


def _waiting(page: Page) -> WorkflowState | None:
    return (
        WorkflowState.objects.for_instance(page)
        .filter(status=WorkflowState.STATUS_IN_PROGRESS)
        .select_related("current_task_state__task")
        .first()
    )


def _is_stuck(step: TaskState | None, page: Page) -> bool:
    """Whether the partner's step waits for nobody."""
    task = step.task.specific if step else None
    return isinstance(task, PartnerApproval) and not eligible(task, page).exists()
