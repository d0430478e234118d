"""The facets of the search: named and addressed as in the lists of the portal, over publications of every type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from core import filters
from core.filters import ChoiceFacet, Facet, Option, YearFacet
from partners.enums import Mode, PublicationType
from partners.filters import PARTNER, SUBJECT, TERRITORY, THEME
from partners.models import Belonging, PublicationPage
from partners.models.publication import concrete_subclasses

# By name of a facet, the values in force, or how many publications have each value (`contract.Question`, `Answer`).
Chosen = Mapping[str, Sequence[str]]
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class KindFacet(Facet):
    """A facet over what a publication is within its type, whose codes stand in one column."""

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """The labels of the kinds, type by type. One query for each type whose kinds are a vocabulary."""
        found: dict[str, str] = {}
        types = list(PublicationType)
        for klass in sorted(concrete_subclasses(PublicationPage), key=lambda each: types.index(each.publication_type)):
            for code, label in klass.kind_labels().items():
                if code in values:
                    found.setdefault(code, label)
        return found

    def having(self, model: type[Model], values: Sequence[str]) -> Q:  # noqa: ARG002 -- publications
        """Those of one of the kinds."""
        return Q(kind__in=values)


@dataclass(frozen=True)
class ProjectFacet(Facet):
    """A facet over the projects that publications belong to. A project is named by its translation key.

    Only projects that readers of the active language may open have a name.
    """

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """The titles of the projects, in their order."""
        projects = projects_in(get_language() or "fr", now=timezone.now())
        return {project.key: project.title for project in projects if project.key in values}

    def having(self, model: type[Model], values: Sequence[str]) -> Q:  # noqa: ARG002 -- publications
        """Those that belong to one of the projects, with the consent of its people."""
        parts = Belonging.objects.filter(is_accepted=True, whole__type=PublicationType.PROJECT)
        return Q(pk__in=parts.filter(whole__translation_key__in=values).order_by().values("publication"))


PROJECT = ProjectFacet("project", _("Project"), _("All projects"))

FACETS: tuple[Facet, ...] = (
    ChoiceFacet("type", _("Type"), _("All types"), column="type", choices=PublicationType.choices),
    KindFacet("kind", _("Kind"), _("All kinds")),
    SUBJECT,
    THEME,
    PARTNER,
    PROJECT,
    TERRITORY,
    ChoiceFacet("mode", _("Mode"), _("All modes"), column="mode", choices=Mode.choices),
    YearFacet("year", _("Year"), _("All years"), column="sort_date"),
)


@dataclass(frozen=True)
class Project:
    """A project as a facet names it: its key in every language, its value in addresses of one, its title there."""

    key: str
    value: str
    title: str


def projects_in(language: str, *, now: datetime) -> list[Project]:
    """The projects that readers of a language may open at `now` (aware), as its hub orders them. One query.

    An address names a project by its slug; where two have the same, by its key.
    """
    in_time = Q(expire_at=None) | Q(expire_at__gt=now)
    pages = PublicationPage.objects.visible().filter(
        in_time, type=PublicationType.PROJECT, locale__language_code=language
    )
    rows = list(pages.order_by("path").values_list("translation_key", "slug", "title"))
    slugs = [slug for _key, slug, _title in rows]
    return [Project(str(key), slug if slugs.count(slug) == 1 else str(key), title) for key, slug, title in rows]


def read(data: QueryDict, language: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The values of each facet that an address asks for, and a notice for each that does not exist.

    The values are those of `contract.Question`. One query at most for each facet that is asked, two for projects.
    """
    with override(language):
        if typed := data.getlist(PROJECT.name):
            keys = {project.value: project.key for project in projects_in(language, now=timezone.now())}
            data = data.copy()
            data.setlist(PROJECT.name, [keys.get(value, value) for value in typed])
        chosen, notices = filters.read(FACETS, data)
    return {name: tuple(values) for name, values in chosen.items()}, notices


def named(counts: Counts, chosen: Chosen, language: str) -> list[tuple[Facet, list[Option]]]:
    """What a form offers: every value counted or in force, as an address of the language names it, with its label.

    In the order of each vocabulary. What has no label any more is left out. The queries depend on which facets hold
    something, never on how much.
    """
    with override(language):
        return [(facet, _options(facet, counts.get(facet.name, {}), chosen.get(facet.name, ()))) for facet in FACETS]


def _options(facet: Facet, counts: Mapping[str, int], chosen: Sequence[str]) -> list[Option]:
    values = list(dict.fromkeys([*counts, *chosen]))
    if not values:
        return []
    addresses = {}
    if facet is PROJECT:
        projects = projects_in(get_language() or "fr", now=timezone.now())
        labels = {project.key: project.title for project in projects if project.key in values}
        addresses = {project.key: project.value for project in projects}
    else:
        labels = facet.labels(values)
    return [
        Option(addresses.get(value, value), label, counts.get(value, 0), value in chosen)
        for value, label in labels.items()
    ]
