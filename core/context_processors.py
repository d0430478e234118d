"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.models import SiteSettings


def portal(request: HttpRequest) -> dict[str, Any]:
    """`portal`: the site settings, asked for when a template first needs them; `base_url`: the public address."""
    settings_of_portal = SimpleLazyObject(lambda: SiteSettings.load(request_or_site=request))
    return {"portal": settings_of_portal, "base_url": settings.BASE_URL}
