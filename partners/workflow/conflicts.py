"""Two people on one text: a save from a form that has grown old shows both versions and overwrites nothing.

Wagtail refuses the autosave of such a form, but takes its ordinary save. This stands before the save
(`before_edit_page`) and compares as Wagtail's autosave does.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison
from wagtail.models import Page

# What the form says of the version that it was made from, and of the one that it has saved since.
LOADED, LOADED_AT, OWN = "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"
# Sent by the page that shows both versions, by a person who has seen them.
SEEN = "conflict-seen-revision"


def is_saved_by_hand(request: HttpRequest) -> bool:
    """Whether a person pressed a button; Wagtail's autosave asks for JSON."""
    return request.method == "POST" and request.headers.get("accept") != "application/json"


def show_conflict(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer a stale save with both texts; nothing otherwise. `page` is the latest version."""
    if not is_saved_by_hand(request):
        return None
    latest = page.latest_revision
    if latest is None or not is_stale(request.POST, latest):
        return None
    return TemplateResponse(
        request,
        "partners/conflict.html",
        {
            "page": page,
            "latest": latest,
            "comparison": comparison(request, page),
            "posted": [
                (name, value) for name in request.POST for value in request.POST.getlist(name) if name not in LEFT
            ],
            "seen": _token(latest),
            "header_title": _("Two versions of “%(title)s”") % {"title": page.get_admin_display_title()},
        },
        status=409,
    )


# Rewritten by the page that shows both versions.
LEFT = (LOADED, LOADED_AT, OWN, SEEN, "csrfmiddlewaretoken")


def is_stale(posted: Any, latest: Any) -> bool:
    """Whether another version has been saved since the form was made, or since the person saw the conflict."""
    if posted.get(SEEN):
        return posted[SEEN] != _token(latest)
    if posted.get(OWN):
        return posted[OWN] != str(latest.pk)
    if not posted.get(LOADED):
        return False
    return posted[LOADED] != str(latest.pk) or posted.get(LOADED_AT, "") != latest.created_at.isoformat()


def _token(latest: Any) -> str:
    return f"{latest.pk}@{latest.created_at.isoformat()}"


def comparison(request: HttpRequest, page: Page) -> list[FieldComparison]:
    """The fields in which what was posted differs from the latest version."""
    saved = page.get_latest_revision_as_object()
    mine = page.get_latest_revision_as_object()
    form_class = mine.get_edit_handler().get_form_class()
    form = form_class(
        request.POST, request.FILES, instance=mine, parent_page=mine.get_parent().specific, for_user=request.user
    )
    form.defer_required_fields()
    if form.is_valid():
        mine = form.save(commit=False)
    fields = mine.get_edit_handler().get_bound_panel(instance=mine, request=request, form=form).get_comparison()
    found = [make(saved, mine) for make in fields]
    return [item for item in found if item.has_changed()]
