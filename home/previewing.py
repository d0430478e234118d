"""A version of a featured slot as readers would see it: the home page at its start."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from home.models import FeaturedSlot, HomePage


def preview(slot: FeaturedSlot, request: HttpRequest | None, *, language: str, attrs: dict[str, Any]) -> HttpResponse:
    """The home page in a language when the slot begins, or now while it lasts; the slot wins its position."""
    home = HomePage.objects.filter(locale__language_code=language, live=True).order_by("path").first()
    if home is None:
        return HttpResponse(_("There is no home page in that language."), status=404)
    now = timezone.now()
    instant = now if slot.starts_at <= now < slot.ends_at else slot.starts_at
    with translation.override(language):
        response: HttpResponse = home.make_preview_request(
            request, home.default_preview_mode, {**attrs, "front_instant": instant, "front_draft": slot}
        )
    return response
