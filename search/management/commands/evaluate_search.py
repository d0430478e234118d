"""Ask the judged queries, here and of Wagtail's own search on the same engine, and print how well each answers."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from search.evaluation.engines import engines
from search.evaluation.judgments import QUERIES, Judgment, Shelf, judgments, shelf
from search.evaluation.measuring import Outcome, Score, asking, by_category, measure, score, wrongly_answered
from search.evaluation.stock import stock

FIRST_RESULTS = 5
LINE = "{:<12} {:>7}  {:>9} {:>5} {:>7}  {:>9} {:>5} {:>7}"


class Command(BaseCommand):
    """Print success@1, MRR and nDCG@10 by engine and by category, beside those of Wagtail's own search."""

    help = "Measure how well the search answers judged queries over the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--queries`, `--category` and `--file`."""
        parser.add_argument("--queries", action="store_true", help="print each query with its first results")
        parser.add_argument("--category", help="only the queries of one category")
        parser.add_argument("--file", type=Path, default=QUERIES, help="other judged queries (TOML)")

    def handle(self, *_args: Any, file: Path, category: str | None, queries: bool, **_options: Any) -> None:
        """Measure each engine that is configured."""
        judged = [each for each in judgments(file) if category in (None, each.category)]
        try:
            known = shelf(judged)
        except LookupError as error:
            raise CommandError(str(error)) from error
        for engine in engines():
            ours = measure(judged, asking(engine.searcher, now=timezone.now()), known)
            self.stdout.write(f"\n{engine.name}")
            if queries:
                self.print_queries(ours)
            self.print_table(ours, self.ask_stock(engine.alias, judged, known))

    def ask_stock(self, alias: str, judged: Sequence[Judgment], known: Shelf) -> list[Outcome]:
        """Ask Wagtail's own search."""
        with stock(alias) as ask:
            return measure(judged, ask, known)

    def print_table(self, ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> None:
        """A line for each category, and one for all."""
        self.stdout.write(LINE.format("", "queries", "success@1", "MRR", "nDCG@10", "(Wagtail)", "MRR", "nDCG@10"))
        both = by_category(ours), by_category(theirs)
        for name in both[0]:
            self.print_line(name, both[0][name], both[1][name])
        if both[0]:
            self.print_line("all", score(ours), score(theirs))
        asked = [each for each in ours if each.beside is not None]
        if asked:
            self.stdout.write(f"Named, and first in its list: {sum(map(_is_beside, asked))} of {len(asked)}")
        silent = [each for each in ours if not each.judgment.grades]
        if silent:
            wrong = len(wrongly_answered(ours)), len(wrongly_answered(theirs))
            self.stdout.write(f"Without a right answer: {len(silent)}; found something: {wrong[0]} ({wrong[1]})")

    def print_line(self, name: str, ours: Score, theirs: Score) -> None:
        """The measures of some queries."""
        figures = [f"{value:.3f}" for one in (ours, theirs) for value in (one.success, one.reciprocal_rank, one.ndcg)]
        self.stdout.write(LINE.format(name, ours.queries, *figures))

    def print_queries(self, outcomes: Sequence[Outcome]) -> None:
        """Each query, and its first results with their grades."""
        for each in outcomes:
            query = each.judgment
            told = f"{query.category} · {query.language} · {query.words} · {each.total} found"
            if query.grades:
                told += f" · success {each.success:.0f} · nDCG {each.ndcg:.2f}"
            if each.beside is not None:
                told += f" · beside {'yes' if each.beside else 'NO'}"
            self.stdout.write(told)
            for slug, grade in each.found[:FIRST_RESULTS]:
                self.stdout.write(f"    {grade} {slug}")


def _is_beside(outcome: Outcome) -> bool:
    return bool(outcome.beside)
