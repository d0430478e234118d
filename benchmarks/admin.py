"""Speed of the administration on PostgreSQL, one server process: `python -m benchmarks.admin [COUNT …]`.

The same data as `benchmarks.pages`, with members for every partner and texts that wait, are scheduled or refused. One
person at a time asks for each page for some seconds. Prints a table in Markdown, with the queries of each page.
"""

import os
import sys
import tempfile
from datetime import timedelta

from benchmarks.pages import COUNTS, PORT, fill, prepare, serving
from scripts import postgres

SECONDS = 8.0
# Of the waiting texts: how many, and for whom.
TEXTS = 300


def main(counts: list[int]) -> None:
    """Measure at each size."""
    binaries = postgres.programs()
    if binaries is None:
        sys.exit("PostgreSQL's server programs were not found.")
    with postgres.temporary_server(binaries) as url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATA_DIR": folder,
            "DEBUG": "false",
        }
        prepare()
        populate()
        print("| publications | page | who | queries | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|---|---|")
        for count in counts:
            fill(count)
            report(count)


def populate() -> None:
    """Give every partner a lead and an editor, and bring texts to each state by the verbs that people use."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 -- the environment must be set first
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from articles.models import ArticlePage  # noqa: PLC0415
    from benchmarks.waiting import write  # noqa: PLC0415
    from partners.models import Membership, Partner  # noqa: PLC0415
    from partners.provisioning import provision_all  # noqa: PLC0415

    provision_all()
    ContentType.objects.clear_cache()
    for partner in Partner.objects.order_by("pk"):
        for role in ("lead", "editor"):
            user = User.objects.create_user(f"{role}.{partner.slug}@exemple.example", "un-secret-de-mesure")
            Membership.objects.create(partner=partner, user=user, role=role)
    write(ArticlePage, TEXTS, now=timezone.now(), later=timezone.now() + timedelta(days=3))


def report(count: int) -> None:
    """Start a server, measure each page as each person, print a row for each, stop the server."""
    from benchmarks.load import measure  # noqa: PLC0415
    from benchmarks.waiting import PAGES, address, cookie, queries  # noqa: PLC0415

    with serving():
        for name, (email, page) in PAGES.items():
            path, headers = address(page), {"Cookie": cookie(email)}
            result = measure(PORT, path, readers=1, seconds=SECONDS, headers=headers)
            figures = f"{result.p50:.0f} | {result.p95:.0f} | {result.p99:.0f}"
            who = email.partition("@")[0]
            print(f"| {count:,} | {name} | {who} | {queries(email, path)} | {figures} |", flush=True)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or list(COUNTS))
