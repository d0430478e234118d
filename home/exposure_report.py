"""Who was featured, or will be, against what each one publishes: the lines of the exposure report.

Hours are those of `home.exposure`. Publications are the French ones that readers can open now; a session counts with
its event. Partners are counted by lead. A project counts for itself and for what belongs to it, so that a publication
of two projects counts for both, and one of none for no line: shares are of everything, and need not add up to one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import get_language

from core.languages import source_code
from home.exposure import gini, hours_by_page, summed
from partners.enums import PublicationType
from partners.models import Belonging, Partner, PublicationPage
from partners.querysets import PublicationQuerySet

PERCENT = 100
Key = TypeVar("Key", int, UUID)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A partner or a project. `hours` are weighted; shares are parts of one."""

    name: str
    hours: float
    hours_share: float
    publications: int
    publications_share: float
    is_active: bool = True

    @property
    def hours_percent(self) -> float:
        """The share of the hours, to a tenth."""
        return round(PERCENT * self.hours_share, 1)

    @property
    def publications_percent(self) -> float:
        """The share of the publications, to a tenth."""
        return round(PERCENT * self.publications_share, 1)

    @property
    def difference(self) -> float:
        """Points of percentage by which the first share passes the second; negative where it falls short."""
        # A sum with zero leaves no negative zero.
        return round(PERCENT * (self.hours_share - self.publications_share), 1) + 0


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """The lines, those with the most hours first; the Gini coefficients are of the active ones."""

    lines: list[Line]
    gini_of_hours: float | None
    gini_of_publications: float | None

    @property
    def is_empty(self) -> bool:
        """Whether no slot shows for anybody."""
        return not any(line.hours for line in self.lines)

    @property
    def highest_percent(self) -> float:
        """The highest share of all, on which charts are drawn; never zero."""
        return (
            max((share for line in self.lines for share in (line.hours_percent, line.publications_percent)), default=0)
            or 1
        )


def by_partner(start: datetime, end: datetime, *, now: datetime) -> Exposure:
    """Active partners, and those that left if they have hours or publications; instants are aware. Nine queries."""
    hours = hours_by_page(start, end, now=now)
    leads = PublicationPage.objects.filter(pk__in=hours).values_list("pk", "lead_partner")
    found = summed(hours, {page: [partner] for page, partner in leads})
    rows = _counted().order_by().values_list("lead_partner").annotate(number=Count("pk"))
    publications = dict(rows)
    partners = Partner.objects.filter(Q(is_active=True) | Q(pk__in=[*found, *publications]))
    named = [(partner.pk, partner.short_name, partner.is_active) for partner in partners]
    return _exposure(named, found, publications, sum(hours.values()), sum(publications.values()))


def by_project(start: datetime, end: datetime, *, now: datetime) -> Exposure:
    """Projects that readers can open, and those that left if they have hours; instants are aware. Twelve queries."""
    hours = hours_by_page(start, end, now=now)
    counted = _counted()
    projects = PublicationPage.objects.filter(type=PublicationType.PROJECT)
    own = dict(projects.filter(pk__in=hours).values_list("pk", "translation_key"))
    belongings = Belonging.objects.filter(is_accepted=True, whole__type=PublicationType.PROJECT).order_by()
    owners: dict[int, set[Any]] = {page: {key} for page, key in own.items()}
    featured = belongings.filter(publication__in=list(hours))
    for page, key in featured.values_list("publication", "whole__translation_key"):
        owners.setdefault(page, set()).add(key)
    found: dict[Any, float] = summed(hours, owners)
    parts = belongings.filter(publication__in=counted.values("pk")).values_list("whole__translation_key")
    publications = dict(parts.annotate(number=Count("publication", distinct=True)))
    readable = set(counted.filter(type=PublicationType.PROJECT).values_list("translation_key", flat=True))
    for key in readable:
        publications[key] = publications.get(key, 0) + 1
    named = [(key, title, key in readable) for key, title in _titles(projects, readable | set(found)).items()]
    return _exposure(named, found, publications, sum(hours.values()), counted.count())


def _counted() -> PublicationQuerySet:
    french: PublicationQuerySet = PublicationPage.objects.visible().filter(locale__language_code=source_code())
    return french.exclude(type=PublicationType.SESSION)


def _titles(projects: PublicationQuerySet, keys: Iterable[UUID]) -> dict[UUID, str]:
    """In the active language where the project is published in it, else in French. One query."""
    rows = projects.filter(translation_key__in=list(keys)).values_list(
        "translation_key", "title", "locale__language_code", "live"
    )
    titles: dict[UUID, str] = {}
    for key, title, language, is_live in rows:
        is_spoken = language == get_language() and is_live
        if is_spoken or (language == source_code() and key not in titles):
            titles[key] = title
    return titles


def _exposure(
    named: Iterable[tuple[Key, str, bool]],
    hours: Mapping[Key, float],
    publications: Mapping[Key, int],
    all_hours: float,
    all_publications: int,
) -> Exposure:
    lines = [
        Line(
            name=name,
            hours=hours.get(key, 0.0),
            hours_share=hours.get(key, 0.0) / all_hours if all_hours else 0.0,
            publications=publications.get(key, 0),
            publications_share=publications.get(key, 0) / all_publications if all_publications else 0.0,
            is_active=is_active,
        )
        for key, name, is_active in named
    ]
    active = [line for line in lines if line.is_active]
    return Exposure(
        lines=sorted(lines, key=lambda line: (-line.hours, -line.publications, line.name)),
        gini_of_hours=gini(line.hours for line in active),
        gini_of_publications=gini(line.publications for line in active),
    )
