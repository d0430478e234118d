"""Two partners side by side."""

import pytest

from tests.partners import walls as made


@pytest.fixture
def walls(tree):
    """Return our partner, the neighbour's, and staff."""
    return made.build()
