from datetime import UTC, datetime

import pytest

from core.clock import reader_now

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, NOON), (-86400, datetime(2026, 4, 30, 12, tzinfo=UTC)), (1, datetime(2026, 5, 1, 12, 0, 1, tzinfo=UTC))],
)
def test_the_readers_clock_is_the_real_one_plus_an_offset(settings, offset, expected):
    settings.READER_CLOCK_OFFSET = offset
    assert reader_now(NOON) == expected
