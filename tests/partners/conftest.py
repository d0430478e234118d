"""Two partners side by side."""

from tests.partners import walls as made
from tests.standing import stands


@stands
def walls(tree):
    """Return our partner, the neighbour's, and staff."""
    return made.build()
