"""Asking for the translation of a page: what it brings with it, then the editor of its English version."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from accounts.people import person
from core.languages import is_source, original_of, target_locales
from core.refusals import Refused, tell
from partners.workflow.eligibility import read_together
from translation import sources


class StartView(WagtailAdminTemplateMixin, TemplateView):
    """Confirm that a French page, with what is published with it, is given to translators."""

    template_name = "translation/start.html"
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the page. Raises `PermissionDenied` for whoever may not translate it."""
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        tester: Any = self.page.permissions_for_user(request.user)
        if not tester.can_translate():
            raise PermissionDenied
        if not is_source(self.page):
            french = original_of(self.page)
            messages.warning(request, _("One translates from French: open the French page."))
            if french is None:
                return redirect("wagtailadmin_explore", self.page.get_parent().pk)
            return redirect(request.resolver_match.view_name, french.pk)  # type: ignore[union-attr]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def language(self) -> Locale:
        """The language into which the page is translated."""
        return target_locales()[0]

    @cached_property
    def parts(self) -> list[Page]:
        """What is translated with the page: an event comes with its sessions, a session with its event."""
        whole = self.page.moderated_with().specific
        return [part for part in read_together(whole) if part.pk != self.page.pk]

    @cached_property
    def sister(self) -> Page | None:
        """The version that is there already, if it is a translation."""
        there = self.page.get_translation_or_none(self.language)
        return there if there is not None and sources.translation_of(there) is not None else None

    @cached_property
    def above(self) -> Page | None:
        """The page above, if it has no version in the language: nothing can stand below it then."""
        above = self.page.moderated_with().get_parent()
        return None if above.is_root() or above.has_translation(self.language) else above

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Translate")

    def get_page_subtitle(self) -> str:
        """Which page."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what one reads before deciding."""
        known = [part.translation_key for part in self.parts]
        translations = Translation.objects.filter(source__object__in=known, target_locale=self.language, enabled=True)
        there = Page.objects.filter(
            translation_key__in=translations.values("source__object"), locale=self.language
        ).order_by()
        keys = set(there.values_list("translation_key", flat=True))
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "language": self.language,
            "sister": self.sister,
            "above": self.above,
            "above_translatable": self.above and self._may_translate(self.above),
            "parts": [(part, part.translation_key in keys) for part in self.parts],
            "is_new": self.sister is None or len(keys) < len(self.parts),
            "is_draft": not self.page.live,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Begin, and lead to the editor."""
        try:
            made = sources.start(self.page, self.language, user=person(request), now=timezone.now())
        except Refused as refusal:
            tell(request, refusal)
            return redirect(request.path)
        sister = self.page.get_translation(self.language)
        if made:
            messages.success(
                request,
                _("“%(title)s” can now be translated, passage by passage. Each one is kept as soon as you save it.")
                % {"title": self.page.get_admin_display_title()},
            )
        return redirect("wagtailadmin_pages:edit", sister.pk)

    def _may_translate(self, page: Page) -> bool:
        tester: Any = page.permissions_for_user(self.request.user)
        return tester.can_translate()
