"""Which views of the search are open to whom; those not named here answer administrators only."""

from core import gate
from partners.access.doors import staff

STEWARDSHIP = (
    *("wagtailsnippets_search_synonymgroup:*", "searches:*"),
    # Synonyms are chosen nowhere; other choosers are open to whoever writes.
    "wagtailsnippetchoosers_search_synonymgroup:*",
)


def connect() -> None:
    """Open the doors."""
    gate.open_to(staff, STEWARDSHIP)
