"""Panels of the editing forms that any application may use."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from wagtail.admin.panels import FieldPanel, HelpPanel


class TermPanel(FieldPanel):
    """The term of a short vocabulary, in a list: Wagtail opens a window for each, as for what must be searched."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        """Take the name of the field."""
        kwargs.setdefault("widget", forms.Select)
        super().__init__(field_name, **kwargs)


class GuidePanel(HelpPanel):
    """A sentence or two where an editor would wonder, with the way to a section of the guide.

    `section` is the anchor of a heading of `docs/guide-redaction.md`.
    """

    def __init__(self, content: str | Promise = "", section: str = "", **kwargs: Any) -> None:
        """Take the words, marked for translation, and the anchor."""
        kwargs.setdefault("template", "core/admin/guide_panel.html")
        super().__init__(content, **kwargs)
        self.section = section

    def clone_kwargs(self) -> dict[str, Any]:
        """What a copy of the panel is made from."""
        return {**super().clone_kwargs(), "section": self.section}
