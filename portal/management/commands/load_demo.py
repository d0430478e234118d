"""`manage.py load_demo`: the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from home.models import HomePage
from portal.demo.desk import accounts
from portal.demo.loader import ADMINISTRATOR, PASSWORD, load
from search.carrying import carry


class Command(BaseCommand):
    """Load the content of `portal/demo/data`; what exists is never touched."""

    help = "Load the demonstration. Run again, it creates what is missing and changes nothing else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two ways in which the launcher calls it."""
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when the database holds a portal.")
        parser.add_argument("--accounts", action="store_true", help="Print the demonstration's accounts and stop.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse on a public server; else load, or print the accounts."""
        if settings.ENVIRONMENT == "production":
            message = "The demonstration is not for a public server: it creates accounts with known passwords."
            raise CommandError(message)
        if options["accounts"]:
            self._print_accounts()
            return
        if options["if_empty"] and HomePage.objects.exists():
            return
        created = load()
        # The worker would do it; the portal that is shown first is one in which everything is found.
        carry(now=timezone.now())
        self.stdout.write(self.style.SUCCESS(f"The demonstration is loaded: {created} pages created."))

    def _print_accounts(self) -> None:
        """One account for each role, in both languages; nothing when the demonstration is not loaded."""
        if not User.objects.filter(email=ADMINISTRATOR).exists():
            return
        shown = [("Administration / Administrator", ADMINISTRATOR)]
        shown += [
            (" / ".join(dict.fromkeys((row["shown"]["fr"], row["shown"]["en"]))), row["email"])
            for row in accounts()
            if "shown" in row
        ]
        self.stdout.write(f"Mot de passe / Password: {PASSWORD}")
        for role, email in shown:
            self.stdout.write(f"  {email:<36} {role}")
