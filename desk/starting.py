"""A new text begins where it belongs: below its partner's French page. Nobody has to find that place in the tree."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.desk import Words
from desk.texts import partners_of
from partners.enums import PublicationType
from partners.models import Partner, PartnerPage, PublicationPage
from partners.roles import is_staff

STYLES = forms.Media(css={"all": ["css/desk.css"]})

# What is begun from the desk, with the words of its button.
STARTED_HERE: dict[str, Words] = {
    PublicationType.ARTICLE.value: gettext_lazy("New article"),
    PublicationType.EVENT.value: gettext_lazy("New event"),
}


def start_url(kind: str, partner: Partner | None = None) -> str:
    """Where a text of a type is begun, for a partner or for the only one that the person works for."""
    return reverse("portal_desk:new", args=[kind, partner.pk] if partner else [kind])


def add_url(kind: str, partner: Partner) -> str | None:
    """Wagtail's form for a new text of a partner; nothing where the partner has no French page."""
    page = PartnerPage.objects.filter(partner=partner, locale__language_code="fr").only("pk").first()
    options = PublicationPage.class_for(kind)._meta
    return page and reverse("wagtailadmin_pages:add", args=[options.app_label, options.model_name, page.pk])


class StartView(WagtailAdminTemplateMixin, TemplateView):
    """Go to the form; somebody who works for several partners says first for which one."""

    template_name = "desk/start.html"
    header_icon = "edit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises `Http404` for a type that is not begun here, or a partner that is not the person's."""
        if kwargs["kind"] not in STARTED_HERE:
            raise Http404
        ours = list(partners_of(request.user))
        if "partner_id" in kwargs:
            # Communications and administrators may write for any partner.
            known = Partner.objects.active() if is_staff(request.user) else partners_of(request.user)
            return self._begin(get_object_or_404(known, pk=kwargs["partner_id"]))
        if not ours:
            raise PermissionDenied
        if len(ours) == 1:
            return self._begin(ours[0])
        return super().get(request, *args, partners=ours, **kwargs)

    def get_page_title(self) -> str:
        """What is begun."""
        return str(STARTED_HERE[self.kwargs["kind"]])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The desk, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the partners to choose from."""
        context = super().get_context_data(**kwargs)
        kind = self.kwargs["kind"]
        choices = [(partner, start_url(kind, partner)) for partner in context["partners"]]
        return context | {"choices": choices, "media": STYLES}

    def _begin(self, partner: Partner) -> HttpResponse:
        url = add_url(self.kwargs["kind"], partner)
        if url is None:
            messages.error(
                self.request,
                _("%(partner)s has no page in French yet: an administrator can create it.") % {"partner": partner},
            )
        return redirect(url or "wagtailadmin_home")
