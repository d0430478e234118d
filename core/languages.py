"""French first: the language from which everything is translated, and those into which it is."""

from django.conf import settings
from wagtail.models import Locale, Page


def source_code() -> str:
    """The language in which texts are written."""
    return settings.LANGUAGE_CODE.partition("-")[0]


def source_locale() -> Locale:
    """The locale in which texts are written."""
    return Locale.objects.get(language_code=source_code())


def target_locales() -> list[Locale]:
    """The locales into which texts are translated."""
    return list(Locale.objects.exclude(language_code=source_code()).order_by("language_code"))


def is_source(page: Page) -> bool:
    """Whether a page is the original."""
    return page.locale.language_code == source_code()


def original_of(page: Page) -> Page | None:
    """The French page of a translated one."""
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code=source_code()).first()
