"""Which views of translation are open to whom; those not named here answer administrators only.

What a person may do with one page is asked again inside each view.
"""

from typing import Any

from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core import gate
from partners.access.doors import readers, staff, translators
from partners.access.reach import choosable

TRANSLATING = (
    *("wagtail_localize:submit_page_translation", "wagtail_localize:edit_string_translation"),
    *("wagtail_localize:edit_override", "wagtail_localize:download_pofile", "wagtail_localize:upload_pofile"),
    *("wagtail_localize:machine_translate", "portal_translation:*"),
)
READING = ("wagtail_localize:preview_translation", "parity:index", "parity:results")
STEWARDSHIP = ("parity:labels",)
# The segment editor asks for the file that a passage shows by its key.
FILES = {"wagtailadmin_api:images:detail": get_image_model, "wagtailadmin_api:documents:detail": get_document_model}


def translators_about_files_they_find(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """As `translators`, when the file in the address is one that the person may choose: Wagtail asks nothing there."""
    if not translators(request, kwargs):
        return False
    match = request.resolver_match
    model = FILES[match.view_name]() if match else None
    return model is not None and choosable(model, request.user).filter(pk=kwargs["pk"]).exists()


def connect() -> None:
    """Open the doors."""
    gate.open_to(translators, TRANSLATING)
    gate.open_to(readers, READING)
    gate.open_to(staff, STEWARDSHIP)
    gate.open_to(translators_about_files_they_find, FILES)
