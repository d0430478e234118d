"""Where partners propose a publication for the home page, and where staff answer."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from accounts.people import person
from core.languages import source_code
from core.querysets import visible_pages
from core.refusals import Refused, tell
from home.enums import Position, SubmissionState
from home.models import FeaturedSlot, FeatureProposal
from home.preview_views import StaffOnly
from home.slots import proposing
from home.slots.slot_checks import EVENTS
from home.weeks import WEEK, midnight
from partners.models import PublicationPage
from partners.roles import User, standing


def own_publications(user: User) -> QuerySet[PublicationPage]:
    """The French publications of a person's partners that readers can open, the latest first."""
    published = PublicationPage.objects.filter(
        lead_partner__in=standing(user).partners,
        locale__language_code=source_code(),
        pk__in=visible_pages().order_by().values("pk"),
    )
    return published.order_by("-first_published_at", "-pk")


class ProposeForm(forms.Form):
    """Which page, from when, and why."""

    publication = forms.ModelChoiceField(PublicationPage.objects.none(), label=gettext_lazy("Publication"))
    wanted_from = forms.DateField(
        label=gettext_lazy("From which day"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Leave it empty if the day does not matter."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=gettext_lazy(
            "What it brings to readers, and why then. Communications choose among several proposals."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the person's own publications."""
        super().__init__(*args, **kwargs)
        self.fields["publication"].queryset = own_publications(user)  # type: ignore[attr-defined]


class ProposeView(WagtailAdminTemplateMixin, FormView):
    """A proposal."""

    template_name = "home/proposals/propose.html"
    page_title = gettext_lazy("Propose for the home page")
    header_icon = "pick"
    form_class = ProposeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who write for an active partner; staff schedule by themselves."""
        if not standing(request.user).partners:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_initial(self) -> dict[str, Any]:
        """The publication of the address."""
        asked = self.request.GET.get("publication", "")
        return {"publication": int(asked)} if asked.isdecimal() else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say for whom."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        """Propose it, or say why not."""
        asked = {**form.cleaned_data}
        publication = asked.pop("publication")
        try:
            proposing.propose(publication, user=person(self.request), now=timezone.now(), **asked)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(title)s” is proposed for the home page. The answer will be here.") % {"title": publication.title},
        )
        return redirect("wagtailadmin_home")


class TakeBackView(WagtailAdminTemplateMixin, TemplateView):
    """Take back a proposal, after a question."""

    template_name = "home/proposals/take_back.html"
    page_title = gettext_lazy("Take back a proposal")
    header_icon = "pick"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who write for its partner."""
        if not (request.user.is_authenticated and proposing.may_propose(self.proposal.publication, person(request))):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def proposal(self) -> FeatureProposal:
        """The proposal of the address."""
        known = FeatureProposal.objects.select_related("publication__lead_partner")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the proposal."""
        return super().get_context_data(**kwargs) | {
            "proposal": self.proposal,
            "waits": self.proposal.state == SubmissionState.WAITING,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take it back."""
        try:
            proposing.take_back(self.proposal, user=person(request), now=timezone.now())
        except Refused as refusal:
            tell(request, refusal)
        else:
            words = {"title": self.proposal.publication.title}
            messages.success(request, _("“%(title)s” is not proposed any more.") % words)
        return redirect("wagtailadmin_home")


class AcceptForm(forms.Form):
    """Where and when, to begin with: the slot stays a draft."""

    position = forms.ChoiceField(label=gettext_lazy("Position"), choices=Position.choices)
    starts_at = forms.DateTimeField(
        label=pgettext_lazy("featured slot", "From"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Montréal time."),
    )
    ends_at = forms.DateTimeField(label=pgettext_lazy("featured slot", "Until"), widget=AdminDateTimeInput)
    answer = forms.CharField(
        label=gettext_lazy("A word to the partner"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )


class DeclineForm(forms.Form):
    """Why not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Stand on one page with the other form."""
        super().__init__(*args, **kwargs)
        self.auto_id = "decline_%s"

    answer = forms.CharField(
        label=gettext_lazy("Why not"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=gettext_lazy("The partner reads it on its desk."),
        error_messages={"required": gettext_lazy("Say why: the partner reads it.")},
    )


class AnswerView(WagtailAdminTemplateMixin, StaffOnly, TemplateView):
    """Accept a proposal, which makes the draft of a slot, or decline it."""

    template_name = "home/proposals/answer.html"
    page_title = gettext_lazy("Proposed for the home page")
    header_icon = "pick"

    @cached_property
    def proposal(self) -> FeatureProposal:
        """The proposal of the address."""
        known = FeatureProposal.objects.select_related(
            "publication__lead_partner", "publication__locale", "proposed_by", "answered_by", "slot"
        )
        return get_object_or_404(known, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """The publication."""
        return str(self.proposal.publication.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms, while it waits."""
        if self.proposal.state == SubmissionState.WAITING:
            kwargs.setdefault("acceptance", AcceptForm(initial=self._first_guess()))
            kwargs.setdefault("refusal", DeclineForm())
        return super().get_context_data(**kwargs) | {
            "proposal": self.proposal,
            "read_url": self.proposal.publication.get_url(self.request),
        }

    def _first_guess(self) -> dict[str, Any]:
        """A week from the day that the partner wishes, or from tomorrow."""
        tomorrow = timezone.localdate() + timedelta(days=1)
        day = max(self.proposal.wanted_from or tomorrow, tomorrow)
        is_event = self.proposal.publication.type in EVENTS
        return {
            "position": Position.EVENT if is_event else Position.HIGHLIGHT_1,
            "starts_at": midnight(day),
            "ends_at": midnight(day + WEEK),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Accept or decline, as the button says."""
        form: forms.Form = DeclineForm(request.POST) if "refuse" in request.POST else AcceptForm(request.POST)
        try:
            if form.is_valid():
                return self._refuse(form) if isinstance(form, DeclineForm) else self._accept(form)
        except Refused as refusal:
            tell(request, refusal)
            return redirect("portal_slots:answer", self.proposal.pk)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name if name in form.fields else None, sentences)
        name = "refusal" if isinstance(form, DeclineForm) else "acceptance"
        return self.render_to_response(self.get_context_data(**{name: form}))

    def _accept(self, form: forms.Form) -> HttpResponse:
        asked = {**form.cleaned_data}
        answer = asked.pop("answer")
        slot = proposing.accept(
            self.proposal, slot=FeaturedSlot(**asked), user=person(self.request), answer=answer, now=timezone.now()
        )
        messages.success(
            self.request, _("Accepted: here is the draft of its slot. Complete it, then submit it for approval.")
        )
        return redirect("wagtailsnippets_home_featuredslot:edit", slot.pk)

    def _refuse(self, form: forms.Form) -> HttpResponse:
        proposing.refuse(self.proposal, user=person(self.request), now=timezone.now(), **form.cleaned_data)
        messages.success(self.request, _("The partner reads your answer on its desk."))
        return redirect("wagtailadmin_home")
