"""The filters of the parity matrix."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page

from partners.enums import PublicationType
from partners.models import Partner
from partners.roles import standing
from translation.enums import State

# What is no publication: pages of partners, lists, standing pages.
OTHER = "page"


def partners_for(request: HttpRequest) -> QuerySet[Partner]:
    """The partners whose pages the person may find."""
    who = standing(request.user)
    partners = Partner.objects.order_by("name")
    if who.is_staff or who.is_translator:
        return partners
    return partners.filter(pk__in=who.partners | who.reads)


class ParityFilters(WagtailFilterSet):
    """Rows of the matrix, by partner, type, state and age."""

    state = django_filters.ChoiceFilter(label=_("State of the translation"), choices=State.choices)
    partner = django_filters.ModelChoiceFilter(label=_("Partner"), queryset=partners_for, method="of_partner")
    type = django_filters.ChoiceFilter(
        label=_("Type"),
        choices=[*PublicationType.choices, (OTHER, pgettext_lazy("type of page", "Other page"))],
        method="of_type",
    )
    age = django_filters.TypedChoiceFilter(
        label=_("In this state"),
        choices=[(7, _("For more than 7 days")), (30, _("For more than 30 days")), (90, _("For more than 90 days"))],
        coerce=int,
        method="older",
    )

    class Meta:
        model = Page
        fields: ClassVar = []

    def _add_locale_filter(self) -> None:
        """None: every row is French."""

    def of_partner(self, rows: QuerySet, _name: str, partner: Partner) -> QuerySet:
        """The pages of one partner."""
        return rows.filter(Q(publicationpage__lead_partner=partner) | Q(partnerpage__partner=partner))

    def of_type(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """The pages of one type."""
        return rows.filter(publicationpage=None) if value == OTHER else rows.filter(publicationpage__type=value)

    def older(self, rows: QuerySet, _name: str, days: Any) -> QuerySet:
        """Those whose state began more than so many days ago."""
        return rows.filter(since__lt=timezone.now() - timedelta(days=days))
