"""Where a text is published without a second person, and where one confirms that."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.people import person
from core.refusals import tell
from partners import forcing
from partners.guards import Refused
from partners.models import ForcedPublication
from partners.roles import is_staff
from partners.workflow.eligibility import partner_of
from partners.workflow.review_forms import ForceForm
from partners.workflow.review_views import PageDecisionView


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
            tell(request, refusal)
            return redirect("portal_review:forced", self.forced.pk)
        messages.success(request, _("Confirmed: “%(title)s”.") % {"title": self.forced.page.title})
        return redirect("wagtailadmin_home")
