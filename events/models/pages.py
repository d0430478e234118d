"""The calendar, events and their sessions."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Orderable
from wagtail.search import index

from core.blocks import BodyField
from core.clock import reader_now
from core.models import BasePage, EventFormat
from core.pagination import paginate
from events.dates import first_instant, last_instant
from events.models.places import PORTAL_ZONE
from partners.enums import EventStatus, PublicationType
from partners.models import PublicationPage

MAX_THEMES_OF_SESSION = 2


class EventIndexPage(BasePage):
    """The calendar: every event of the portal, upcoming then past."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1
    template = "events/index.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("calendar")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is to come, what has no date yet, and what is past, as readers see the date."""
        context = super().get_context(request, *args, **kwargs)
        now = reader_now(timezone.now())
        events = (
            PublicationPage.objects.visible()
            .filter(type=PublicationType.EVENT, locale_id=self.locale_id)
            .with_card()
        )
        context["upcoming"] = events.upcoming(now).order_by("starts_at", "pk")
        context["undated"] = events.filter(ends_at=None).order_by("title", "pk")
        context["publications"] = paginate(request, events.past(now).order_by("-starts_at", "-pk"))
        return context


class ScheduledPage(PublicationPage):
    """What events and sessions share: a format, an hour that may be unknown, attendance for each mode."""

    format = models.ForeignKey(
        "core.EventFormat", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("format")
    )
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    attendance_in_person = models.PositiveIntegerField(_("attendance in person"), null=True, blank=True)
    attendance_online = models.PositiveIntegerField(_("attendance online"), null=True, blank=True)
    attendance_note = models.CharField(
        _("note on the attendance"), max_length=300, blank=True, help_text=_("Source, and what one should know.")
    )

    attendance_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("attendance_in_person"), FieldPanel("attendance_online")]),
            FieldPanel("attendance_note"),
        ],
        heading=_("Attendance"),
    )

    class Meta:
        abstract = True

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which day and hours are to be read."""
        return ZoneInfo(PORTAL_ZONE)

    @classmethod
    def kind_labels(cls) -> dict[str, str]:
        """The formats of events."""
        return {term.code: term.label for term in EventFormat.objects.all()}

    def fill_columns(self) -> None:
        """Add the format, and the instants computed in the page's own time zone."""
        super().fill_columns()
        self.kind = self.format.code if self.format else ""
        self.event_status = self.event_status or EventStatus.SCHEDULED
        self.sort_date = self.starts_on
        self.starts_at = first_instant(self.starts_on, self.start_time, self.zone)
        self.ends_at = last_instant(self.starts_on, self.ends_on, self.start_time, self.end_time, self.zone)

    def is_past(self, now: datetime) -> bool:
        """Whether it is over at `now` (aware, the readers' clock); never for what has no date."""
        return self.ends_at is not None and self.ends_at <= now

    def clean(self) -> None:
        """Refuse an hour without a day and an end without a start."""
        super().clean()
        errors = {}
        if self.start_time and not self.starts_on:
            errors["start_time"] = _("Choose the day first; without a day, leave the hour empty.")
        if self.end_time and not self.start_time:
            errors["end_time"] = _("Type the starting hour too.")
        if self.ends_on and not self.starts_on:
            errors["ends_on"] = _("Choose the first day too.")
        if errors:
            raise ValidationError(errors)


