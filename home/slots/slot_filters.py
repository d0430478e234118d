"""The filters of the list of slots and of the timeline."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from core.languages import source_code
from home.enums import Position, SlotState
from home.models import FeaturedSlot
from partners.enums import PublicationType
from partners.models import Partner, PublicationPage


def partners(_request: HttpRequest | None = None) -> QuerySet[Partner]:
    """Those whose publications may be featured."""
    return Partner.objects.order_by("name")


def projects(_request: HttpRequest | None = None) -> QuerySet[PublicationPage]:
    """The French pages of projects."""
    found = PublicationPage.objects.filter(type=PublicationType.PROJECT, locale__language_code=source_code())
    return found.order_by("title")


class SlotFilters(WagtailFilterSet):
    """Slots by position, partner, project, state and days."""

    position = django_filters.MultipleChoiceFilter(label=_("Position"), choices=Position.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=SlotState.choices, method="in_state")
    partner = django_filters.ModelChoiceFilter(label=_("Partner"), queryset=partners, method="of_partner")
    project = django_filters.ModelChoiceFilter(label=_("Project"), queryset=projects, method="of_project")
    since = django_filters.DateFilter(label=_("On or after"), widget=AdminDateInput, method="from_day")
    until = django_filters.DateFilter(label=_("On or before"), widget=AdminDateInput, method="to_day")

    class Meta:
        model = FeaturedSlot
        fields: ClassVar = []

    def in_state(self, slots: Any, _name: str, state: str) -> QuerySet:
        """Those of which one version is in that state."""
        return slots.in_state(state, timezone.now())

    def of_partner(self, slots: Any, _name: str, partner: Partner) -> QuerySet:
        """Those of one partner."""
        return slots.of_partner(partner)

    def of_project(self, slots: Any, _name: str, project: PublicationPage) -> QuerySet:
        """Those of one project and of what belongs to it."""
        return slots.of_project(project)

    def from_day(self, slots: Any, _name: str, day: Any) -> QuerySet:
        """Those that are not over when a day begins, in Montréal."""
        return slots.filter(ends_at__gt=_midnight(day))

    def to_day(self, slots: Any, _name: str, day: Any) -> QuerySet:
        """Those that have begun when a day ends, in Montréal."""
        return slots.filter(starts_at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
