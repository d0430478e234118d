"""The clock by which readers see event dates."""

from datetime import datetime, timedelta

from django.conf import settings


def reader_now(instant: datetime) -> datetime:
    """The instant that readers live in when the real clock shows `instant` (both aware).

    Real time plus the constant offset of the demonstration (`READER_CLOCK_OFFSET`, seconds; zero in production). It
    rules what readers see of event dates only: publication, expiry, tokens and workflow use real time.
    """
    return instant + timedelta(seconds=settings.READER_CLOCK_OFFSET)
