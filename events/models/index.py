"""The calendar."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.clock import reader_now
from core.models import BasePage
from core.panels import GuidePanel


class EventIndexPage(BasePage):
    """The calendar: every event of the portal, upcoming then past."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    page_description = _("The calendar of every event. It fills by itself.")
    content_panels: ClassVar = [
        GuidePanel(
            _("This page fills by itself: only its title and introduction are written here."), "trouver-son-espace"
        ),
        *BasePage.content_panels,
        FieldPanel("introduction"),
    ]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1
    template = "events/index.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("calendar")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the month, and day by day what is to come or what is past, under the same filters."""
        from events.calendar_page import calendar_context  # noqa: PLC0415 -- stands on the models

        context = super().get_context(request, *args, **kwargs)
        return context | calendar_context(request, now=reader_now(timezone.now()))
