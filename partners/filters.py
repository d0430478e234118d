"""Facets that every list of publications shares, and those of the directory."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import Facet, TermFacet
from core.models import OrganisationType, Subject, Territory, Theme
from partners.models import CoPublication, Partner


@dataclass(frozen=True)
class PartnerFacet(Facet):
    """A facet over who publishes: the lead partner, and those who publish with it and have accepted."""

    def counts(self, queryset: QuerySet) -> list[tuple[str, str, int]]:
        """By name."""
        found: dict[str, list] = {}
        lead = queryset.order_by().values_list("lead_partner__slug", "lead_partner__name")
        joint = (
            CoPublication.objects.filter(publication__in=queryset.order_by().values("pk"), is_accepted=True)
            .exclude(partner=F("publication__lead_partner"))
            .values_list("partner__slug", "partner__name")
        )
        for rows, counted in ((lead, "pk"), (joint, "publication")):
            for slug, name, count in rows.annotate(count=Count(counted, distinct=True)):
                found.setdefault(slug, [name, 0])[1] += count
        return sorted(((slug, name, count) for slug, (name, count) in found.items()), key=lambda row: row[1].casefold())

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """The partners' names, in their order."""
        found = Partner.objects.filter(slug__in=values).order_by().values_list("slug", "name")
        return dict(sorted(found, key=lambda row: row[1].casefold()))

    def having(self, model: type[Model], values: Sequence[str]) -> Q:  # noqa: ARG002 -- publications
        """Those that one of the partners leads or publishes with the lead's consent."""
        led = Partner.objects.filter(slug__in=values).order_by().values("pk")
        joint = (
            CoPublication.objects.filter(partner__slug__in=values, is_accepted=True).order_by().values("publication")
        )
        return Q(lead_partner__in=led) | Q(pk__in=joint)


SUBJECT = TermFacet("subject", _("Subject"), _("All subjects"), path="subjects__subject", model=Subject)
THEME = TermFacet("theme", _("Theme"), _("All themes"), path="themes__theme", model=Theme)
TERRITORY = TermFacet("territory", _("Territory"), _("All territories"), path="territories__territory", model=Territory)
PARTNER = PartnerFacet("partner", _("Partner"), _("All partners"))

DIRECTORY = (
    TermFacet("type", _("Type"), _("All types"), path="partner__type", model=OrganisationType),
    TermFacet("territory", _("Territory"), _("All territories"), path="partner__territory", model=Territory),
    TermFacet("subject", _("Subject"), _("All subjects"), path="partner__subjects__subject", model=Subject),
)
