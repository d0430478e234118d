"""Where a text is read and decided about, by whoever it waits for; and read by those who only may."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, TaskState, WorkflowState

from accounts.people import person
from core.refusals import tell
from partners import moderation, readiness
from partners.guards import Refused, digest_of_page
from partners.models import PartnerApproval
from partners.roles import is_staff
from partners.workflow.changes import authors_of
from partners.workflow.eligibility import eligible, may_decide, partner_of, read_together
from partners.workflow.review_forms import ApprovalForm, PublicationForm, ReadForm, RefusalForm


def page_to_read(request: HttpRequest, page_id: int) -> Page:
    """The page as it is stored. Raises `Http404`, and `PermissionDenied` for whoever may not read its drafts."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_read():
        raise PermissionDenied
    return page


class ReadView(View):
    """The latest draft of a page as readers would see it, for whoever may read it."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Show the draft."""
        draft = page_to_read(request, page_id).get_latest_revision_as_object()
        return draft.make_preview_request(request, draft.default_preview_mode)


class PageDecisionView(WagtailAdminTemplateMixin, TemplateView):
    """What the review and the publication by force have in common: the text, its checks, its story."""

    header_icon = "doc-full-inverse"
    # The name of the view's own address.
    address = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the page, and the one with which it is submitted."""
        self.page = page_to_read(request, kwargs["page_id"])
        whole = self.page.moderated_with()
        if whole.pk != self.page.pk:
            return redirect(self.address, whole.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def parts(self) -> list[Page]:
        """The page and what is decided about with it."""
        return read_together(self.page)

    @cached_property
    def draft(self) -> Page:
        """The latest draft."""
        return self.page.get_latest_revision_as_object()

    def get_page_subtitle(self) -> str:
        """The title of the draft."""
        return str(self.draft.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what one reads before deciding."""
        now = timezone.now()
        checks = [(part, readiness.findings(part.get_latest_revision_as_object(), now=now)) for part in self.parts]
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "draft": self.draft,
            "partner": partner_of(self.page),
            "parts": self.parts[1:],
            # Of the parts, only those that have something to mend.
            "checks": [(part, found) for part, found in checks if found or part.pk == self.page.pk],
            "digest": digest_of_page(self.page),
            "can_edit": self.page.permissions_for_user(self.request.user).can_edit(),
            "read_url": reverse("portal_review:read", args=[self.page.pk]),
        }

    def refused(self, refusal: Refused) -> HttpResponse:
        """Say why, and show the text as it is now."""
        tell(self.request, refusal)
        return redirect(self.address, self.page.pk)


class ReviewView(PageDecisionView):
    """Read a submission, then approve it or give it back."""

    template_name = "partners/review.html"
    address = "portal_review:review"

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Review")

    @cached_property
    def workflow(self) -> WorkflowState | None:
        """The submission that is under way, or the last one."""
        states = WorkflowState.objects.for_instance(self.page).select_related("current_task_state__task")
        return states.order_by("-created_at", "-pk").first()

    @cached_property
    def step(self) -> TaskState | None:
        """The step that waits, if any."""
        workflow = self.workflow
        if workflow is None or workflow.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        return workflow.current_task_state

    @cached_property
    def is_mine(self) -> bool:
        """Whether this person may take the step."""
        return self.step is not None and may_decide(self.step.task.specific, self.page, self.request.user)

    @property
    def approval_form(self) -> type[ReadForm]:
        """The partner's approval says nothing of dates; the portal's publishes."""
        is_partners = self.step is not None and isinstance(self.step.task.specific, PartnerApproval)
        return ApprovalForm if is_partners else PublicationForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decision, or why there is none to take."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        if self.is_mine:
            context.setdefault("approval", self.approval_form(initial={"digest": context["digest"]}))
        if self.step and (self.is_mine or is_staff(user)):
            context.setdefault("refusal", RefusalForm())
        task = self.step.task.specific if self.step else None
        return context | {
            "workflow": self.workflow,
            "step": self.step,
            "held": task.held_because(self.page) if task else "",
            "way_on": task.way_on(self.page, user) if task else None,
            "waits_for": eligible(self.step.task.specific, self.page) if self.step else [],
            "is_author": user.pk in authors_of(self.parts),
            "history": self.history,
            "may_force": is_staff(user) and self.page.has_unpublished_changes,
        }

    @property
    def history(self) -> list[TaskState]:
        """The steps that are over, but those where nobody had anything to decide and the text went on."""
        if self.workflow is None:
            return []
        over = self.workflow.task_states.exclude(status=TaskState.STATUS_IN_PROGRESS)
        return [
            state
            for state in over.select_related("task", "finished_by")
            if state.status != TaskState.STATUS_SKIPPED or state.task.specific.is_decided
        ]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Approve or give back, as the button says."""
        if self.step is None:
            return self.refused(Refused(_("This text waits for nobody’s approval any more.")))
        if "refuse" in request.POST:
            return self._refuse()
        return self._approve()

    def _approve(self) -> HttpResponse:
        form = self.approval_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(approval=form))
        try:
            workflow = moderation.approve(self.step, user=person(self.request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            return self.refused(refusal)
        if workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
            messages.warning(self.request, self._given_back(workflow))
        else:
            messages.success(self.request, self._outcome(workflow))
        return redirect("wagtailadmin_home")

    def _refuse(self) -> HttpResponse:
        form = RefusalForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(refusal=form))
        try:
            moderation.refuse(self.step, user=person(self.request), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            return self.refused(refusal)
        messages.success(self.request, _("“%(title)s” has gone back to its author.") % {"title": self.draft.title})
        return redirect("wagtailadmin_home")

    def _outcome(self, workflow: WorkflowState) -> str:
        title = {"title": self.draft.title}
        if why := moderation.held_because(workflow):
            return _("“%(title)s” is approved. %(why)s") % {**title, "why": why}
        if workflow.status == WorkflowState.STATUS_IN_PROGRESS:
            return _("“%(title)s” now waits for communications.") % title
        if moderation.last_approval(workflow).go_live_at:
            return _("“%(title)s” is approved and will be published by itself.") % title
        return _("“%(title)s” is published.") % title

    def _given_back(self, workflow: WorkflowState) -> str:
        step = workflow.current_task_state
        return _("“%(title)s” has gone back to its author: %(why)s") % {
            "title": self.draft.title,
            "why": step.comment if step else "",
        }
