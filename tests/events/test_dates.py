from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from events.dates import days_between, first_instant, last_instant

TORONTO, HALIFAX, BLANC_SABLON = (ZoneInfo(f"America/{name}") for name in ("Toronto", "Halifax", "Blanc-Sablon"))
SPRING, AUTUMN, WINTER = date(2024, 3, 10), date(2023, 11, 5), date(2024, 1, 15)


def utc(*numbers):
    return datetime(*numbers, tzinfo=UTC)


def in_utc(instant):
    """Python never calls an instant of an hour skipped or repeated equal to one of another zone (PEP 495)."""
    return instant and instant.astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "expected"),
    [
        (date(2023, 10, 11), time(9), TORONTO, utc(2023, 10, 11, 13)),
        (WINTER, time(9), TORONTO, utc(2024, 1, 15, 14)),
        (WINTER, None, TORONTO, utc(2024, 1, 15, 5)),
        (WINTER, time(9), HALIFAX, utc(2024, 1, 15, 13)),
        (WINTER, time(9), BLANC_SABLON, utc(2024, 1, 15, 13)),
        # Halifax changes to summer time, Blanc-Sablon never does.
        (date(2024, 7, 1), time(9), HALIFAX, utc(2024, 7, 1, 12)),
        (date(2024, 7, 1), time(9), BLANC_SABLON, utc(2024, 7, 1, 13)),
        # The hour that spring skips is read with the offset before the change.
        (SPRING, time(1, 59), TORONTO, utc(2024, 3, 10, 6, 59)),
        (SPRING, time(2, 30), TORONTO, utc(2024, 3, 10, 7, 30)),
        (SPRING, time(3), TORONTO, utc(2024, 3, 10, 7)),
        # The hour that autumn repeats is its first occurrence.
        (AUTUMN, time(1, 30), TORONTO, utc(2023, 11, 5, 5, 30)),
        (AUTUMN, time(2), TORONTO, utc(2023, 11, 5, 7)),
        (None, time(9), TORONTO, None),
        (None, None, TORONTO, None),
    ],
)
def test_first_instant(day, hour, zone, expected):
    assert in_utc(first_instant(day, hour, zone)) == expected


@pytest.mark.parametrize(
    ("days", "hours", "zone", "expected"),
    [
        ((WINTER, None), (time(9), time(10)), TORONTO, utc(2024, 1, 15, 15)),
        ((WINTER, WINTER), (time(9), time(10)), TORONTO, utc(2024, 1, 15, 15)),
        # Without an end, at the end of the last day.
        ((WINTER, None), (time(9), None), TORONTO, utc(2024, 1, 16, 5)),
        ((WINTER, None), (None, None), TORONTO, utc(2024, 1, 16, 5)),
        ((WINTER, None), (None, None), BLANC_SABLON, utc(2024, 1, 16, 4)),
        ((WINTER, date(2024, 1, 17)), (None, None), TORONTO, utc(2024, 1, 18, 5)),
        # The hours of an event of several days are those of its first and of its last day.
        ((WINTER, date(2024, 1, 17)), (time(9), time(17)), TORONTO, utc(2024, 1, 17, 22)),
        ((WINTER, date(2024, 1, 17)), (time(18), time(9)), TORONTO, utc(2024, 1, 17, 14)),
        # A night.
        ((WINTER, None), (time(22), time(2)), TORONTO, utc(2024, 1, 16, 7)),
        ((WINTER, WINTER), (time(22), time(22)), TORONTO, utc(2024, 1, 17, 3)),
        # Days of 23 and 25 hours.
        ((SPRING, None), (None, None), TORONTO, utc(2024, 3, 11, 4)),
        ((AUTUMN, None), (None, None), TORONTO, utc(2023, 11, 6, 5)),
        ((SPRING, None), (time(1), time(3)), TORONTO, utc(2024, 3, 10, 7)),
        ((date(2023, 11, 4), None), (time(22), time(1, 30)), TORONTO, utc(2023, 11, 5, 5, 30)),
        ((None, None), (time(9), time(10)), TORONTO, None),
    ],
)
def test_last_instant(days, hours, zone, expected):
    assert in_utc(last_instant(*days, *hours, zone)) == expected


def test_days_between():
    assert days_between(date(2023, 2, 27), date(2023, 3, 1)) == [
        date(2023, 2, 27),
        date(2023, 2, 28),
        date(2023, 3, 1),
    ]
    assert days_between(date(2023, 2, 27), None) == [date(2023, 2, 27)]
    assert days_between(date(2023, 2, 27), date(2023, 2, 27)) == [date(2023, 2, 27)]
