"""Withdraw a publication or merge it into another page, in the administration: communications and administrators."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser, Button
from wagtail.models import Page

from accounts.models import User
from accounts.people import person
from core.seo import spoken
from core.typography import day
from partners.models import PublicationPage, Withdrawal
from partners.models.withdrawal import LONGEST_EXPLANATION
from partners.roles import is_staff
from partners.withdrawal import Reach, consolidate, reach_of, withdraw

FORBIDDEN = 403


class ExplanationField(forms.CharField):
    """Why, in a few lines, for readers."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        """Take what a field takes; no longer than the column."""
        super().__init__(max_length=LONGEST_EXPLANATION, **kwargs)


class WithdrawalForm(forms.Form):
    """The explanation in the language of the page, and in English where the English version leaves too."""

    explanation = ExplanationField(label=gettext_lazy("Explanation for readers"))
    sister_explanation = ExplanationField(label=gettext_lazy("Explanation in English"))

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        """Ask in English only where there is something English."""
        super().__init__(*args, **kwargs)
        self.fields["explanation"].help_text = _(
            "It stands at the address of the page, with today’s date. Say what the reader may rely on now: "
            "“The figures of this article were wrong; the report of 12 May replaces them.”"
        )
        self.fields["sister_explanation"].help_text = _("The English version is withdrawn with the French one.")
        if not reach.sisters:
            del self.fields["sister_explanation"]


class ConsolidationForm(forms.Form):
    """The page that takes the place of the other."""

    into = forms.ModelChoiceField(
        Page.objects.all(),
        label=gettext_lazy("Page that replaces it"),
        help_text=gettext_lazy("A published page in the same language. Check first that it says what this one said."),
        widget=AdminPageChooser,
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:  # noqa: ARG002 -- as the other form
        """The same for every page."""
        super().__init__(*args, **kwargs)


class LeavingView(WagtailAdminTemplateMixin, FormView):
    """A form that tells what it will do before it does. 403 for whoever is not of the portal's staff."""

    template_name = "partners/admin/withdraw.html"
    header_icon = "download"
    action = ""
    other_action = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let staff in, as long as the publication is live."""
        if not is_staff(request.user):
            context = {"page_title": self.page_title, "header_icon": self.header_icon}
            return TemplateResponse(request, "partners/admin/withdraw_refused.html", context, status=FORBIDDEN)
        if not self.publication.live:
            messages.warning(request, _("“%(title)s” is not published: there is nothing to withdraw.") % self.named)
            return redirect(self.back)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def publication(self) -> PublicationPage:
        """The publication of the address."""
        publications = PublicationPage.objects.select_related("locale")
        return get_object_or_404(publications, pk=self.kwargs["page_id"])

    @cached_property
    def reach(self) -> Reach:
        """What leaves with it."""
        return reach_of(self.publication)

    @property
    def user(self) -> User:
        """Who asks: nobody gets here without an account."""
        return person(self.request)

    @property
    def named(self) -> dict[str, str]:
        """Its title, for messages."""
        return {"title": self.publication.get_admin_display_title()}

    @property
    def back(self) -> str:
        """Where one came from, else the form of the page."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.publication.pk])
        return get_valid_next_url_from_request(self.request) or edit

    def get_page_subtitle(self) -> str:
        """The title of the publication."""
        return self.named["title"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form what leaves."""
        return {**super().get_form_kwargs(), "reach": self.reach}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page tells."""
        context = super().get_context_data(**kwargs)
        others = [item for item in self.reach.own if item.pk != self.publication.pk]
        context |= {
            "publication": self.publication,
            "others": others,
            "sisters": self.reach.sisters,
            "action": self.action,
            "other_url": reverse(f"portal_withdrawal:{self.other_action}", args=[self.publication.pk]),
            "back": self.back,
            "next": get_valid_next_url_from_request(self.request),
        }
        return context

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it, and show where the address leads now; what the guards refuse stands beside its field."""
        try:
            self.carry_out(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        url = self.publication.get_url(self.request)
        links = [messages.button(url, _("See what readers find there"), new_window=True)] if url else []
        messages.success(self.request, self.done(), buttons=links)
        parent = reverse("wagtailadmin_explore", args=[self.publication.get_parent().pk])
        return redirect(get_valid_next_url_from_request(self.request) or parent)

    def carry_out(self, asked: dict[str, Any]) -> None:
        """The verb."""
        raise NotImplementedError

    def done(self) -> str:
        """A sentence for whoever did it."""
        raise NotImplementedError


class WithdrawView(LeavingView):
    """Withdraw with an explanation."""

    form_class = WithdrawalForm
    page_title = gettext_lazy("Withdraw")
    action, other_action = "withdraw", "consolidate"

    def carry_out(self, asked: dict[str, Any]) -> None:
        """Withdraw it."""
        withdraw(self.publication, user=self.user, now=timezone.now(), **asked)

    def done(self) -> str:
        """Withdrawn."""
        return _("“%(title)s” is withdrawn. Its address now gives your explanation.") % self.named


class ConsolidateView(LeavingView):
    """Merge into another page."""

    form_class = ConsolidationForm
    page_title = gettext_lazy("Merge into another page")
    action, other_action = "consolidate", "withdraw"

    def carry_out(self, asked: dict[str, Any]) -> None:
        """Merge it."""
        consolidate(self.publication, user=self.user, now=timezone.now(), **asked)

    def done(self) -> str:
        """Merged."""
        return _("“%(title)s” is withdrawn. Its address now leads to the page that replaces it.") % self.named


def urls() -> list[URLPattern | URLResolver]:
    """The addresses below `/admin/`; Wagtail asks for an account that may enter there."""
    patterns = [
        path("<int:page_id>/", WithdrawView.as_view(), name="withdraw"),
        path("<int:page_id>/merge/", ConsolidateView.as_view(), name="consolidate"),
    ]
    return [path("pages-withdrawal/", include((patterns, "portal_withdrawal")))]


def buttons(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:
    """Both verbs, for staff, on a publication that is live. No query for a page of a list."""
    model = page.specific_class
    if not (page.live and model and issubclass(model, PublicationPage) and is_staff(user)):
        return
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    for rank, (name, label, icon) in enumerate(
        (("withdraw", _("Withdraw"), "download"), ("consolidate", _("Merge into another page"), "link"))
    ):
        url = reverse(f"portal_withdrawal:{name}", args=[page.pk])
        yield Button(label, url + query, icon_name=icon, priority=60 + rank)


def header_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """The same, in the menu of the page."""
    return buttons(page, user, next_url)


def tell(request: HttpRequest, page: Page) -> None:
    """Say above the form of a page that it was withdrawn, and how it comes back. One query where it had been live."""
    if request.method != "GET" or page.live or page.first_published_at is None:
        return
    withdrawal = Withdrawal.objects.filter(page=page.pk).select_related("merged_into").first()
    if withdrawal is None:
        return
    values = {
        "day": day(withdrawal.withdrawn_on, spoken()),
        "explanation": withdrawal.explanation,
        "title": withdrawal.merged_into.title if withdrawal.merged_into else "—",
    }
    if withdrawal.is_merger:
        message = _("Merged into “%(title)s” on %(day)s. To bring this text back, submit it again.") % values
    else:
        message = _("Withdrawn on %(day)s: “%(explanation)s” To bring this text back, submit it again.") % values
    messages.warning(request, message)
