"""Sessions of events."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.search import index

from core.blocks import BodyField
from core.clock import reader_now
from core.panels import GuidePanel, TermPanel
from events.models.event import EventPage
from events.models.scheduled import ScheduledPage
from partners.enums import PublicationType
from partners.models import PublicationPage

MAX_THEMES = 2


class SessionPage(ScheduledPage):
    """A session of an event, on a page below it. Its day, its hour and its venue may all be unknown."""

    publication_type = PublicationType.SESSION
    listed_by = "events.EventIndexPage"

    venue = models.ForeignKey(
        "events.Venue", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    replay_url = models.URLField(_("replay"), blank=True)
    replay_until = models.DateField(
        _("replay until"), null=True, blank=True, help_text=_("The last day on which the replay can be watched.")
    )
    body = BodyField(verbose_name=_("text"))

    page_description = _("A part of the programme of the event above: its day, its hours, its speakers.")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    GuidePanel(
                        _("Hours are those of the place: the venue’s time zone, or the event’s."),
                        "ajouter-les-sessions",
                    ),
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
                    FieldRowPanel([TermPanel("format"), FieldPanel("venue")]),
                    FieldPanel("body"),
                    FieldRowPanel([FieldPanel("replay_url"), FieldPanel("replay_until")]),
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
    parent_page_types: ClassVar = ["events.EventPage"]
    subpage_types: ClassVar = []
    template = "events/session.html"
    served_with: ClassVar[tuple[str, ...]] = (*PublicationPage.served_with, "venue__territory")
    search_fields: ClassVar = [*PublicationPage.search_fields, index.SearchField("body")]

    indexed_with: ClassVar[tuple[str, ...]] = (*ScheduledPage.indexed_with, "venue")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def moderated_with(self) -> EventPage:
        """Its event: a session is submitted, approved and published with it."""
        return self.event

    @cached_property
    def event(self) -> EventPage:
        """The event it belongs to: the page above."""
        return EventPage.objects.ancestor_of(self).select_related("locale").get()

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

    def search_names(self) -> list[str]:
        """Add its venue, once confirmed."""
        venues = [str(self.venue)] if self.venue and self.venue.is_confirmed else []
        return [*super().search_names(), *venues]

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
        # The form has no last day of its own: an earlier one must not contradict the day just typed.
        self.ends_on = self.starts_on
        super().clean()
        errors: dict[str, Any] = {}
        if len(self.themes.all()) > MAX_THEMES:
            errors["__all__"] = [_("A session has two themes at most.")]
        if self.replay_until and not self.replay_url:
            errors["replay_url"] = _("Type the address of the replay too.")
        if errors:
            raise ValidationError(errors)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the readers' clock."""
        context = super().get_context(request, *args, **kwargs)
        context |= self.seen_at(reader_now(timezone.now()))
        context["venues"] = [self.venue] if self.venue else []
        context["has_replay"] = self.has_replay(context["now"])
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The way to the page, and the session within its event."""
        from events.seo import session_of_event  # noqa: PLC0415 -- stands on this model

        return [*super().structured_data(request), session_of_event(self, request)]
