"""What the segment editor asks for: save a passage, or another image; show the draft. It answers as the package does.

The package's own views save a passage of whoever's page, take any image by its number, and leave the draft behind.
"""

import re
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import OverridableSegment, StringSegment, Translation
from wagtail_localize.views.edit_translation import (
    FieldHasNoEditPanelError,
    SegmentOverrideSerializer,
    StringTranslationSerializer,
    TabHelper,
    get_segment_location_info,
)

from accounts.people import person
from core.refusals import Refused
from partners.access.references import Reference
from translation.editor import drafts, saving
from translation.editor.returning import translation_for

# The kinds of values that a translation may have of its own, as the package names them; keys are numbers.
KEYS: dict[str, type[Model]] = {
    "image_chooser": get_image_model(),
    "document_chooser": get_document_model(),
    "page_chooser": Page,
}
WORDS = frozenset({"text", "unknown"})
# What a link may lead to: never a script.
ADDRESS = re.compile(r"\s*(?:https?://\S+|mailto:\S+|tel:\S+|/(?!/)\S*|#\S+|[^\s@:]+@[^\s@:]+)\s*$")
# What a passage, or an address, may weigh.
LONGEST = 20_000
# No keyboard types it, and PostgreSQL takes none.
NULL = "\x00"


@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
def edit_string_translation(request: Request, translation_id: int, string_segment_id: int) -> Response:
    """Save the English of one passage, or take it back."""
    translation = translation_for(request, translation_id)
    segments = StringSegment.objects.select_related("string", "context")
    segment = get_object_or_404(segments, pk=string_segment_id, source=translation.source_id)
    try:
        if request.method == "DELETE":
            made = saving.unsay(translation, segment, user=person(request))
        else:
            made = saving.say(translation, segment, _posted(request), user=person(request))
    except Refused as refusal:
        return Response({"segment_id": segment.pk, "data": request.POST.get("value", ""), "error": str(refusal)})
    if made is None:
        return Response(status=404)
    return Response(StringTranslationSerializer(made, context={"translation_source": translation.source}).data)


@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
def edit_override(request: Request, translation_id: int, overridable_segment_id: int) -> Response:
    """Save another image, document, page or address than the French has, or go back to the French."""
    translation = translation_for(request, translation_id)
    segments = OverridableSegment.objects.select_related("context")
    segment = get_object_or_404(segments, pk=overridable_segment_id, source=translation.source_id)
    try:
        if request.method == "DELETE":
            made = saving.revert(translation, segment, user=person(request))
        else:
            value, names = _value(translation, segment, _posted(request))
            made = saving.override(translation, segment, value, user=person(request), names=names)
    except Refused as refusal:
        return Response({"segment_id": segment.pk, "data": request.POST.get("value", ""), "error": str(refusal)})
    if made is None:
        return Response(status=404)
    return Response(SegmentOverrideSerializer(made, context={"translation_source": translation.source}).data)


@xframe_options_sameorigin_override
def preview_translation(request: HttpRequest, translation_id: int, mode: str | None = None) -> HttpResponse:
    """Show the page as its translation stands, to whoever may read its drafts."""
    translations = Translation.objects.filter(enabled=True).select_related("source__locale", "target_locale")
    translation = get_object_or_404(translations, pk=translation_id)
    try:
        draft = drafts.draft_of(translation)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not draft.permissions_for_user(request.user).can_read():
        raise PermissionDenied
    mode = draft.default_preview_mode if mode is None else mode
    if mode not in dict(draft.preview_modes):
        raise Http404
    return draft.make_preview_request(request, mode)


def _posted(request: Request) -> str:
    """What was typed. Raises `Http404` for a request that no editor sends."""
    words = request.POST.get("value")
    if words is None or not words.strip() or len(words) > LONGEST or NULL in words:
        raise Http404
    return words


def _value(translation: Translation, segment: OverridableSegment, posted: str) -> tuple[Any, Reference | None]:
    """The value as it is stored, and what it names. Raises `Http404` for a kind that no editor offers."""
    source = translation.source.get_source_instance()
    try:
        place = get_segment_location_info(
            source, TabHelper(source), segment.context.path, segment.context.get_field_path(source), widget=True
        )
    except FieldHasNoEditPanelError as error:
        # What no editor shows is changed by nobody.
        raise Http404 from error
    kind = place["widget"]["type"]
    if kind in KEYS and posted.isdecimal():
        return int(posted), (KEYS[kind], posted)
    if kind in WORDS and isinstance(segment.data, str):
        if not ADDRESS.match(posted):
            raise Refused(_("Type a whole address: https://…"))
        return posted.strip(), None
    raise Http404
