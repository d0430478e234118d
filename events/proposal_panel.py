"""The desk's list of venues that communications have not confirmed yet."""

from django.utils.translation import gettext_lazy

from core.desk import Words
from events.models import Venue
from partners.proposals.panel import ProposalsPanel


class VenuesPanel(ProposalsPanel):
    """Venues to confirm."""

    name = "venues"
    order = 25
    heading = gettext_lazy("Venues to confirm")
    model = Venue

    def about(self, record: Venue) -> tuple[Words, ...]:
        """Where it is; its name says the city."""
        return (record.address,)
