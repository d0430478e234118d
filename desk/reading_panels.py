"""What those find on the desk who read and do not write: translators, members of a partner that is no longer active."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.desk import Action, ListPanel, Moment, Panel, Row, Visit
from partners.models import PartnerPage
from partners.roles import standing


class TranslatorPanel(Panel):
    """Where a translator finds the texts."""

    name = "translator"
    order = 60
    heading = gettext_lazy("What you can read")
    template = "desk/reading_panel.html"

    def for_whom(self, user: Any) -> bool:
        """Translators."""
        return standing(user).is_translator

    def context(self, visit: Visit) -> dict[str, Any]:  # noqa: ARG002 -- the same for everyone
        """A sentence, and the way there."""
        return {
            "text": _("As a translator, you can read every page of the portal and its drafts, in both languages."),
            "action": Action(label=_("Browse the pages"), url=reverse("wagtailadmin_explore_root")),
        }


class FormerPartnersPanel(ListPanel):
    """Where somebody finds what was written for a partner that is no longer active."""

    name = "former-partners"
    order = 62
    heading = gettext_lazy("Partners that are no longer active")

    def for_whom(self, user: Any) -> bool:
        """Members of such a partner."""
        return bool(standing(user).reads)

    def listed(self, visit: Visit) -> QuerySet[PartnerPage]:
        """The partners' French pages, by name."""
        pages = PartnerPage.objects.filter(partner__in=standing(visit.user).reads, locale__language_code="fr")
        return pages.select_related("partner").order_by("partner__name", "pk")

    def rows(self, found: Sequence[PartnerPage], visit: Visit) -> list[Row]:  # noqa: ARG002 -- the same for everyone
        """What one may still do."""
        return [
            Row(
                title=page.partner.name,
                url=reverse("wagtailadmin_explore", args=[page.pk]),
                facts=(_("You can read what was written for it; nothing new is published."),),
                moment_is=Moment.ON,
                action=Action(label=_("Read it"), url=reverse("wagtailadmin_explore", args=[page.pk])),
            )
            for page in found
        ]


PANELS = (TranslatorPanel, FormerPartnersPanel)
