"""The editors' guide in the administration: `docs/guide-redaction.md`, in French for everyone."""

from pathlib import Path
from typing import Any

import markdown
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

DOCS = Path(settings.ROOT) / "docs"
TEXT = DOCS / "guide-redaction.md"
IMAGES = DOCS / "screenshots" / "guide"

# Wagtail's own entries of the help menu lead to English pages elsewhere.
REPLACED = ("whats-new-in-wagtail", "editor-guide")


def title_and_rest(text: str) -> tuple[str, str]:
    """The title of a Markdown text, its first line, and what follows."""
    title, _newline, rest = text.partition("\n")
    return title.removeprefix("# "), rest


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """The guide, with its table of contents."""

    template_name = "portal/admin/guide.html"
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text as HTML. The file is ours: it is printed as it is."""
        title, rest = title_and_rest(TEXT.read_text(encoding="utf-8"))
        self.page_title = title
        converter = markdown.Markdown(extensions=["toc", "tables"], extension_configs={"toc": {"toc_depth": "2"}})
        folder = reverse("portal_guide")
        html = converter.convert(rest).replace('src="screenshots/guide/', f'loading="lazy" src="{folder}')
        context = super().get_context_data(**kwargs)
        context["guide"] = mark_safe(html)  # noqa: S308
        context["contents"] = [(entry["id"], entry["name"]) for entry in converter.toc_tokens]
        return context


def image(_request: HttpRequest, name: str) -> FileResponse:
    """A screenshot of the guide; `name` is a slug, which names no other folder."""
    file = IMAGES / f"{name}.png"
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/png")


def urls() -> list[URLPattern]:
    """The addresses of the guide below `/admin/`; Wagtail asks for an account that may enter there."""
    return [
        path("guide/", GuideView.as_view(), name="portal_guide"),
        path("guide/<slug:name>.png", image, name="portal_guide_image"),
    ]


def menu_item() -> MenuItem:
    """The guide's entry of the help menu."""
    return MenuItem(_("Editors’ guide"), reverse("portal_guide"), name="portal-guide", icon_name="help", order=100)


def leave_out_wagtails_guide(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Take out of the help menu what the portal's guide replaces."""
    items[:] = [item for item in items if not item.name.startswith(REPLACED)]
