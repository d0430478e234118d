"""The landing page of the administration, in place of Wagtail's panels; and the whole of each of its lists."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.urls import URLResolver, include, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.desk import ListPanel, Visit, list_panel_for, panels_for
from desk.starting import STYLES, StartView
from desk.texts import partners_of
from partners.roles import standing

PER_PAGE = 20


def heading(user: Any) -> str:
    """How the desk is called for a person."""
    who = standing(user)
    if who.is_staff:
        return _("Communications desk")
    return _("My week") if who.partners else _("Editors’ room")


class Desk(Component):
    """Every panel of a person. The number of queries depends on the panels, not on what they list."""

    name = "desk"
    order = 1
    template_name = "desk/desk.html"

    def __init__(self, request: HttpRequest) -> None:
        """Keep who asks."""
        self.request = request

    @property
    def media(self) -> forms.Media:
        """Its style sheet."""
        return STYLES

    @property
    def heading(self) -> str:
        """Its name for this person."""
        return heading(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The heading, the partners and the panels."""
        user = self.request.user
        visit = Visit(user, timezone.now())
        found = [{"panel": panel, **panel.context(visit)} for panel in panels_for(user)]
        return {
            **super().get_context_data(parent_context),
            "heading": self.heading,
            "partners": [partner for partner in partners_of(user) if not partner.is_portal],
            "panels": [item for item in found if is_shown(item)],
            "now": visit.now,
        }


def is_shown(item: dict[str, Any]) -> bool:
    """A list without rows shows if it has something to say of that."""
    return not isinstance(item["panel"], ListPanel) or bool(item["rows"] or item["panel"].empty)


def put_desk(request: HttpRequest, panels: list[Any]) -> None:
    """Take the place of Wagtail's panels (`construct_homepage_panels`)."""
    panels[:] = [Desk(request)]


class RowPaginator(WagtailPaginator):
    """Pages of rows, which are “items” to whoever reads, whatever table they come from."""

    model = None


class PanelView(WagtailAdminTemplateMixin, TemplateView):
    """Everything that one list holds."""

    template_name = "desk/list.html"
    header_icon = "list-ul"

    @cached_property
    def panel(self) -> ListPanel:
        """The panel of the address. Raises `Http404` for one that this person has not."""
        panel = list_panel_for(self.request.user, self.kwargs["panel"])
        if panel is None:
            raise Http404
        return panel

    def get_page_title(self) -> str:
        """The heading of the panel."""
        return str(self.panel.heading)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The desk, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of rows."""
        visit = Visit(self.request.user, timezone.now())
        paginator = RowPaginator(self.panel.listed(visit), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "panel": self.panel,
            "rows": self.panel.rows(list(page.object_list), visit),
            "page_obj": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "now": visit.now,
            "media": STYLES,
        }


app_name = "portal_desk"
urlpatterns = [
    path("new/<slug:kind>/", StartView.as_view(), name="new"),
    path("new/<slug:kind>/<int:partner_id>/", StartView.as_view(), name="new"),
    path("list/<slug:panel>/", PanelView.as_view(), name="list"),
]


def urls() -> list[URLResolver]:
    """The addresses below `/admin/`."""
    return [path("desk/", include((urlpatterns, app_name)))]
