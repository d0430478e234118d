"""What the views that write passages share: which translation is asked for, and where one goes on afterwards."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation

from accounts.people import person
from translation.editor.writing import guard_writer


def translation_for(request: HttpRequest, translation_id: int) -> Translation:
    """The translation, for whoever may change its page. Raises `Http404` or `PermissionDenied`."""
    translations = Translation.objects.filter(enabled=True).select_related("source__locale", "target_locale")
    translation = get_object_or_404(translations, pk=translation_id)
    try:
        guard_writer(translation, person(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    return translation


def back_to_editor(request: HttpRequest, translation: Translation) -> HttpResponse:
    """To where the person came from, else to the page in its language."""
    return redirect(get_valid_next_url_from_request(request) or translation.get_target_instance_edit_url())
