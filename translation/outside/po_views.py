"""Downloading the passages of a page as a PO file, and sending the file back. They stand in for wagtail-localize's."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from accounts.people import person
from core.refusals import Refused, tell
from translation.editor.returning import back_to_editor, translation_for
from translation.editor.writing import named, shortened
from translation.outside import po


@require_GET
def download_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The PO file of a translation, for whoever may change its page."""
    translation = translation_for(request, translation_id)
    content = po.file_of(translation, now=timezone.localtime())
    name = f"{slugify(translation.source.object_repr) or 'page'}-{translation.target_locale.language_code}.po"
    return HttpResponse(
        content,
        content_type="text/x-gettext-translation; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take a PO file that was translated; what is wrong with it is said, and then nothing has changed."""
    translation = translation_for(request, translation_id)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose the PO file to send."))
        return back_to_editor(request, translation)
    try:
        # A byte more than is read tells that it is too large.
        taken = po.take(translation, file.read(po.LARGEST + 1), user=person(request))
    except Refused as refusal:
        messages.error(request, _("Nothing was taken from the file."))
        tell(request, refusal)
        return back_to_editor(request, translation)
    _tell(request, taken)
    return back_to_editor(request, translation)


def _tell(request: HttpRequest, taken: po.Taken) -> None:
    if taken.count:
        messages.success(
            request,
            ngettext(
                "%(count)d passage was taken from the file.",
                "%(count)d passages were taken from the file.",
                taken.count,
            )
            % {"count": taken.count},
        )
    else:
        messages.info(request, _("The file has nothing new. Entries that are empty or marked fuzzy are left out."))
    kept = [
        named(words, _("Left as it is: somebody changed it here after the file was downloaded."))
        for words in taken.kept
    ]
    for sentence in shortened(kept, at_most=po.SHOWN):
        messages.warning(request, sentence)
