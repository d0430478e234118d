"""How a page that was chosen is named: by the title that readers know.

Wagtail names it by its draft: whoever cites the page of another partner would read there what it is to be called.
"""

from typing import Any

from django.db.models import ForeignKey
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page


def known_title(page: Page) -> str:
    """The title of a page once it has been published; of a new page, that of its draft."""
    return page.title if page.live or page.first_published_at else page.get_admin_display_title()


class KnownTitleChooser(AdminPageChooser):
    """Shows a chosen page by its known title."""

    def get_display_title(self, instance: Page) -> str:
        """The words in the form."""
        return known_title(instance)


class PageBlock(blocks.PageChooserBlock):
    """A page, in a block."""

    @cached_property
    def widget(self) -> KnownTitleChooser:
        """The field of the form."""
        return KnownTitleChooser(target_models=self.target_models, can_choose_root=self.can_choose_root)


def _field(field: Any) -> dict[str, Any]:
    return {"widget": KnownTitleChooser(target_models=[field.remote_field.model])}


def connect() -> None:
    """Use it for every foreign key to a page."""
    register_form_field_override(ForeignKey, to=Page, override=_field)
