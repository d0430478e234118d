"""The list of what is to be mended, for the editor who asks again."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail.models import Page

from partners.readiness import findings


def readiness(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the checks say of the latest draft of a page, as a piece of HTML, to those who may edit it."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        # Wagtail's administration would send anything else back to its first page.
        return HttpResponseForbidden()
    found = findings(page.get_latest_revision_as_object(), now=timezone.now())
    return render(request, "partners/readiness/list.html", {"findings": found})


def urls() -> list[URLPattern]:
    """The address of the list, in the administration."""
    return [path("pages/<int:page_id>/readiness/", readiness, name="portal_readiness")]
