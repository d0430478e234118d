"""Events."""

from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Orderable, Page
from wagtail.search import index

from core.blocks import BodyField
from core.clock import reader_now
from core.panels import GuidePanel, TermPanel
from core.typography import NBSP, ordinal
from events.models.places import Venue
from events.models.scheduled import ScheduledPage
from partners.enums import PublicationType
from partners.models import PublicationPage

if TYPE_CHECKING:
    from events.programme import Day


class EventPage(ScheduledPage):
    """An event of a partner: one day or several, or a date to be confirmed."""

    publication_type = PublicationType.EVENT
    listed_by = "events.EventIndexPage"

    series = models.ForeignKey(
        "events.EventSeries",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=_("series"),
    )
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    registration_url = models.URLField(_("registration"), blank=True)
    registration_deadline = models.DateField(_("registration closes on"), null=True, blank=True)
    body = BodyField(verbose_name=_("text"))

    page_description = _("A workshop, a conference, a forum: one day or several. Its sessions are created below it.")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    GuidePanel(
                        _("What is not known yet stays empty: the page then says that it is to be confirmed."),
                        "annoncer-un-evenement",
                    ),
                    *PublicationPage.about_panels,
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                            FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
                            FieldRowPanel([FieldPanel("mode"), FieldPanel("event_status")]),
                        ],
                        heading=_("When and how"),
                        help_text=_("Leave the days empty while the date is to be confirmed."),
                    ),
                    InlinePanel("venues", label=_("Venue")),
                    TermPanel("format"),
                    FieldRowPanel([TermPanel("series"), FieldPanel("edition")]),
                    FieldRowPanel([FieldPanel("registration_url"), FieldPanel("registration_deadline")]),
                    FieldPanel("body"),
                    ScheduledPage.attendance_panel,
                    PublicationPage.corrections_panel,
                ],
                heading=_("Content"),
            ),
            ObjectList(PublicationPage.classification_panels, heading=_("Classification")),
            ObjectList(PublicationPage.people_panels, heading=_("People and partners")),
            ObjectList(PublicationPage.promote_panels, heading=_("Promote")),
        ]
    )
    parent_page_types: ClassVar = ["partners.PartnerPage"]
    subpage_types: ClassVar = ["events.SessionPage"]
    has_parts: ClassVar[bool] = True
    template = "events/event.html"
    search_fields: ClassVar = [*PublicationPage.search_fields, index.SearchField("body")]

    indexed_with: ClassVar[tuple[str, ...]] = (*ScheduledPage.indexed_with, "series")
    indexed_rows: ClassVar[tuple[str, ...]] = (*ScheduledPage.indexed_rows, "venues__venue")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its first venue; the portal's where there is none."""
        return self.places[0].zone if self.places else super().zone

    def search_names(self) -> list[str]:
        """Add its series and its venues, once confirmed."""
        series = [name for name in (self.series.name_fr, self.series.name_en) if name] if self.series else []
        venues = [str(row.venue) for row in self.venues.all() if row.venue.is_confirmed]
        return [*super().search_names(), *series, *venues]

    def fill_columns(self) -> None:
        """Read the venues again: they may have been changed since they were first asked for."""
        self.__dict__.pop("places", None)
        super().fill_columns()

    @property
    def edition_label(self) -> str:
        """`5e édition`, `1re édition`; `5th edition`."""
        if not self.edition:
            return ""
        word = "édition" if self.language == "fr" else "edition"
        return f"{ordinal(self.edition, self.language)}{NBSP}{word}"

    def clean(self) -> None:
        """Refuse a registration that closes after the event."""
        super().clean()
        last_day = self.ends_on or self.starts_on
        if last_day and self.registration_deadline and self.registration_deadline > last_day:
            raise ValidationError({"registration_deadline": _("Registration cannot close after the event.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programme and the readers' clock."""
        context = super().get_context(request, *args, **kwargs)
        context |= self.seen_at(reader_now(timezone.now()))
        context["venues"] = self.places
        context["programme"] = self.programme
        return context

    @cached_property
    def places(self) -> list[Venue]:
        """Its venues, in their order. One query, asked once."""
        return [row.venue for row in self.venues.select_related("venue__territory")]

    @cached_property
    def programme(self) -> "list[Day]":
        """Its sessions by day, as readers see them now. Asked once."""
        from events.programme import programme_of  # noqa: PLC0415 -- stands on this model

        return programme_of(self, now=reader_now(timezone.now()))

    def moderated_parts(self) -> list[Page]:
        """Its sessions, which are submitted, approved and published with it. One query."""
        from events.models.session import SessionPage  # noqa: PLC0415 -- stands on this model

        return list(SessionPage.objects.child_of(self).order_by("path"))

    @property
    def ics_url(self) -> str:
        """Where a reader finds the event as a file for a calendar; nothing for an event without a date."""
        return reverse("event_ics", args=[self.translation_key]) if self.starts_on else ""

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The way to the page, and the event with its sessions."""
        from events.seo import event_with_sessions  # noqa: PLC0415 -- stands on this model

        return [*super().structured_data(request), event_with_sessions(self, request)]


class EventVenue(Orderable):
    """A venue of an event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="venues")
    venue = models.ForeignKey("events.Venue", on_delete=models.PROTECT, related_name="+", verbose_name=_("venue"))

    panels: ClassVar = [FieldPanel("venue")]
