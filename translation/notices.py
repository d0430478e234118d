"""Mails about texts at the gate, and about waivers that end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from accounts.mail import notify
from accounts.models import User
from partners.enums import Role
from partners.workflow.notifications import authors_of_submission
from translation.models import Waiver


def people_of(workflow: WorkflowState) -> list[User]:
    """Whoever submitted a text, and whoever had changed it; asked before it is published."""
    return list(authors_of_submission(workflow, workflow.content_object.specific))


def released(workflow: WorkflowState, people: Sequence[User], *, by: User | None, go_live_at: datetime | None) -> int:
    """Tell the authors of a text that waited that it is published, or when it will be."""
    page = Page.objects.get(pk=workflow.object_id).specific
    link = _edit(page) if go_live_at else page.full_url or _edit(page)
    told = [person for person in people if by is None or person.pk != by.pk]
    return _tell(told, "released", page, link, go_live_at=go_live_at)


def given_back(workflow: WorkflowState, reasons: Sequence[str], *, by: User | None) -> int:
    """Tell the translators of an English text what is left to do, for its French has changed."""
    page = workflow.content_object.specific
    people = [person for person in people_of(workflow) if by is None or person.pk != by.pk]
    return _tell(people, "given_back", page, _edit(page), reasons=list(reasons))


def waiver_ends(waiver: Waiver, *, is_over: bool) -> int:
    """Remind whoever signed a waiver, and communications, that it ends soon, or is over."""
    people = User.objects.filter(
        Q(groups__role_group__role=Role.COMMUNICATIONS) | Q(pk=waiver.signed_by_id), is_active=True
    ).distinct()
    page = waiver.page.specific
    link = reverse("portal_waivers:sign", args=[page.pk])
    return _tell(people, "waiver_over" if is_over else "waiver_ends", page, link, waiver=waiver)


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _tell(people: Any, template: str, page: Page, link: str, **context: Any) -> int:
    values = {"title": page.get_admin_display_title(), **context}
    return notify(people, template=f"translation/mails/{template}", link=link, context=values)
