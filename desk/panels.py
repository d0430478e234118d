"""The desk's own panels; those of other applications register themselves (`core.desk`)."""

from core.desk import register_panel
from desk import partner_panels, reading_panels, staff_panels
from desk.consents_panel import ConsentsPanel


def register() -> None:
    """Add the panels of partners, of communications, and of those who only read."""
    for panel in (*partner_panels.PANELS, ConsentsPanel, *staff_panels.PANELS, *reading_panels.PANELS):
        register_panel(panel())
