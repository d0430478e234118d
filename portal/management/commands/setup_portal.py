"""`manage.py setup_portal`: an empty portal for an administrator."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from portal import env
from portal.setup import set_up
from search.carrying import carry

PASSWORD_VARIABLE = "PORTAL_ADMIN_PASSWORD"  # noqa: S105 -- a name, not a password


class Command(BaseCommand):
    """Languages, home and index pages, vocabularies, the portal's own partner, the first administrator."""

    help = (
        "Make an empty portal: languages, home and index pages in both, vocabularies, the portal's own partner and the "
        "first administrator. Run again, it adds what is missing and changes nothing else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The administrator's address and name."""
        parser.add_argument("--email", help="Address of the first administrator.")
        parser.add_argument("--first-name", default="", help="First name of the administrator.")
        parser.add_argument("--last-name", default="", help="Last name of the administrator.")
        parser.add_argument(
            "--no-administrator", action="store_true", help="Leave the accounts alone; one can be created later."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Set up, then see that somebody can log in."""
        has_administrator = User.objects.filter(is_superuser=True, is_active=True).exists()
        account = None if has_administrator or options["no_administrator"] else self._account(options)
        with transaction.atomic():
            set_up(now=timezone.now())
            if account:
                User.objects.create_superuser(**account)
        carry(now=timezone.now())
        if account:
            self.stdout.write(f"Administrator {account['email']} created.")
        self.stdout.write(self.style.SUCCESS("The portal is set up."))

    def _account(self, options: dict[str, Any]) -> dict[str, str]:
        email = options["email"] or self._ask("Address of the first administrator: ")
        password = env.read(PASSWORD_VARIABLE) or self._ask("Password: ", hidden=True)
        if User.objects.filter(email=email.strip().lower()).exists():
            message = f"{email} has an account already, which is no active administrator: give another address."
            raise CommandError(message)
        # The command speaks English, as the rest of the project's tools do.
        with translation.override("en"):
            try:
                validate_email(email)
                validate_password(password, User(email=email))
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        return {
            "email": email,
            "password": password,
            "first_name": options["first_name"],
            "last_name": options["last_name"],
        }

    def _ask(self, question: str, *, hidden: bool = False) -> str:
        if not self.stdin_is_a_terminal():
            message = f"Give --email and the environment variable {PASSWORD_VARIABLE}, or run this in a terminal."
            raise CommandError(message)
        return getpass.getpass(question) if hidden else input(question)

    @staticmethod
    def stdin_is_a_terminal() -> bool:
        """Whether somebody can answer a question."""
        return os.isatty(0)
