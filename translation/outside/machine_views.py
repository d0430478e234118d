"""Asking a machine for the passages that nobody has translated. It stands in for wagtail-localize's view."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.machine_translators import get_machine_translator

from accounts.people import person
from core.refusals import Refused, tell
from translation.editor.returning import back_to_editor, translation_for
from translation.editor.writing import named, shortened
from translation.outside import machine

# Passages that are named in messages.
SHOWN = 5


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Fill the passages without English with a machine's; there is no such address where no service is set up."""
    if get_machine_translator() is None:
        raise Http404
    translation = translation_for(request, translation_id)
    try:
        drafted = machine.draft(translation, user=person(request))
    except Refused as refusal:
        tell(request, refusal)
        return back_to_editor(request, translation)
    if drafted.count:
        messages.success(
            request,
            ngettext(
                "A machine translated %(count)d passage: reread it, then accept or rewrite it.",
                "A machine translated %(count)d passages: reread each, then accept or rewrite it.",
                drafted.count,
            )
            % {"count": drafted.count},
        )
    elif not drafted.left:
        messages.info(request, _("No passage is without English: there is nothing left to translate."))
    left = [named(words, _("The machine lost its links or tags: translate it by hand.")) for words in drafted.left]
    for sentence in shortened(left, at_most=SHOWN):
        messages.warning(request, sentence)
    return back_to_editor(request, translation)
