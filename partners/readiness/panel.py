"""The list of what is to be mended, beside the text: a side panel of Wagtail's page editor.

Wagtail draws the panel again after each autosave (`edit_partials.html`); `static/js/readiness.js` asks again on demand
and leads to the fields.
"""

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from partners.readiness import Finding, findings


class ReadinessSidePanel(BaseSidePanel):
    """What to mend before submitting, with the number of findings on its button."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button of the panel; red while something blocks."""

        aria_label = _("Toggle the checks before submission")
        icon_name = "list-ul"

        @property
        def counter_classname(self) -> str:
            """The colour of the number."""
            return "readiness-count--blocking" if self.panel.number_blocking else "readiness-count"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Add the number of findings."""
            return {**super().get_context_data(parent_context), "count": len(self.panel.found)}

    name = "readiness"
    title = _("Before submitting")
    template_name = "partners/readiness/side_panel.html"
    order = 150

    @cached_property
    def found(self) -> list[Finding]:
        """What the checks say of the page as the editor has it; nothing before it is saved a first time."""
        return findings(self.object, now=timezone.now()) if self.object.pk else []

    @property
    def number_blocking(self) -> int:
        """How many findings keep the page from being submitted."""
        return sum(finding.is_blocking for finding in self.found)

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the findings."""
        return {**super().get_context_data(parent_context), "findings": self.found}

    @property
    def media(self) -> Media:
        """The list's style, and the module that asks again and leads to the fields."""
        module: Any = Script("js/readiness.js", type="module")
        return Media(css={"all": ["css/readiness.css"]}, js=[module])


def with_readiness(panels: MediaContainer, page: Page, request: HttpRequest) -> MediaContainer:
    """The panels of an editor, with ours after the status. An alias repeats another page: nothing is mended there."""
    if not page.alias_of_id:
        panels.insert(1, ReadinessSidePanel(page, request))
    return panels


class CreatePageView(CreateView):
    """The editor of a new page; its panel fills once Wagtail has saved the page."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and ours."""
        return with_readiness(super().get_side_panels(), self.page, self.request)


class EditPageView(EditView):
    """The editor of a page."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and ours."""
        return with_readiness(super().get_side_panels(), self.page, self.request)


class RevertPageView(RevisionsRevertView):
    """The editor of an earlier version."""

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels and ours."""
        return with_readiness(super().get_side_panels(), self.page, self.request)


class PortalPageViewSet(PageViewSet):
    """The editors of every page of the portal, in the place of Wagtail's own."""

    add_view_class = CreatePageView
    edit_view_class = EditPageView
    revisions_revert_view_class = RevertPageView
