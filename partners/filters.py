"""Facets that every list of publications shares, and those of the directory."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
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

    def label_of(self, value: str) -> str | None:
        """The partner's name."""
        partner = Partner.objects.filter(slug=value).first()
        return partner.name if partner else None

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """Those that the partner leads or publishes with the lead's consent."""
        joint = CoPublication.objects.filter(partner__slug=value, is_accepted=True).values("publication")
        return queryset.filter(Q(lead_partner__slug=value) | Q(pk__in=joint))


SUBJECT = TermFacet("subject", _("Subject"), _("All subjects"), path="subjects__subject", model=Subject)
THEME = TermFacet("theme", _("Theme"), _("All themes"), path="themes__theme", model=Theme)
TERRITORY = TermFacet("territory", _("Territory"), _("All territories"), path="territories__territory", model=Territory)
PARTNER = PartnerFacet("partner", _("Partner"), _("All partners"))

DIRECTORY = (
    TermFacet("type", _("Type"), _("All types"), path="partner__type", model=OrganisationType),
    TermFacet("territory", _("Territory"), _("All territories"), path="partner__territory", model=Territory),
    TermFacet("subject", _("Subject"), _("All subjects"), path="partner__subjects__subject", model=Subject),
)
