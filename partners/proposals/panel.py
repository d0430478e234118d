"""The desk's list of people, or of venues, that communications have not confirmed yet."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.desk import Action, ListPanel, Row, Visit, Words
from partners.models import Person, Proposal
from partners.roles import is_staff


class ProposalsPanel(ListPanel):
    """The proposals of one model, for whoever confirms them."""

    model: ClassVar[type[Proposal]]
    asks = True

    def for_whom(self, user: Any) -> bool:
        """Communications and administrators."""
        return is_staff(user)

    def listed(self, visit: Visit) -> QuerySet:  # noqa: ARG002 -- the same for everyone
        """The oldest first."""
        waiting = self.model.objects.filter(is_confirmed=False)
        return waiting.select_related("proposed_by", *self.joined()).order_by("pk")

    def joined(self) -> tuple[str, ...]:
        """What the line of a record needs with it."""
        return ()

    def about(self, record: Any) -> tuple[Words, ...]:  # noqa: ARG002 -- for subclasses
        """What one would want to know before confirming."""
        return ()

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:  # noqa: ARG002 -- the same for everyone
        """Who proposed it, and the way to confirm."""
        addresses = self.model.snippet_viewset  # type: ignore[attr-defined]
        rows = []
        for record in found:
            by = (_("Proposed by %(name)s") % {"name": record.proposed_by.name},) if record.proposed_by else ()
            url = reverse(addresses.get_url_name("confirm"), args=[quote(record.pk)])
            rows.append(
                Row(
                    title=str(record),
                    url=reverse(addresses.get_url_name("edit"), args=[quote(record.pk)]),
                    facts=(*(fact for fact in self.about(record) if fact), *by),
                    action=Action(label=_("Read and confirm"), url=url),
                )
            )
        return rows


class PeoplePanel(ProposalsPanel):
    """People to confirm."""

    name = "people"
    order = 24
    heading = gettext_lazy("People to confirm")
    model = Person

    def joined(self) -> tuple[str, ...]:
        """The organisation, where it is a partner."""
        return ("organisation",)

    def about(self, record: Person) -> tuple[Words, ...]:
        """What the person does, and where."""
        return (record.role, record.affiliation)
