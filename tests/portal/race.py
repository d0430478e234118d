"""One of two programs that want the same thing at the same time: `race.py claim HOLDER COUNT` or `race.py publish`.

Says that it is ready, waits for a line, runs, and says what it got.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from portal.jobs import Job  # noqa: E402
from portal.publishing import publish_scheduled  # noqa: E402
from portal.turns import claim  # noqa: E402


def say(words: str) -> None:
    """Tell the test something."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


connection.ensure_connection()
say("ready")
sys.stdin.readline()
now = timezone.now()
if sys.argv[1] == "claim":
    holder, count = sys.argv[2], int(sys.argv[3])
    jobs = [Job(name=f"job-{n}", label="", period=timedelta(minutes=1), function=print) for n in range(count)]
    say(f"won {json.dumps([job.name for job in jobs if claim(job, holder=holder, now=now)])}")
else:
    publish_scheduled(now=now)
    say("won []")
