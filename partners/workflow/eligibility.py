"""Who may decide about a submission: the role that a task asks for, less whoever wrote the text.

Four eyes: a person who changed the content since it was last published approves nothing of it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, Task, TaskState

from accounts.models import User
from partners.enums import Role
from partners.models import Approval, Partner, PartnerApproval, PartnerPage, PublicationPage
from partners.placement import lead_partner_at
from partners.roles import standing
from partners.workflow.changes import authors_of


def partner_of(page: Page) -> Partner:
    """The partner whose leads are asked about a page."""
    return lead_partner_at(page.path)


def holders(task: Task, partner: Partner) -> QuerySet[User]:
    """The people whose role the task asks for: leads of an active partner, or communications and administrators."""
    people = User.objects.filter(is_active=True)
    if isinstance(task, Approval) and not task.is_decided:
        return people.none()
    if isinstance(task, PartnerApproval):
        if partner.is_portal or not partner.is_active:
            return people.none()
        return people.filter(groups__role_group__role=Role.LEAD, groups__role_group__partner=partner).distinct()
    return people.filter(Q(groups__role_group__role=Role.COMMUNICATIONS) | Q(is_superuser=True)).distinct()


def read_together(page: Page) -> list[Page]:
    """The page and what is submitted, approved and published with it."""
    return [page, *page.specific.moderated_parts()]


def eligible(task: Task, page: Page) -> QuerySet[User]:
    """The people who may decide about the page as it is now."""
    return holders(task, partner_of(page)).exclude(pk__in=authors_of(read_together(page)))


def may_decide(task: Task, page: Page, user: Any) -> bool:
    """Whether this person may approve or refuse."""
    return eligible(task, page).filter(pk=user.pk).exists()


def states_for_role(task: Task, user: Any) -> QuerySet[TaskState]:
    """The steps that wait for a role that this person has, whether or not the person wrote the text."""
    waiting = TaskState.objects.filter(task=task, status=TaskState.STATUS_IN_PROGRESS)
    who = standing(user)
    if isinstance(task, Approval) and not task.is_decided:
        return waiting.none()
    if not isinstance(task, PartnerApproval):
        return waiting if who.is_staff else waiting.none()
    return waiting.filter(workflow_state__object_id__in=keys_led_by(who.leads))


def keys_led_by(partners: Iterable[int]) -> QuerySet:
    """The primary keys, as text, of the pages that wait for the leads of these partners."""
    # Wagtail stores the page's key as text.
    led = PublicationPage.objects.filter(lead_partner__in=partners).order_by()
    own = PartnerPage.objects.filter(partner__in=partners).order_by()
    text = Cast("pk", CharField())
    return led.annotate(key=text).values("key").union(own.annotate(key=text).values("key"), all=True)
