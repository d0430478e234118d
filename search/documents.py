"""What a page holds for a search: its words by language and weight, its facets, and until when it may be found."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from core.querysets import restrictions_above
from partners.models import PartnerPage, PublicationPage
from search.contract import MARK_END, MARK_START
from search.enums import Group

# Characters of a text beyond which no reader looks; an engine refuses to make extracts of a million.
LONGEST_TEXT = 200_000

# Search fields of their own weight; every other is text.
TITLE, NAMES, TERMS = "title", "search_names", "search_terms"

_HYPHEN = re.compile("[-‐‑]")
_COMPOUND = re.compile(r"[^\W\d_]{2,}(?:[-‐‑][^\W\d_]{2,})+")


class Document(NamedTuple):
    """A page, as a search sees it. `group` is what a result of it is, or nothing for a page that is no result."""

    language: str
    group: Group | None
    is_visible: bool
    expire_at: datetime | None
    sort_date: date | None
    title: str
    text: str
    names: list[str]
    terms: list[str]
    facets: dict[str, list[str]]


def document_of(page: Page) -> Document:
    """What a page holds. A page that `with_privacy` has read costs no query of its own."""
    is_publication = isinstance(page, PublicationPage)
    group = Group.PUBLICATION if is_publication else Group.PARTNER if isinstance(page, PartnerPage) else None
    return Document(
        language=page.locale.language_code,
        group=group,
        is_visible=is_visible(page),
        expire_at=page.expire_at,
        sort_date=page.sort_date if is_publication else None,
        title=clean(page.title),
        text="\n".join(texts(page))[:LONGEST_TEXT],
        names=[clean(name) for name in values(page, NAMES)],
        terms=[clean(term) for term in values(page, TERMS)],
        facets=facets(page) if is_publication else {},
    )


def with_privacy(pages: Any) -> Any:
    """The pages of a queryset, each told whether it or a page above it is private."""
    return pages.annotate(is_private=Exists(restrictions_above(OuterRef("path"))))


def is_visible(page: Page) -> bool:
    """Whether readers may meet the page, until it expires: live, and neither it nor a page above it private.

    A partner that has left the directory is not found by its page.
    """
    if not page.live or (isinstance(page, PartnerPage) and not page.partner.is_active):
        return False
    is_private = getattr(page, "is_private", None)
    return not (restrictions_above_page(page) if is_private is None else is_private)


def restrictions_above_page(page: Page) -> bool:
    """Whether the page or a page above it is private. One query."""
    return with_privacy(Page.objects.filter(pk=page.pk)).values_list("is_private", flat=True).get()


def texts(page: Page) -> Iterator[str]:
    """The words of a page that are neither its title nor names, in their order: what extracts are made of."""
    for field in page.get_searchable_search_fields():
        if field.field_name not in {TITLE, NAMES, TERMS}:
            yield from (clean(text) for text in flat(field.get_value(page)))


def values(page: Page, name: str) -> list[str]:
    """The values of a search field that the page may have."""
    value = getattr(page, name, None)
    return list(flat(value() if callable(value) else value))


def flat(value: Any) -> Iterator[str]:
    """The texts in a value, which may be a list of lists of them."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, Iterable):
        for part in value:
            yield from flat(part)


def clean(text: str) -> str:
    """A text with one code for each accented letter and without the marks of extracts."""
    return " ".join(unicodedata.normalize("NFC", text).replace(MARK_START, "").replace(MARK_END, "").split())


def joined(*texts: str) -> list[str]:
    """The compounds of the texts written as one word: *cyber-sécurité* is also looked for as *cybersécurité*."""
    # The words with a hyphen first: looking for one through a whole text takes twenty times as long.
    words = (word for text in texts for word in text.split() if _HYPHEN.search(word))
    return list(dict.fromkeys(_HYPHEN.sub("", part) for word in words for part in _COMPOUND.findall(word)))


def facets(page: PublicationPage) -> dict[str, list[str]]:
    """The values of a publication, by facet (`search.contract.FACETS`)."""
    partners = [page.lead_partner, *(row.partner for row in page.co_publications.all() if row.is_accepted)]
    wholes = [row.whole for row in page.belongings.all() if row.is_accepted]
    return {
        "type": [page.type] if page.type else [],
        "kind": [page.kind] if page.kind else [],
        "subject": [row.subject.code for row in page.subjects.all()],
        "theme": [row.theme.code for row in page.themes.all()],
        "partner": list(dict.fromkeys(partner.slug for partner in partners)),
        "project": list(dict.fromkeys(str(whole.translation_key) for whole in wholes if whole.type == "project")),
        "territory": [row.territory.code for row in page.territories.all()],
        "mode": [page.mode] if page.mode else [],
        "year": [str(page.sort_date.year)] if page.sort_date else [],
    }
