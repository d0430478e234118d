"""What moderation remembers: who changed a content, what an approval was given to, what was published by force.

The verbs stand in `partners.moderation`. Whom a task waits for is asked of `partners.workflow.eligibility`.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from core.desk import Action, Words


class ContentChange(models.Model):
    """What a revision of a page changed, kept in step with it: Wagtail's autosave rewrites a revision in place.

    `digest` is of the content as it is (`partners.workflow.digest`), `baseline` of what it is compared with: the
    revision before, or what was published from this one; nothing where somebody answers for the words of others.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="content_change")
    digest = models.CharField(max_length=64)
    baseline = models.CharField(max_length=64, blank=True)
    is_change = models.BooleanField()
    # The digest that was approved, for a revision that is published or waits for its time.
    approved = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("change of content")
        verbose_name_plural = _("changes of content")

    def __str__(self) -> str:
        """The revision."""
        return str(self.revision)


class ApprovalState(TaskState):
    """One step of a submission. `digest` is of the content that was read by whoever approved, or when it was skipped.

    `go_live_at` and `expire_at` are what the approval says of the dates; they are no part of the content.
    """

    digest = models.CharField(max_length=64, blank=True)
    go_live_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    expire_at = models.DateTimeField(_("take down at"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of a submission")
        verbose_name_plural = _("steps of submissions")


class Approval(Task):
    """A step that ends by a decision on the review page only: Wagtail's own task forms are closed to everyone."""

    task_state_class: ClassVar[type[TaskState]] = ApprovalState
    # Whether somebody decides here. Where nobody does, the text waits for something else (`held_because`).
    is_decided: ClassVar[bool] = True

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """What the step is called, in the active language; its stored name has one language only."""
        return str(type(self)._meta.verbose_name)

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin the step, or skip it."""
        from partners import moderation  # noqa: PLC0415 -- the verbs stand on the models

        return moderation.start_task(self, workflow_state, user=user)

    def begin(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Wagtail's own start: a new state that waits."""
        return super().start(workflow_state, user=user)

    def held_because(self, page: Page) -> Words:  # noqa: ARG002 -- for subclasses
        """What an approved text waits for where nobody decides, in a sentence; empty where somebody does."""
        return ""

    def way_on(self, page: Page, user: Any) -> Action | None:  # noqa: ARG002 -- for subclasses
        """What this person can do so that a text that is held need not wait."""
        return None

    def get_actions(self, obj: Any, user: Any) -> list:  # noqa: ARG002 -- Wagtail's signature
        """Nothing: decisions are taken on the review page, where what was read is known."""
        return []

    def get_task_states_user_can_moderate(self, user: Any, **_kwargs: Any) -> models.QuerySet:
        """The steps that wait for this person's role; on which of them they may decide is told by each page."""
        from partners.workflow import eligibility  # noqa: PLC0415 -- the verbs stand on the models

        return eligibility.states_for_role(self, user)


class PartnerApproval(Approval):
    """A lead of the partner agrees. Skipped where no lead is left who has not written the text."""

    class Meta:
        verbose_name = _("approval by the partner")
        verbose_name_plural = _("approvals by the partner")


class PortalApproval(Approval):
    """Communications agree, and what was read is published."""

    class Meta:
        verbose_name = _("approval by communications")
        verbose_name_plural = _("approvals by communications")


class ForcedPublication(models.Model):
    """A text that one person published alone, with the reason, until a second one confirms."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="forced_publications", verbose_name=_("page"))
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    forced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("forced by")
    )
    forced_at = models.DateTimeField(_("forced at"))
    # Who had changed the content by then: they may not confirm it either.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("authors"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        ordering = ["forced_at"]
        verbose_name = _("forced publication")
        verbose_name_plural = _("forced publications")

    def __str__(self) -> str:
        """The page."""
        return str(self.page)
