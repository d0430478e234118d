"""Sign a waiver, or end one: communications and administrators."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.people import person
from core import gate
from core.desk import Action
from core.languages import is_source
from core.refusals import Refused
from core.seo import spoken
from core.typography import day
from partners.access.doors import staff
from partners.models import PublicationPage
from partners.roles import is_staff
from translation.models import Waiver
from translation.pairing import twins
from translation.waiving import waivers
from translation.waiving.waiver_forms import WaiverForm

NAMES = (
    *("portal_waivers:*", "wagtailsnippets_translation_twinrule:*"),
    # The rules are chosen nowhere; other choosers are open to whoever writes.
    "wagtailsnippetchoosers_translation_twinrule:*",
)


class SignView(WagtailAdminTemplateMixin, FormView):
    """Say why a text goes without its English version, and until when; or end what was signed."""

    template_name = "translation/waiver.html"
    header_icon = "doc-full-inverse"
    page_title = gettext_lazy("Publish without the English version for a time")
    form_class = WaiverForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For communications and administrators, about a French publication."""
        if not is_staff(request.user):
            raise PermissionDenied
        if not is_source(self.page):
            raise Http404
        whole = self.page.moderated_with()
        if whole.pk != self.page.pk:
            return redirect("portal_waivers:sign", whole.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        """The French text."""
        return get_object_or_404(PublicationPage.objects.select_related("locale"), pk=self.kwargs["page_id"]).specific

    def get_page_subtitle(self) -> str:
        """Its title."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was signed before, and what signing does."""
        signed = waivers.open_waivers(self.page).select_related("signed_by").last()
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "signed": signed,
            "is_over": signed is not None and signed.until < timezone.localdate(),
            "is_needed": waivers.concerns(self.page),
            "waits": twins.at_gate(self.page) is not None,
            "asks": twins.asks_for_twins(self.page),
            "back": reverse("portal_review:review", args=[self.page.pk]),
        }

    def form_valid(self, form: WaiverForm) -> HttpResponse:
        """Sign, and say what came of it."""
        waits = twins.at_gate(self.page) is not None
        try:
            waiver = waivers.sign(self.page, user=person(self.request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
            return self.form_invalid(form)
        values = {"title": self.get_page_subtitle(), "until": day(waiver.until, spoken())}
        if not waits:
            message = _("Signed: “%(title)s” may go without its English version until %(until)s.") % values
        elif Page.objects.filter(pk=self.page.pk, live=True).exists():
            message = _("Signed: “%(title)s” is published, without its English version until %(until)s.") % values
        else:
            message = _("Signed: “%(title)s” will be published by itself at the hour that was chosen.") % values
        messages.success(self.request, message)
        return redirect("wagtailadmin_home")


class EndView(View):
    """End a waiver."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it, and show what may be signed in its place."""
        if not is_staff(request.user):
            raise PermissionDenied
        waiver = get_object_or_404(Waiver, pk=pk)
        try:
            waivers.end(waiver, user=person(request), now=timezone.now())
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.warning(request, reason)
        else:
            messages.success(request, _("The waiver is ended. What is published stays published."))
        return redirect("portal_waivers:sign", waiver.page_id)


def way_on(page: Page, user: Any) -> Action | None:
    """The link of whoever may let a French text that waits go alone."""
    if not is_source(page) or not is_staff(user):
        return None
    return Action(
        label=_("It cannot wait for its English version: sign a waiver…"),
        url=reverse("portal_waivers:sign", args=[page.pk]),
    )


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """In the menu of a French publication without English version, for staff."""
    if is_staff(user) and waivers.concerns(page.specific):
        yield Button(
            _("Publish without English for a time"),
            reverse("portal_waivers:sign", args=[page.pk]),
            icon_name="calendar-alt",
            priority=65,
        )


def register(actions: Any) -> None:
    """Name the entries of a page's history."""
    actions.register_action(
        "portal.sign_waiver", _("Sign a waiver"), _("Waiver signed: it may go without its English version")
    )
    actions.register_action("portal.end_waiver", _("End a waiver"), _("Waiver ended"))


def urls() -> list[URLResolver]:
    """The addresses below `/admin/`."""
    patterns = [
        path("<int:page_id>/", SignView.as_view(), name="sign"),
        path("end/<int:pk>/", EndView.as_view(), name="end"),
    ]
    return [path("waivers/", include((patterns, "portal_waivers")))]


def connect() -> None:
    """Open the doors to staff."""
    gate.open_to(staff, NAMES)
