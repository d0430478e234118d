"""What the twin gate, French first and waivers add to moderation, to the desk and to the gate of the administration."""

from django.utils.translation import gettext_lazy as _

from core.desk import register_panel
from partners.guards import add_guards, follow_publications
from partners.provisioning import add_step
from translation.models import TwinGate
from translation.pairing import french_first, releases, twins
from translation.waiving import waiver_views
from translation.waiving.waiver_panel import WaiversPanel


def connect() -> None:
    """Add the last step of the workflow, and what goes with it."""
    add_step(TwinGate, _("Publication with the other language"))
    add_guards(publication=french_first.guard_french_first, due=french_first.guard_french_first_when_due)
    add_guards(publication=twins.guard_twins, due=releases.guard_together)
    follow_publications(twins.follow_french)
    waiver_views.connect()
    register_panel(WaiversPanel())
