"""Where a partner answers to a publication that names it: once the question has been read, with one button."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import LogActionRegistry, log

from partners import consents
from partners.guards import Refused
from partners.models import Belonging, CoPublication, PublicationPage


class Kind(NamedTuple):
    """What is asked: about which rows, and the two answers."""

    model: type[consents.Row]
    accept: Callable[..., consents.Consent]
    decline: Callable[..., consents.Consent]


KINDS = {
    "co-publication": Kind(CoPublication, consents.accept_co_publication, consents.decline_co_publication),
    "belonging": Kind(Belonging, consents.accept_belonging, consents.decline_belonging),
}


class ConsentView(WagtailAdminTemplateMixin, TemplateView):
    """One question. 404 for whoever is not asked, and while the publication is not online."""

    template_name = "partners/admin/consent.html"
    header_icon = "group"
    is_accepting = True
    page_title: str | Promise = ""

    @cached_property
    def kind(self) -> Kind:
        """What is asked. Raises `Http404`."""
        try:
            return KINDS[self.kwargs["kind"]]
        except KeyError as error:
            raise Http404 from error

    @cached_property
    def question(self) -> consents.Request:
        """The question, for whoever may answer it."""
        row = get_object_or_404(consents.decidable_by(self.request.user, self.kind.model), pk=self.kwargs["pk"])
        return consents.Request(self.kwargs["kind"], row)

    def get_page_subtitle(self) -> str:
        """The title of the publication, which is online."""
        return self.question.publication.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question."""
        question = self.question
        other = "portal_consents:decline" if self.is_accepting else "portal_consents:accept"
        named = question.named
        return super().get_context_data(
            **kwargs,
            question=question,
            named=named.title if isinstance(named, PublicationPage) else named.name,
            is_accepting=self.is_accepting,
            other_url=reverse(other, args=[question.kind, question.pk]),
            back=self.back,
        )

    @property
    def back(self) -> str:
        """Where one came from, else the landing page."""
        return get_valid_next_url_from_request(self.request) or reverse("wagtailadmin_home")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Answer."""
        verb = self.kind.accept if self.is_accepting else self.kind.decline
        publication = self.question.publication
        try:
            verb(self.question.row, user=request.user, now=timezone.now())
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
            return redirect(self.back)
        log(
            instance=publication,
            action="portal.consent.accept" if self.is_accepting else "portal.consent.decline",
            user=request.user,
            data={"named": str(self.question.named)},
        )
        messages.success(
            request,
            (_("Accepted: “%(title)s”.") if self.is_accepting else _("Declined: “%(title)s”."))
            % {"title": publication.title},
        )
        return redirect(self.back)


def urls() -> list[URLPattern | URLResolver]:
    """The addresses of the answers, `portal_consents:accept` and `portal_consents:decline`."""
    accept = ConsentView.as_view(page_title=gettext_lazy("Accept"), is_accepting=True, header_icon="check")
    decline = ConsentView.as_view(page_title=gettext_lazy("Decline"), is_accepting=False, header_icon="cross")
    patterns = [
        path("<str:kind>/<int:pk>/accept/", accept, name="accept"),
        path("<str:kind>/<int:pk>/decline/", decline, name="decline"),
    ]
    return [path("consents/", include((patterns, "portal_consents")))]


def register(actions: LogActionRegistry) -> None:
    """Handler of `register_log_actions`."""
    actions.register_action("portal.consent.accept", gettext_lazy("Accept"), gettext_lazy("Accepted to be named"))
    actions.register_action("portal.consent.decline", gettext_lazy("Decline"), gettext_lazy("Declined to be named"))
