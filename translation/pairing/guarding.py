"""What keeps a translation from being submitted or published: a passage that no person stands behind.

Nothing English is published that does not translate a French page.
"""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from core.languages import is_source, original_of
from core.refusals import Refused
from partners.guards import add_guards
from translation.editor.passages import sentences, unfinished
from translation.models import TranslatedRevision
from translation.pairing import addressing, privacy
from translation.sources import translation_of


def guard_submission(pages: Sequence[Page]) -> None:
    """Refuse translations that are not finished. Raises `Refused`, with a reason for each passage."""
    problems = [
        problem
        if page.pk == pages[0].pk
        else _("“%(title)s”: %(problem)s") % {"title": page.draft_title, "problem": problem}
        for page in pages
        if not is_source(page) and not _is_as_readers_see_it(page)
        for problem in _problems(page)
    ]
    if problems:
        raise Refused(*problems)


def guard_publication(pages: Sequence[Page], _go_live_at: datetime | None) -> None:
    """Refuse the same when they are published, whichever way."""
    guard_submission(pages)


def connect() -> None:
    """Put the guards before every submission and publication."""
    add_guards(submission=guard_submission, publication=guard_publication)
    add_guards(publication=privacy.guard_privacy, due=privacy.guard_privacy_when_due)
    add_guards(publication=addressing.guard_addresses, due=addressing.guard_address_when_due)


def french_first(request: HttpRequest, parent: Page, _model: type[Page]) -> HttpResponse | None:
    """Handler of `before_create_page`: nothing is written in English first."""
    if is_source(parent):
        return None
    return _to_french(request, parent)


def copy_in_french(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Handler of `before_copy_page`: neither from English nor into it."""
    if is_source(page):
        key = request.POST.get("new_parent_page", "")
        parent = Page.objects.filter(pk=key).first() if key.isdecimal() else None
        if parent is None or is_source(parent):
            return None
        page = parent
    return _to_french(request, page)


def stay_in_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Handler of `before_move_page`: a page does not change its language by moving."""
    if destination.is_root() or page.locale_id == destination.locale_id:
        return None
    messages.error(request, _("A page stays among those of its own language: choose another place."))
    return redirect("wagtailadmin_pages:move", page.pk)


def _to_french(request: HttpRequest, page: Page) -> HttpResponse:
    """Say where one writes, and lead there."""
    messages.error(
        request, _("Write it in French first: its English version is then a translation, made from the French page.")
    )
    french = original_of(page)
    if french is not None and french.permissions_for_user(request.user).can_read():
        return redirect("wagtailadmin_explore", french.pk)
    return redirect("wagtailadmin_home")


def _is_as_readers_see_it(page: Page) -> bool:
    """Whether nothing of the page would be published."""
    return page.live and not page.has_unpublished_changes


def _problems(page: Page) -> list[str]:
    translation = translation_of(page)
    if translation is None or original_of(page) is None:
        return [_("This page translates no French page: write the text in French, then ask for its translation there.")]
    made = TranslatedRevision.objects.filter(revision=page.latest_revision_id).select_related("version").first()
    if made is None or made.version.source_id != translation.source_id:
        return [_("This version was not made by translating: open the page in the editor, and submit it from there.")]
    return sentences(unfinished(translation, made.version))
