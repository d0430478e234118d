"""What the segment editor of a translated page asks for besides: submit, accept a passage, draw the top again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import StringSegment

from accounts.models import User
from accounts.people import person
from core.refusals import Refused, tell
from partners import moderation
from partners.guards import locked
from partners.workflow.eligibility import read_together
from translation.editor import accepting, drafts
from translation.editor.progress import Situation
from translation.editor.returning import back_to_editor, translation_for
from translation.editor.writing import hold
from translation.pairing.guarding import guard_submission
from translation.sources import translation_of


@require_POST
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Hand the translation, with that of its parts, to whoever is to approve it; or say all that is left to do."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    try:
        state = _submit(page, person(request))
    except Refused as refusal:
        messages.error(request, _listed(_("The translation is kept, but not submitted:"), refusal.reasons))
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.success(request, _outcome(page, state))
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def accept(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Leave a passage that was to be reviewed as it is: a person has reread it."""
    translation = translation_for(request, translation_id)
    segments = StringSegment.objects.select_related("string", "context")
    segment = get_object_or_404(segments, pk=string_segment_id, source=translation.source_id)
    try:
        accepting.accept(
            translation, context_path=segment.context.path, french=segment.string.data, user=person(request)
        )
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("Accepted as it is."))
    return back_to_editor(request, translation)


@require_POST
def accept_all(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Accept every passage that a machine wrote, once the person says to have reread them."""
    translation = translation_for(request, translation_id)
    if not request.POST.get("reread"):
        messages.error(request, _("Reread the passages first, then tick the box: you answer for them."))
        return back_to_editor(request, translation)
    try:
        count = accepting.accept_all(translation, user=person(request), shown=request.POST.get("shown", ""))
    except Refused as refusal:
        messages.error(request, _listed(_("Nothing was accepted:"), refusal.reasons))
    else:
        messages.success(
            request,
            ngettext("%(count)d passage is accepted.", "%(count)d passages are accepted.", count) % {"count": count},
        )
    return back_to_editor(request, translation)


@require_GET
def panel(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The top of the editor, after a passage was saved."""
    translation = translation_for(request, translation_id)
    page = translation.get_target_instance()
    return TemplateResponse(
        request, "translation/editor/panel.html", {"situation": Situation(page, request.user, translation)}
    )


@transaction.atomic
def _submit(page: Page, user: User) -> WorkflowState:
    """Bring the drafts up to date with the French, and submit them. Raises `Refused`."""
    whole = page.moderated_with().specific
    if whole.pk != page.pk:
        raise Refused(_("This is submitted together with “%(title)s”: submit that page.") % {"title": whole.title})
    page = locked(page)
    for part in read_together(page):
        translation = translation_of(part)
        if translation is None:
            continue
        # A passage that is being saved right now is waited for, and submitted with the rest.
        hold(translation, user)
        try:
            drafts.write(translation, user=user)
        except ValidationError as error:
            raise Refused(
                *(
                    _("“%(title)s”: %(problem)s") % {"title": part.draft_title, "problem": problem}
                    for problem in error.messages
                )
            ) from error
    # What is left to translate is said before all the rest: most of that follows from it.
    guard_submission(read_together(Page.objects.get(pk=page.pk).specific))
    return moderation.submit(page, user=user, now=timezone.now())


def _outcome(page: Page, state: WorkflowState) -> str:
    step = state.current_task_state
    title = {"title": page.get_admin_display_title()}
    if step is None:
        return _("“%(title)s” is submitted.") % title
    names = ", ".join(person.name for person in moderation.eligible(step.task.specific, page))
    return _("“%(title)s” is submitted. It now waits for: %(names)s.") % {**title, "names": names or "—"}


def _listed(sentence: str, reasons: list[str]) -> str:
    listed = format_html_join("", "<li>{}</li>", ((reason,) for reason in reasons))
    return format_html("{}<ul>{}</ul>", sentence, listed)
