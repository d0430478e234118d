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
from core.pagination import paginate
from partners.enums import PublicationType
from partners.models import PublicationPage


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
            PublicationPage.objects.visible().filter(type=PublicationType.EVENT, locale_id=self.locale_id).with_card()
        )
        context["upcoming"] = events.upcoming(now).order_by("starts_at", "pk")
        context["undated"] = events.filter(ends_at=None).order_by("title", "pk")
        context["publications"] = paginate(request, events.past(now).order_by("-starts_at", "-pk"))
        return context
