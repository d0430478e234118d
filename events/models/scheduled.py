"""What events and sessions share."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.models import EventFormat
from events.dates import first_instant, last_instant
from events.models.places import PORTAL_ZONE
from partners.enums import EventStatus
from partners.models import PublicationPage


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

    indexed_with: ClassVar[tuple[str, ...]] = (*PublicationPage.indexed_with, "format")

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

    def kind_label(self) -> str:
        """Its format."""
        return self.format.label if self.format else ""

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

    def seen_at(self, now: datetime) -> dict[str, Any]:
        """What a template says of it at `now`: attendance is known only once it is over."""
        is_over = self.is_past(now)
        counted = self.attendance_in_person is not None or self.attendance_online is not None
        is_live = not is_over and self.starts_at is not None and self.starts_at <= now
        return {"now": now, "is_over": is_over, "is_live": is_live, "shows_attendance": is_over and counted}

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
