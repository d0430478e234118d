"""What happens around Wagtail's page editor: submitting, saving over somebody else's version, saying who may approve.

Wagtail's own “submit” is closed (`BasePage.has_workflow`): what it would do becomes a plain save, so that nothing typed
is lost, and the text is then submitted here, or the reasons why not are said.
"""

from typing import Any

from django.contrib import messages as django_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, WorkflowState

from accounts.people import person
from partners import moderation
from partners.guards import Refused
from partners.workflow.conflicts import is_saved_by_hand

SUBMIT = "action-submit"


def script() -> SafeString:
    """The module that keeps saving by hand and autosave apart."""
    return format_html('<script type="module" src="{}"></script>', static("js/autosave.js"))


def after_save(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Submit if that is what the button said; warn when nobody would be left to approve."""
    if not is_saved_by_hand(request):
        return None
    if SUBMIT not in request.POST:
        if warning := moderation.nobody_left(page):
            messages.warning(request, warning)
        return None
    try:
        state = moderation.submit(page, user=person(request), now=timezone.now())
    except (Refused, PermissionDenied) as refusal:
        _discard_success(request)
        messages.error(request, _explain(refusal))
        return redirect("wagtailadmin_pages:edit", page.pk)
    _discard_success(request)
    messages.success(request, _outcome(page, state))
    return redirect("wagtailadmin_home")


def _outcome(page: Page, state: WorkflowState) -> str:
    step = state.current_task_state
    if step is None:
        return _("“%(title)s” is submitted.") % {"title": page.title}
    names = ", ".join(person.name for person in moderation.eligible(step.task.specific, page))
    return _("“%(title)s” is submitted. It now waits for: %(names)s.") % {"title": page.title, "names": names or "—"}


def _explain(refusal: Exception) -> str:
    reasons = refusal.reasons if isinstance(refusal, Refused) else [_("You may not change this page.")]
    listed = format_html_join("", "<li>{}</li>", ((reason,) for reason in reasons))
    return format_html("{}<ul>{}</ul>", _("Your text is saved, but not submitted:"), listed)


def _discard_success(request: HttpRequest) -> None:
    """Wagtail has just said that the page was saved: one message is enough."""
    storage: Any = django_messages.get_messages(request)
    storage._queued_messages[:] = []  # noqa: SLF001 -- messages of this very request
