"""Dates where Django writes them: in mails, lists and reports of the administration."""

from datetime import datetime

import pytest
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("fr", "10\u00a0nov.\u00a02026", "10\u00a0nov.\u00a02026, 14\u00a0h\u00a005"),
        ("en", "Nov. 10, 2026", "Nov. 10, 2026, 2:05 p.m."),
    ],
)
def test_no_short_date_is_read_as_another_day(language, day, moment):
    """10/11/2026 is a day of October for some readers."""
    instant = datetime(2026, 11, 10, 14, 5)  # noqa: DTZ001 (what a template is given)
    with translation.override(language):
        assert formats.date_format(instant, "SHORT_DATE_FORMAT") == day
        assert formats.date_format(instant, "SHORT_DATETIME_FORMAT") == moment
        # What is typed is read as before.
        assert formats.get_format("DATE_INPUT_FORMATS")[0] == {"fr": "%d/%m/%Y", "en": "%Y-%m-%d"}[language]
