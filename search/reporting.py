"""What readers look for, added up over days, as the report shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.typography import day
from search.addresses import again
from search.folding import key_of
from search.models import SearchTally, SynonymGroup

LANGUAGES = {"fr": _("French"), "en": _("English")}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A search: how often it was asked, when last, how many results that one got; the group that holds its words."""

    words: str
    code: str
    asked: int
    found: int
    last_on: date
    group: SynonymGroup | None

    @property
    def language(self) -> str | Promise:
        """The language of the page on which it was asked."""
        return LANGUAGES.get(self.code, self.code)

    @property
    def url(self) -> str:
        """What readers get when they ask it."""
        with override(self.code):
            return again(f"{reverse('search')}?{urlencode({'q': self.words})}")

    def last(self, language: str) -> str:
        """The last day, in words."""
        return day(self.last_on, language)


def searches() -> QuerySet[Any, Any]:
    """Each search once: `words`, `language`, `asked` (times), `found` (results of the last day), `last_on`."""
    same = SearchTally.objects.filter(language=OuterRef("language"), words=OuterRef("words"))
    return (
        SearchTally.objects.order_by()
        .values("words", "language")
        .annotate(
            asked=Sum("times"),
            last_on=Max("on"),
            found=Subquery(same.order_by("-on").values("results")[:1]),
        )
    )


def lines(rows: Iterable[dict[str, Any]]) -> list[Line]:
    """Rows of `searches` with their synonyms. One query more."""
    groups = {key_of(term): group for group in SynonymGroup.objects.all() for term in group.lines()}
    return [
        Line(
            words=row["words"],
            code=row["language"],
            asked=row["asked"],
            found=row["found"],
            last_on=row["last_on"],
            group=groups.get(key_of(row["words"])),
        )
        for row in rows
    ]
