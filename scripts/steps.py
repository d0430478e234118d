"""What the test and lint commands share: is this continuous integration, what is missing, how long things took."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from scripts.process import CommandError


def continuous_integration() -> bool:
    """Tell whether nothing may be skipped: CI=true in the environment."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def skip(sentence: str) -> None:
    """Tell in one line what is skipped; in continuous integration, fail with that line instead."""
    if continuous_integration():
        raise CommandError(sentence)
    print(sentence)


@dataclass
class Outcome:
    """The result of one step."""

    name: str
    status: int = 0
    seconds: float = 0.0
    output: str = field(default="", repr=False)

    def line(self) -> str:
        """Return the line of the summary."""
        verdict = "passed" if self.status == 0 else f"FAILED (status {self.status})"
        return f"{self.name:<24} {verdict:<20} {self.seconds:6.1f} s"


@contextmanager
def timed(outcome: Outcome) -> Iterator[Outcome]:
    """Measure how long a step takes."""
    began = time.monotonic()
    try:
        yield outcome
    finally:
        outcome.seconds = time.monotonic() - began
