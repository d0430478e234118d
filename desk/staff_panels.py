"""What communications and administrators find on the desk: what waits, for whom, for how long."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from core.desk import Action, ListPanel, Moment, Row, Visit
from desk import texts
from desk.partner_panels import ScheduledPanel, submission_row
from desk.rows import about, note, review_url
from desk.waiting import names, told
from partners.enums import MemberRole
from partners.models import ForcedPublication, Membership, Partner, PartnerPage, PublicationPage
from partners.roles import is_staff

# A partner without a publication since then is silent.
SILENT_AFTER = timedelta(days=90)


class StaffPanel(ListPanel):
    """A panel for those who look after the portal as a whole."""

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators."""
        return is_staff(user)


class QueuePanel(StaffPanel):
    """What waits for communications, by age."""

    name = "queue"
    order = 20
    heading = gettext_lazy("To approve and publish")
    empty = gettext_lazy("Nothing waits: every text that was submitted has its answer.")
    asks = True

    def listed(self, visit: Visit) -> QuerySet:  # noqa: ARG002 -- the same for everyone
        """The oldest first."""
        return texts.submitted().filter(waits_for_portal=True)

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:
        """Who submitted it, since when it waits, and whether this person may decide."""
        rows = []
        for item in told(found):
            is_own = visit.user.pk in item.authors
            label = _("Read it") if is_own else _("Read and decide")
            mark = _("You changed it: another person approves") if is_own else ""
            rows.append(submission_row(item, several=True, label=label, mark=mark, is_for_others=is_own))
        return rows


class ForcedPanel(StaffPanel):
    """What one person published alone."""

    name = "forced"
    order = 22
    heading = gettext_lazy("Published without a second person, to confirm")
    asks = True

    def listed(self, visit: Visit) -> QuerySet[ForcedPublication]:  # noqa: ARG002 -- the same for everyone
        """The oldest first."""
        waiting = ForcedPublication.objects.filter(confirmed_at=None).select_related("forced_by")
        return waiting.prefetch_related("authors").order_by("forced_at", "pk")

    def rows(self, found: Sequence[ForcedPublication], visit: Visit) -> list[Row]:
        """Who forced it and why, and whether this person may confirm."""
        pages = texts.pages_by_key(forced.page_id for forced in found)
        rows = []
        for forced in found:
            said = about(pages[str(forced.page_id)], several=True)
            by = forced.forced_by.name if forced.forced_by else "—"
            said["facts"] += (_("Published by %(name)s") % {"name": by},)
            is_own = visit.user.pk == forced.forced_by_id or visit.user in forced.authors.all()
            url = reverse("portal_review:forced", args=[forced.pk])
            action = Action(label=_("Read it") if is_own else _("Read and confirm"), url=url)
            mark = _("You published or changed it: another person confirms") if is_own else ""
            rows.append(
                Row(
                    **said,
                    url=url,
                    mark=mark,
                    note=note(forced.reason),
                    moment=forced.forced_at,
                    action=action,
                    is_for_others=is_own,
                )
            )
        return rows


class WithPartnersPanel(StaffPanel):
    """What waits for the leads of partners."""

    name = "with-partners"
    order = 30
    heading = gettext_lazy("Waiting for a partner")

    def listed(self, visit: Visit) -> QuerySet:  # noqa: ARG002 -- the same for everyone
        """The oldest first."""
        return texts.submitted().filter(waits_for_partner=True)

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:  # noqa: ARG002 -- the same for everyone
        """On whom it waits."""
        rows = []
        for item in told(found):
            said = about(item.page, several=True)
            said["facts"] += (item.on_whom,)
            rows.append(Row(**said, url=review_url(item.page), moment=item.since))
        return rows


class HeldPanel(StaffPanel):
    """What everyone has approved and is held back by something else."""

    name = "held"
    order = 31
    heading = gettext_lazy("Approved, and waiting for the other language")

    def listed(self, visit: Visit) -> QuerySet:  # noqa: ARG002 -- the same for everyone
        """The oldest first."""
        return texts.submitted().filter(waits_for_partner=False, waits_for_portal=False)

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:  # noqa: ARG002 -- the same for everyone
        """What it waits for."""
        rows = []
        for item in told(found):
            said = about(item.page, several=True)
            said["facts"] += (item.on_whom,)
            rows.append(Row(**said, url=review_url(item.page), moment=item.since))
        return rows


class EveryScheduledPanel(ScheduledPanel):
    """What the portal will publish by itself, whoever wrote it."""

    name = "every-scheduled"
    order = 32
    empty = gettext_lazy("No publication is scheduled.")

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators."""
        return is_staff(user)

    def listed(self, visit: Visit) -> QuerySet[Revision]:  # noqa: ARG002 -- the same for everyone
        """The next first."""
        return texts.scheduled()


class SilentPartnersPanel(StaffPanel):
    """Partners whom readers have not heard of for long."""

    name = "silent-partners"
    order = 40
    heading = gettext_lazy("Partners silent for 90 days or more")

    def listed(self, visit: Visit) -> list[Partner]:
        """Those that never published first, then by the date of the last publication; not the newly joined."""
        limit = visit.now - SILENT_AFTER
        is_new = Q(last=None, joined_on__gt=timezone.localdate(limit))
        recent = PublicationPage.objects.filter(lead_partner=OuterRef("pk"), first_published_at__gte=limit)
        silent = (
            Partner.objects.active()
            # The few that are silent first: only their publications are looked through for the last one.
            .filter(~Exists(recent), is_portal=False)
            .annotate(last=Max("publications__first_published_at"))
            .exclude(is_new)
            .order_by(F("last").asc(nulls_first=True), "name", "pk")
        )
        # All at once: it costs as much to count them.
        return list(silent)

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:  # noqa: ARG002 -- the same for everyone
        """Whom to write to, and the date of the last publication."""
        leads = defaultdict(list)
        for row in Membership.objects.filter(
            partner__in=found, role=MemberRole.LEAD, user__is_active=True
        ).select_related("user"):
            leads[row.partner_id].append(row.user)
        french = PartnerPage.objects.filter(partner__in=found, locale__language_code="fr")
        pages = dict(french.order_by().values_list("partner", "pk"))
        return [
            Row(
                title=partner.name,
                url=reverse("wagtailadmin_explore", args=[pages[partner.pk]]) if partner.pk in pages else "",
                facts=(_leads(leads[partner.pk]),),
                mark="" if partner.last else _("Has never published"),
                moment=partner.last,
                moment_is=Moment.SINCE,
            )
            for partner in found
        ]


PANELS = (QueuePanel, ForcedPanel, WithPartnersPanel, HeldPanel, EveryScheduledPanel, SilentPartnersPanel)


def _leads(people: Sequence[Any]) -> str:
    return _("Lead: %(names)s") % {"names": names(people)} if people else _("It has no lead")
