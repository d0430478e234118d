"""Language by address, and one content security policy for each side of the portal."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

ADMIN_PREFIX = "/admin/"

# Wagtail's administration sets inline styles and a few inline scripts; it stays same-origin otherwise.
ADMIN_DIRECTIVES = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "object-src": ["'none'"],
}


class LanguageMiddleware:
    """The address alone chooses the language of a public page; French where it says nothing.

    Django's own middleware lets the browser's preference choose, and redirects unknown addresses without a prefix.
    A reader who follows a link must see what the sender saw, so neither happens here. The administration, whose
    addresses carry no language, starts in the browser's and then follows the account's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:  # noqa: D107
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the language for the duration of the request."""
        language = translation.get_language_from_path(request.path_info)
        is_admin = request.path_info.startswith(ADMIN_PREFIX)
        if language is None:
            language = translation.get_language_from_request(request) if is_admin else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if is_admin:
            patch_vary_headers(response, ("Accept-Language",))
        return response


class PolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings for readers, a same-origin one for the administration."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 -- the parent's signature
    ) -> PolicyParts:
        """The directives to send with this response."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN_PREFIX) and not report_only:
            parts.config = ADMIN_DIRECTIVES
        return parts
