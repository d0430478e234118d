"""Where a slot is read and decided about, and where it is taken off."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.people import person
from core.refusals import Refused, tell
from home.enums import SlotState, SubmissionState
from home.models import FeaturedSlot, SlotSubmission
from home.preview_views import StaffOnly
from home.slots import featuring
from home.slots.slot_panels import SLOT_FORM
from home.slots.slot_warnings import slot_warnings
from home.slots.states import approved_state, draft_state
from home.slots.telling import said_of
from home.wording import span


class ReadForm(forms.Form):
    """A decision about the version that was shown: its digest travels with the form."""

    digest = forms.CharField(widget=forms.HiddenInput)


class SlotRefusalForm(forms.Form):
    """Give the slot back."""

    comment = forms.CharField(
        label=gettext_lazy("What is to be changed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=gettext_lazy("Whoever submitted it reads it on the desk."),
        error_messages={"required": gettext_lazy("Say why: whoever submitted it needs to know what to change.")},
    )


class AboutSlot(WagtailAdminTemplateMixin, StaffOnly, TemplateView):
    """A page about one slot."""

    header_icon = "pin"

    @cached_property
    def slot(self) -> FeaturedSlot:
        """What is approved."""
        known = FeaturedSlot.objects.with_submission().select_related("publication__lead_partner", "latest_revision")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    @cached_property
    def draft(self) -> FeaturedSlot:
        """The latest version."""
        return self.slot.get_latest_revision_as_object()

    def get_page_subtitle(self) -> str:
        """What is featured, and where."""
        return str(self.draft)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list, then here."""
        slots = reverse("wagtailsnippets_home_featuredslot:list")
        return [
            *self.breadcrumbs_items,
            {"url": slots, "label": _("Featured slots")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slot."""
        return super().get_context_data(**kwargs) | {
            "slot": self.slot,
            "draft": self.draft,
            "when": span(self.draft.starts_at, self.draft.ends_at),
            "edit_url": reverse("wagtailsnippets_home_featuredslot:edit", args=[self.slot.pk]),
        }


class SlotReviewView(AboutSlot):
    """Read a version of a slot, then approve it or give it back; or hand it over, or take that back."""

    template_name = "home/slots/review.html"
    page_title = gettext_lazy("Read and decide")

    @cached_property
    def waiting(self) -> SlotSubmission | None:
        """The submission that waits, if any."""
        return self.slot.submissions.filter(state=SubmissionState.WAITING).select_related("submitted_by").first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decision, or why there is none to take."""
        now, user = timezone.now(), person(self.request)
        revision = self.slot.latest_revision
        may_decide = self.waiting is not None and featuring.may_decide(self.slot, user)
        if may_decide and revision:
            kwargs.setdefault("approval", ReadForm(initial={"digest": featuring.digest_of_slot(revision)}))
            kwargs.setdefault("refusal", SlotRefusalForm())
        decided = self.slot.submissions.exclude(state=SubmissionState.WAITING).select_related(
            "submitted_by", "decided_by"
        )
        return super().get_context_data(**kwargs) | {
            "states": said_of(self.slot, now),
            "waiting": self.waiting,
            "waits_for": featuring.eligible(self.slot) if self.waiting else [],
            "is_author": user.pk in featuring.authors_of(self.slot),
            "may_submit": self._may_submit(now),
            "may_take_off": approved_state(self.slot, now) in {SlotState.COMING, SlotState.ON_AIR},
            "changes": self._changes(),
            "warnings": slot_warnings(self.draft, now=now),
            "decided": list(decided.order_by("-submitted_at", "-pk")),
            "frames": self._frames(),
        }

    def _may_submit(self, now: datetime) -> bool:
        return draft_state(self.slot) in {SlotState.DRAFT, SlotState.REFUSED} and self.draft.ends_at > now

    def _changes(self) -> list[Any]:
        """The fields in which the draft differs from what is approved."""
        if not (self.slot.live and self.slot.has_unpublished_changes):
            return []
        bound = SLOT_FORM.bind_to_model(FeaturedSlot).get_bound_panel(
            instance=self.slot, request=self.request, form=None
        )
        return [field for compare in bound.get_comparison() if (field := compare(self.slot, self.draft)).has_changed()]

    def _frames(self) -> list[tuple[str, str, str]]:
        revision = self.slot.latest_revision_id
        if revision is None:
            return []
        address = reverse("wagtailsnippets_home_featuredslot:revisions_view", args=[self.slot.pk, revision])
        return [(code, str(label), f"{address}?mode={code}") for code, label in self.draft.preview_modes]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do what the button says; what is refused is said, beside the slot as it is now."""
        verbs = {name: getattr(self, f"_{name}") for name in ("approve", "refuse", "submit", "take_back")}
        verb = next((verb for name, verb in verbs.items() if name in request.POST), None)
        try:
            if verb is None:
                raise Refused(_("Say what you decide."))
            response: HttpResponse = verb(timezone.now())
        except Refused as refusal:
            tell(request, refusal)
            return redirect("portal_slots:review", self.slot.pk)
        return response

    @property
    def _submission(self) -> SlotSubmission:
        if self.waiting is None:
            raise Refused(_("This slot waits for nobody’s approval any more."))
        return self.waiting

    def _approve(self, now: datetime) -> HttpResponse:
        digest = self.request.POST.get("digest", "")
        slot = featuring.approve(self._submission, user=person(self.request), digest=digest, now=now)
        words = {"title": slot.heading, "when": span(slot.starts_at, slot.ends_at)}
        messages.success(self.request, _("“%(title)s”, %(when)s, is approved.") % words)
        return redirect("wagtailadmin_home")

    def _refuse(self, now: datetime) -> HttpResponse:
        form = SlotRefusalForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(refusal=form))
        featuring.refuse(self._submission, user=person(self.request), now=now, **form.cleaned_data)
        messages.success(self.request, _("“%(title)s” has been given back.") % {"title": self.draft.heading})
        return redirect("wagtailadmin_home")

    def _submit(self, now: datetime) -> HttpResponse:
        featuring.submit(self.slot, user=person(self.request), now=now)
        messages.success(self.request, _("“%(title)s” now waits for a second person.") % {"title": self.draft.heading})
        return redirect("portal_slots:review", self.slot.pk)

    def _take_back(self, now: datetime) -> HttpResponse:
        featuring.take_back(self._submission, user=person(self.request), now=now)
        messages.success(self.request, _("“%(title)s” is a draft again.") % {"title": self.draft.heading})
        return redirect("wagtailsnippets_home_featuredslot:edit", self.slot.pk)


class TakeOffView(AboutSlot):
    """Take a slot off the home page, after a question."""

    template_name = "home/slots/take_off.html"
    page_title = gettext_lazy("Take off the home page")
    header_icon = "download"

    def get_page_subtitle(self) -> str:
        """What readers get."""
        return str(self.slot)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add when readers get it."""
        state = approved_state(self.slot, timezone.now())
        return super().get_context_data(**kwargs) | {
            "when": span(self.slot.starts_at, self.slot.ends_at),
            "is_on_air": state == SlotState.ON_AIR,
            "is_possible": state in {SlotState.ON_AIR, SlotState.COMING},
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take it off."""
        try:
            slot = featuring.take_off(self.slot, user=person(request), now=timezone.now())
        except Refused as refusal:
            tell(request, refusal)
            return redirect("portal_slots:review", self.slot.pk)
        messages.success(request, _("“%(title)s” is off the home page.") % {"title": slot.heading})
        return redirect("portal_slots:timeline")
