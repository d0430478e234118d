"""The home page at any instant, in each language, with why each position shows what it shows: for staff."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput

from core import gate
from home.explaining import explain
from home.front import front_at
from home.history import History
from home.models import HomePage
from home.wording import moment
from partners.access.doors import staff
from partners.roles import is_staff

NAMES = ("portal_home:*",)
LANGUAGES = (("fr", _("French")), ("en", _("English")))
HOUR = timedelta(hours=1)
# How far the next change is looked for.
AHEAD = timedelta(days=400)
AS_TYPED = "%Y-%m-%d %H:%M"


class MomentForm(forms.Form):
    """When, by the clock of Montréal, and in which language."""

    at = forms.DateTimeField(label=_("Date and time"), widget=AdminDateTimeInput, help_text=_("Montréal time."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def moment(self, now: datetime) -> tuple[datetime, str]:
        """What was asked for; now, or French, where it makes no sense."""
        self.is_valid()
        return self.cleaned_data.get("at") or now, self.cleaned_data.get("language") or "fr"


class StaffOnly(View):
    """Communications and administrators."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse anybody else."""
        if not is_staff(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PreviewView(WagtailAdminTemplateMixin, StaffOnly, TemplateView):
    """The page in a frame, and beside it a table of the positions."""

    template_name = "home/preview.html"
    header_icon = "view"
    page_title = _("The home page at a date")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    @cached_property
    def form(self) -> MomentForm:
        """As asked; without a question, the present in French."""
        asked = self.request.GET.dict()
        now = timezone.localtime().strftime(AS_TYPED)
        return MomentForm({"at": asked.get("at") or now, "language": asked.get("language") or "fr"})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the positions, and the ways to other instants."""
        now = timezone.now()
        instant, language = self.form.moment(now)
        home = _home(language)
        context = super().get_context_data(**kwargs) | {"form": self.form, "instant": instant, "home": home}
        if home is None:
            return context
        front = front_at(instant, language=language, home_depth=home.depth, now=now)
        following = _next_change(instant, now)
        return context | {
            "positions": explain(front),
            "frame": _address("frame", instant, language),
            "earlier": _address("preview", instant - HOUR, language),
            "later": _address("preview", instant + HOUR, language),
            "following": moment(following) if following else "",
            "changes_at": following,
            "next": _address("preview", following, language) if following else None,
        }


class FrameView(StaffOnly):
    """The page itself, as readers would get it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Serve it for the instant asked for."""
        instant, language = MomentForm(request.GET).moment(timezone.now())
        home = _home(language)
        if home is None:
            return HttpResponse(status=404)
        with translation.override(language):
            # The administration lets nothing be stored.
            response: HttpResponse = home.make_preview_request(request, extra_request_attrs={"front_instant": instant})
        return response


def _home(language: str) -> HomePage | None:
    return HomePage.objects.filter(locale__language_code=language, live=True).order_by("path").first()


def _next_change(instant: datetime, now: datetime) -> datetime | None:
    history = History(end=instant + AHEAD, now=now)
    after = history.boundaries(instant + timedelta(minutes=1), instant + AHEAD)[1:-1]
    return after[0] if after else None


def _address(name: str, instant: datetime, language: str) -> str:
    asked = {"at": timezone.localtime(instant).strftime(AS_TYPED), "language": language}
    return f"{reverse(f'portal_home:{name}')}?{urlencode(asked)}"


def urls() -> list[URLResolver]:
    """The addresses below `/admin/`."""
    patterns = [
        path("preview/", PreviewView.as_view(), name="preview"),
        path("preview/frame/", FrameView.as_view(), name="frame"),
    ]
    return [path("home/", include((patterns, "portal_home")))]


def connect() -> None:
    """Open the doors to staff."""
    gate.open_to(staff, NAMES)
