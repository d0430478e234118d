"""Bring every partner's groups, collection, pages and permissions in line with the permission table."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.provisioning import drift, provision_all


class Command(BaseCommand):
    """Apply `partners.roles` everywhere, or say where the database differs from it."""

    help = "Apply the permission table to every partner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--check`."""
        parser.add_argument("--check", action="store_true", help="change nothing; print differences and exit 1 if any")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        """Apply, or check."""
        found = drift()
        for difference in found:
            self.stdout.write(difference)
        if not check:
            provision_all()
            self.stdout.write(f"{len(found)} differences mended.")
        elif found:
            message = f"{len(found)} differences: run provision_partners without --check to mend them."
            raise CommandError(message, returncode=1)
        else:
            self.stdout.write("The database is what the table says.")
