"""What a partner or a project is asked, and waits for its answer."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.desk import Action, ListPanel, Moment, Row, Visit
from partners import consents
from partners.models import Partner
from partners.roles import standing


class ConsentsPanel(ListPanel):
    """Publications that name a partner or a project of the person."""

    name = "consents"
    order = 51
    heading = gettext_lazy("Waiting for your consent")
    asks = True

    def for_whom(self, user: Any) -> bool:
        """Leads; staff for the portal, and for partners without a lead."""
        who = standing(user)
        return who.is_staff or bool(who.leads)

    def listed(self, visit: Visit) -> list[consents.Request]:
        """The questions without an answer."""
        return consents.waiting_for(visit.user)

    def rows(self, found: Sequence[consents.Request], visit: Visit) -> list[Row]:  # noqa: ARG002 -- the same for everyone
        """Who asks for what."""
        rows = []
        for question in found:
            page = question.publication
            url = reverse("portal_consents:accept", args=[question.kind, question.pk])
            asked = (
                _("Asks to publish with %(name)s")
                if isinstance(question.named, Partner)
                else _("Asks to belong to %(name)s")
            )
            rows.append(
                Row(
                    title=page.title,
                    language=page.locale.language_code,
                    url=url,
                    facts=(page.lead_partner.name, asked % {"name": question.named}),
                    moment=page.first_published_at,
                    moment_is=Moment.ON,
                    action=Action(label=pgettext("button", "Answer"), url=url),
                )
            )
        return rows
