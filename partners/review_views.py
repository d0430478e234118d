"""Where a text is read and decided about, by whoever it waits for; and read by those who only may."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, TaskState, WorkflowState

from accounts.models import User
from partners import forcing, moderation, readiness
from partners.changes import authors_of
from partners.eligibility import eligible, may_decide, partner_of, read_together
from partners.guards import Refused, digest_of_page
from partners.models import ForcedPublication, PartnerApproval
from partners.review_forms import ApprovalForm, ForceForm, PublicationForm, ReadForm, RefusalForm
from partners.roles import is_staff


def page_to_read(request: HttpRequest, page_id: int) -> Page:
    """The page as it is stored. Raises `Http404`, and `PermissionDenied` for whoever may not read its drafts."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_read():
        raise PermissionDenied
    return page


def person(request: HttpRequest) -> User:
    """Whoever asks; Wagtail lets nobody in here without an account."""
    return cast("User", request.user)


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
        parts = read_together(self.page)
        checks = [(part, readiness.findings(part.get_latest_revision_as_object(), now=now)) for part in parts]
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "draft": self.draft,
            "partner": partner_of(self.page),
            "parts": parts[1:],
            # Of the parts, only those that have something to mend.
            "checks": [(part, found) for part, found in checks if found or part.pk == self.page.pk],
            "digest": digest_of_page(self.page),
            "can_edit": self.page.permissions_for_user(self.request.user).can_edit(),
            "read_url": reverse("portal_review:read", args=[self.page.pk]),
        }

    def refused(self, refusal: Refused) -> HttpResponse:
        """Say why, and show the text as it is now."""
        for reason in refusal.reasons:
            messages.error(self.request, reason)
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
        history = self.workflow.task_states.select_related("task", "finished_by") if self.workflow else []
        return context | {
            "workflow": self.workflow,
            "step": self.step,
            "waits_for": eligible(self.step.task.specific, self.page) if self.step else [],
            "is_author": user.pk in authors_of(read_together(self.page)),
            "history": [state for state in history if state.status != TaskState.STATUS_IN_PROGRESS] if history else [],
            "may_force": is_staff(user) and self.page.has_unpublished_changes,
        }

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
        messages.success(self.request, self._outcome(workflow, form.cleaned_data.get("go_live_at")))
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

    def _outcome(self, workflow: WorkflowState, go_live_at: Any) -> str:
        title = {"title": self.draft.title}
        if workflow.status == WorkflowState.STATUS_IN_PROGRESS:
            return _("“%(title)s” now waits for communications.") % title
        if go_live_at:
            return _("“%(title)s” is approved and will be published by itself.") % title
        return _("“%(title)s” is published.") % title


class ForceView(PageDecisionView):
    """Publish without a second person."""

    template_name = "partners/force.html"
    address = "portal_review:force"

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Publish without a second person")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For communications and administrators."""
        if not is_staff(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        context = super().get_context_data(**kwargs)
        context.setdefault("form", ForceForm(initial={"digest": context["digest"]}))
        return context

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Publish, or say why not."""
        form = ForceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            forcing.force_publish(self.page, user=person(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            return self.refused(refusal)
        messages.success(
            request, _("“%(title)s” is published; a second person has to confirm it.") % {"title": self.draft.title}
        )
        return redirect("wagtailadmin_home")


class ForcedView(WagtailAdminTemplateMixin, TemplateView):
    """A publication by force that a second person reads and confirms."""

    template_name = "partners/forced.html"
    header_icon = "warning"

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Published without a second person")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For communications and administrators."""
        if not is_staff(request.user):
            raise PermissionDenied
        forced = ForcedPublication.objects.select_related("page", "forced_by", "confirmed_by", "revision")
        self.forced = get_object_or_404(forced, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the publication and whether this person may confirm it."""
        user = self.request.user
        is_own = user.pk == self.forced.forced_by_id or self.forced.authors.filter(pk=user.pk).exists()
        return super().get_context_data(**kwargs) | {
            "forced": self.forced,
            "page": self.forced.page.specific,
            "partner": partner_of(self.forced.page),
            "may_confirm": not is_own and self.forced.confirmed_at is None,
            "is_own": is_own,
            "read_url": reverse("portal_review:read", args=[self.forced.page_id]),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Confirm."""
        try:
            forcing.confirm(self.forced, user=person(request), now=timezone.now())
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return redirect("portal_review:forced", self.forced.pk)
        messages.success(request, _("Confirmed: “%(title)s”.") % {"title": self.forced.page.title})
        return redirect("wagtailadmin_home")


app_name = "portal_review"
urlpatterns = [
    path("review/<int:page_id>/", ReviewView.as_view(), name="review"),
    path("review/<int:page_id>/read/", ReadView.as_view(), name="read"),
    path("review/<int:page_id>/force/", ForceView.as_view(), name="force"),
    path("review/forced/<int:pk>/", ForcedView.as_view(), name="forced"),
]


def urls() -> list[URLResolver]:
    """The addresses below `/admin/`."""
    return [path("", include((urlpatterns, app_name)))]
