"""The buttons below Wagtail's page editor."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, CancelWorkflowMenuItem, RestartWorkflowMenuItem
from wagtail.models import Page

from partners.workflow.editing import SUBMIT


class SubmitItem(ActionMenuItem):
    """Hand the text to whoever is to approve it."""

    name = SUBMIT
    label = _("Submit for approval")
    icon_name = "resubmit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """While the text waits for nobody, and is not part of another."""
        page = context.get("page")
        if context["view"] == "create":
            return not _is_part(context)
        if context["view"] != "edit" or context["locked_for_user"] or page is None:
            return False
        return not page.workflow_in_progress and page.moderated_with().pk == page.pk


class ReviewItem(ActionMenuItem):
    """Go where one reads and decides."""

    name = "action-review"
    label = _("Review and decide")
    icon_name = "check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """While the text waits for somebody."""
        page = context.get("page")
        return context["view"] == "edit" and page is not None and page.moderated_with().workflow_in_progress

    def get_url(self, context: dict[str, Any]) -> str:
        """The review page."""
        return reverse("portal_review:review", args=[context["page"].pk])


class WithdrawSubmissionItem(CancelWorkflowMenuItem):
    """Wagtail's own cancellation, in words that say what happens."""

    label = _("Take back the submission")


def submit_item() -> ActionMenuItem:
    """Register the button that submits."""
    return SubmitItem(order=60)


def review_item() -> ActionMenuItem:
    """Register the link to the review."""
    return ReviewItem(order=5)


def arrange(items: list[ActionMenuItem], _request: HttpRequest, _context: dict[str, Any]) -> None:
    """Leave out what Wagtail offers and the portal does otherwise."""
    kept = []
    for item in items:
        if isinstance(item, CancelWorkflowMenuItem):
            kept.append(WithdrawSubmissionItem(order=item.order))
        elif not isinstance(item, RestartWorkflowMenuItem):
            kept.append(item)
    items[:] = kept


def _is_part(context: dict[str, Any]) -> bool:
    """Whether a page created here would be submitted with the one above."""
    parent: Page | None = context.get("parent_page")
    return parent is not None and bool(getattr(parent.specific, "has_parts", False))
