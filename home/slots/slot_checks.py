"""What a slot must say before it can be kept."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.languages import is_source
from home.enums import Position
from partners.enums import PublicationType

if TYPE_CHECKING:
    from home.models import FeaturedSlot

Problem = tuple[str, str | Promise]
EVENTS = (PublicationType.EVENT, PublicationType.SESSION)


def problems(slot: "FeaturedSlot") -> Iterator[Problem]:
    """The name of a field, and a sentence for whoever filled it."""
    yield from _about_what_it_shows(slot)
    yield from _about_its_words(slot)
    if slot.starts_at and slot.ends_at and slot.ends_at <= slot.starts_at:
        yield "ends_at", _("The slot ends before it begins.")


def _about_what_it_shows(slot: "FeaturedSlot") -> Iterator[Problem]:
    publication = slot.publication
    if publication and slot.url_fr:
        yield "url_fr", _("Choose a publication or give an address, not both.")
    if not publication and not slot.url_fr:
        yield "publication", _("Choose a publication, or give an address elsewhere.")
    if slot.url_en and not slot.url_fr:
        yield "url_en", _("Give the French address first.")
    if publication and not is_source(publication):
        yield "publication", _("Choose the French page: its English version is shown to English readers.")
    if publication and slot.position == Position.EVENT and publication.type not in EVENTS:
        yield "publication", _("This position shows an event.")


def _about_its_words(slot: "FeaturedSlot") -> Iterator[Problem]:
    is_needed = {"title": bool(slot.url_fr), "summary": False, "image_alt": bool(slot.image)}
    for name, needed in is_needed.items():
        given = {language: bool(getattr(slot, f"{name}_{language}")) for language in ("fr", "en")}
        if needed or any(given.values()):
            for language, is_given in given.items():
                if not is_given:
                    yield f"{name}_{language}", _("Give it in both languages.")
