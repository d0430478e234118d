"""`manage.py search_index`: compare the search indices with the database, or build them anew."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.checking import differences
from search.contract import Unavailable
from search.rebuilding import Busy, Lost, Rebuild, rebuild

# Differences that are printed one by one.
PRINTED = 50
BAR = 40


class Command(BaseCommand):
    """Differences are printed and end with status 1; a rebuild replaces an index while it goes on answering."""

    help = "Compare the search indices with the database (--check), or build them anew (--rebuild)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and to which index."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="Print what differs, and exit with 1 if anything does.")
        what.add_argument("--rebuild", action="store_true", help="Build beside what is in use, then put it in place.")
        parser.add_argument(
            "--backend", choices=list(settings.WAGTAILSEARCH_BACKENDS), help="One index only; all by default."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the indices; the other ones first where one does not answer."""
        self.is_quiet = options["verbosity"] < 1
        aliases = [options["backend"]] if options["backend"] else list(settings.WAGTAILSEARCH_BACKENDS)
        failures = []
        for alias in aliases:
            try:
                failure = self._check(alias) if options["check"] else self._rebuild(alias)
            except Unavailable as error:
                failure = f"The index “{alias}” does not answer: {error}"
            if failure:
                failures.append(failure)
        if failures:
            raise CommandError("\n".join(failures))

    def _check(self, alias: str) -> str:
        """Print what differs; what to say at the end, if anything does."""
        count = 0
        for difference in differences(alias):
            count += 1
            if count <= PRINTED:
                self._say(f"{alias}: {difference}")
        if not count:
            self._say(self.style.SUCCESS(f"{alias}: the index says what the database says."))
            return ""
        differ = "1 difference" if count == 1 else f"{count} differences"
        return f"{alias}: {differ}. What waits is brought by the worker; the rest is mended by search_index --rebuild."

    def _rebuild(self, alias: str) -> str:
        """Build an index anew; what to say at the end, if something went wrong."""
        try:
            work = rebuild(alias, watch=Bar(self))
        except Busy:
            return f"{alias}: another rebuild goes on; if it was killed, try again in a minute."
        except Lost:
            return f"{alias}: this rebuild was thought dead and called off. The index in use is as it was."
        self._say(self.style.SUCCESS(f"\n{alias}: {work.done} objects indexed."))
        for (model, key), reason in work.refused.items():
            self.stderr.write(f"{alias}: {model._meta.label} {key} was refused: {reason}")
        return f"{alias}: {len(work.refused)} objects were refused." if work.refused else ""

    def _say(self, text: str) -> None:
        if not self.is_quiet:
            self.stdout.write(text)


class Bar:
    """How far a rebuild is, on one line of a terminal; a line for each tenth where there is none."""

    def __init__(self, command: Command) -> None:
        """Write where the command writes."""
        self.command = command
        self.is_terminal = command.stdout.isatty()
        self.shown = -1

    def __call__(self, work: Rebuild) -> None:
        """Show it, if it has changed."""
        percent = 100 if not work.total else min(100, 100 * work.done // work.total)
        step = percent if self.is_terminal else percent // 10
        if step == self.shown or self.command.is_quiet:
            return
        self.shown = step
        line = f"{work.alias}: {percent:3} %  {work.done}/{work.total}"
        if not self.is_terminal:
            self.command.stdout.write(line)
            return
        full = BAR * percent // 100
        self.command.stdout.write(f"\r{'█' * full}{'░' * (BAR - full)} {line}", ending="")
        self.command.stdout.flush()
