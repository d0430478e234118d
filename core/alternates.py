"""The addresses of one page in each language, for links, `hreflang` and the sitemap."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils import translation

from core.models import BasePage

# What search engines are told a language is, here.
HREFLANG = {"fr": "fr-CA", "en": "en-CA"}


@dataclass(frozen=True)
class Alternate:
    """A page's path in a language."""

    language: str
    path: str

    @property
    def hreflang(self) -> str:
        """The language with its region, as in `hreflang` attributes."""
        return HREFLANG[self.language]

    @property
    def url(self) -> str:
        """The absolute address."""
        return absolute(self.path)


def absolute(path: str) -> str:
    """The public address of a path of the portal."""
    return f"{settings.BASE_URL}{path}"


def other_language(language: str) -> str:
    """English for French, French for English."""
    return "en" if language == "fr" else "fr"


def of_page(page: BasePage, request: HttpRequest) -> list[Alternate]:
    """Both versions of a page, or the only one; French first. One query for the sister."""
    found = [Alternate(request.LANGUAGE_CODE, page.get_url(request))]
    if page.sister:
        found.append(Alternate(other_language(request.LANGUAGE_CODE), page.sister.get_url(request)))
    return sorted(found, key=lambda alternate: alternate.language != "fr")


def of_view(request: HttpRequest) -> list[Alternate]:
    """Both addresses of a view that exists in every language (a person's page); none for an unknown address."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return []
    if match.url_name == "wagtail_serve":
        return []
    found = []
    for language in ("fr", "en"):
        with translation.override(language):
            found.append(Alternate(language, reverse(match.view_name, args=match.args, kwargs=match.kwargs)))
    return found


def home_path(language: str) -> str:
    """The path of the home page in a language."""
    return f"/{language}/"
