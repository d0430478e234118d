"""The editor of a translated page: who is led where, and what stands at the addresses of Wagtail's editor."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.views import edit_translation

from core.languages import is_source, original_of, source_locale
from translation.sources import translation_of


def edit_in_step(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Handler of `before_edit_page`: a translated page is edited passage by passage, by whoever may change it.

    Wagtail has asked before whether this person may. Nothing is posted to this address: the package would publish.
    """
    if is_source(page):
        return None
    translation = translation_of(page)
    if translation is None:
        return _to_french(request, page)
    if request.method == "POST":
        messages.error(
            request, _("Nothing is published from here: submit the translation, and another person approves it.")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return edit_translation.edit_translation(request, translation, page)


def buttons(page: Page, user: Any, view_name: str | None = None, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """“Translate this page”, without a query for each row: the package asks three questions of each."""
    if page.is_root() or page.alias_of_id is not None or page.locale_id != _source(user):
        return
    tester: Any = page.permissions_for_user(user)
    if tester.can_translate():
        yield Button(
            _("Translate this page"),
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            priority=60,
            icon_name="wagtail-localize-language",
        )


def _source(user: Any) -> int:
    """The key of the source language, asked once for each object that stands for the person, as `roles.standing`."""
    known = user.__dict__.get("_source_locale")
    if known is None:
        known = user.__dict__["_source_locale"] = source_locale().pk
    return known


def _to_french(request: HttpRequest, page: Page) -> HttpResponse:
    """Say that a page is no translation yet, and lead to where it can become one."""
    french = original_of(page)
    title = {"title": page.get_admin_display_title()}
    if french is None:
        messages.error(
            request,
            _("“%(title)s” has no French page, so that it cannot be changed: write the text in French first.") % title,
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    messages.warning(
        request,
        _("“%(title)s” is not translated from its French page yet: begin here, then translate passage by passage.")
        % title,
    )
    tester: Any = french.permissions_for_user(request.user)
    if tester.can_translate():
        return redirect("wagtail_localize:submit_page_translation", french.pk)
    return redirect("wagtailadmin_home")