class EventPage(ScheduledPage):
    """An event of a partner: one day or several, or a date to be confirmed."""

    publication_type = PublicationType.EVENT

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

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
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
                    FieldPanel("format"),
                    FieldRowPanel([FieldPanel("series"), FieldPanel("edition")]),
                    FieldRowPanel([FieldPanel("registration_url"), FieldPanel("registration_deadline")]),
                    FieldPanel("body"),
                    ScheduledPage.attendance_panel,
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
    template = "events/event.html"
    search_fields: ClassVar = [*PublicationPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its first venue; the portal's where there is none."""
        first = next((row.venue for row in self.venues.all()), None)
        return first.zone if first else super().zone

    def clean(self) -> None:
        """Refuse a registration that closes after the event."""
        super().clean()
        last_day = self.ends_on or self.starts_on
        if last_day and self.registration_deadline and self.registration_deadline > last_day:
            raise ValidationError({"registration_deadline": _("Registration cannot close after the event.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programme and the readers' clock."""
        from events.programme import programme_of  # noqa: PLC0415 -- stands on this model

        context = super().get_context(request, *args, **kwargs)
        context["now"] = reader_now(timezone.now())
        context["programme"] = programme_of(self)
        return context


class EventVenue(Orderable):
    """A venue of an event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="venues")
    venue = models.ForeignKey("events.Venue", on_delete=models.PROTECT, related_name="+", verbose_name=_("venue"))

    panels: ClassVar = [FieldPanel("venue")]


class SessionPage(ScheduledPage):
    """A session of an event, on a page below it. Its day, its hour and its venue may all be unknown."""

    publication_type = PublicationType.SESSION

    venue = models.ForeignKey(
        "events.Venue", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    replay_url = models.URLField(_("replay"), blank=True)
    replay_until = models.DateField(
        _("replay until"), null=True, blank=True, help_text=_("The last day on which the replay can be watched.")
    )
    body = BodyField(verbose_name=_("text"))

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *PublicationPage.about_panels,
                    MultiFieldPanel(
                        [
                            FieldPanel("starts_on", heading=_("Day")),
                            FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
                            FieldRowPanel([FieldPanel("mode"), FieldPanel("event_status")]),
                        ],
                        heading=_("When and how"),
                        help_text=_("Leave the day empty while it is to be confirmed."),
                    ),
                    FieldRowPanel([FieldPanel("format"), FieldPanel("venue")]),
                    FieldPanel("body"),
                    FieldRowPanel([FieldPanel("replay_url"), FieldPanel("replay_until")]),
                    ScheduledPage.attendance_panel,
                ],
                heading=_("Content"),
            ),
            ObjectList(PublicationPage.classification_panels, heading=_("Classification")),
            ObjectList(PublicationPage.people_panels, heading=_("People and partners")),
            ObjectList(PublicationPage.promote_panels, heading=_("Promote")),
        ]
    )
    parent_page_types: ClassVar = ["events.EventPage"]
    subpage_types: ClassVar = []
    template = "events/session.html"
    search_fields: ClassVar = [*PublicationPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @cached_property
    def event(self) -> EventPage:
        """The event it belongs to: the page above."""
        return EventPage.objects.ancestor_of(self).get()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its venue, else of its event."""
        if self.venue:
            return self.venue.zone
        return self.event.zone if self.path else super().zone

    def fill_columns(self) -> None:
        """A session lasts one day."""
        self.ends_on = self.starts_on
        super().fill_columns()

    def is_outside_event(self) -> bool:
        """Whether its day is none of its event's, which editors are warned of and may keep."""
        event = self.event
        if not self.starts_on or not event.starts_on:
            return False
        return not event.starts_on <= self.starts_on <= (event.ends_on or event.starts_on)

    def has_replay(self, now: datetime) -> bool:
        """Whether the replay can still be watched at `now` (aware, the readers' clock): until its last day ends."""
        if not self.replay_url:
            return False
        return self.replay_until is None or now.astimezone(self.zone).date() <= self.replay_until

    def clean(self) -> None:
        """Refuse more than two themes, and an end date for a replay that has no address."""
        super().clean()
        errors = {}
        if len(self.themes.all()) > MAX_THEMES_OF_SESSION:
            errors["__all__"] = [_("A session has two themes at most.")]
        if self.replay_until and not self.replay_url:
            errors["replay_url"] = _("Type the address of the replay too.")
        if errors:
            raise ValidationError(errors)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the readers' clock."""
        context = super().get_context(request, *args, **kwargs)
        context["now"] = reader_now(timezone.now())
        context["has_replay"] = self.has_replay(context["now"])
        return context
