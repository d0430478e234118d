"""What staff find on the desk about waivers."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.desk import Action, ListPanel, Row, Visit
from core.seo import spoken
from core.typography import day
from partners.roles import is_staff
from translation.waiving.waivers import still_needed

# Waivers that end within this time are shown.
SOON = timedelta(days=14)


class WaiversPanel(ListPanel):
    """The waivers that are over or end soon, of texts that still have no English version."""

    name = "waivers"
    order = 34
    heading = gettext_lazy("Waivers that end")

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators."""
        return is_staff(user)

    def listed(self, visit: Visit) -> QuerySet:
        """The first to end first."""
        limit = timezone.localdate(visit.now) + SOON
        ending = still_needed().filter(until__lte=limit).order_by("until", "pk")
        return ending.select_related("page__locale", "signed_by")

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:
        """Who signed, why, and until when. No query."""
        today = timezone.localdate(visit.now)
        rows = []
        for waiver in found:
            until = {"until": day(waiver.until, spoken())}
            is_over = waiver.until < today
            url = reverse("portal_waivers:sign", args=[waiver.page_id])
            signer = waiver.signed_by.name if waiver.signed_by else "—"
            rows.append(
                Row(
                    title=waiver.page.get_admin_display_title(),
                    language=waiver.page.locale.language_code,
                    url=url,
                    facts=(_("Signed by %(name)s") % {"name": signer},),
                    mark=(_("Over since %(until)s") if is_over else _("Ends on %(until)s")) % until,
                    note=waiver.reason,
                    action=Action(label=_("Extend or end"), url=url),
                )
            )
        return rows
