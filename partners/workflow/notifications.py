"""Mails about the way of a text: to whoever must act, or has been waiting; each with its title and one link."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from wagtail.models import Page, WorkflowState

from accounts.mail import notify
from accounts.models import User
from partners.models import ForcedPublication, PortalApproval
from partners.workflow.changes import authors_of
from partners.workflow.eligibility import eligible, holders, partner_of, read_together


def waiting(workflow: WorkflowState, *, by: User | None) -> int:
    """Tell those who may take the step that waits, but whoever has just acted."""
    page = workflow.content_object.specific
    step = workflow.current_task_state
    people = _but(eligible(step.task.specific, page), by)
    return _tell(people, "waiting", page, reverse("portal_review:review", args=[page.pk]), by=by)


def approved(workflow: WorkflowState, *, by: User, go_live_at: datetime | None) -> int:
    """Tell the authors that their text is published, or when it will be."""
    page = workflow.content_object.specific
    return _tell(
        authors_of_submission(workflow, page).exclude(pk=by.pk),
        "scheduled" if go_live_at else "published",
        page,
        _edit(page) if go_live_at else page.full_url or _edit(page),
        by=by,
        go_live_at=go_live_at,
    )


def held(workflow: WorkflowState, *, by: User) -> int:
    """Tell the authors that their text is approved, and what it waits for."""
    page = workflow.content_object.specific
    step = workflow.current_task_state
    why = step.task.specific.held_because(page) if step else ""
    return _tell(authors_of_submission(workflow, page).exclude(pk=by.pk), "held", page, _edit(page), by=by, why=why)


def refused(workflow: WorkflowState, *, by: User, reason: str) -> int:
    """Tell the authors what is to be mended."""
    page = workflow.content_object.specific
    people = authors_of_submission(workflow, page).exclude(pk=by.pk)
    return _tell(people, "refused", page, _edit(page), by=by, reason=reason)


def restarted(workflow: WorkflowState, *, by: User | None) -> int:
    """Tell whoever submitted, and whoever is asked again, that the text has changed since it was approved."""
    page = workflow.content_object.specific
    workflow.refresh_from_db()
    step = workflow.current_task_state
    people = eligible(step.task.specific, page) if step else User.objects.none()
    told = {person.pk for person in people} | {workflow.requested_by_id}
    return _tell(
        User.objects.filter(pk__in=told - {by.pk if by else None}),
        "restarted",
        page,
        reverse("portal_review:review", args=[page.pk]),
        by=by,
    )


def forced(publication: ForcedPublication) -> int:
    """Tell the rest of communications that a second person has to confirm."""
    page = publication.page.specific
    task = PortalApproval.objects.filter(active=True).first()
    people = holders(task, partner_of(page)) if task else User.objects.none()
    return _tell(
        _but(people, publication.forced_by),
        "forced",
        page,
        reverse("portal_review:forced", args=[publication.pk]),
        by=publication.forced_by,
        reason=publication.reason,
    )


def authors_of_submission(workflow: WorkflowState, page: Page) -> Any:
    """Whoever submitted the text, and whoever had changed it."""
    # Published, it has no authors left: those of the submission are in its revisions.
    told = authors_of(read_together(page)) | set(
        workflow.task_states.exclude(revision__user=None).values_list("revision__user", flat=True)
    )
    return User.objects.filter(pk__in={*told, workflow.requested_by_id} - {None})


def _but(people: Any, person: User | None) -> Any:
    """Those people without the one who has just acted."""
    return people.exclude(pk=person.pk) if person else people


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _tell(people: Any, template: str, page: Page, link: str, **context: Any) -> int:
    values = {"title": page.get_admin_display_title(), "partner": partner_of(page), **context}
    return notify(people, template=f"partners/mails/{template}", link=link, context=values)
