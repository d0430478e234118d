"""How a test tells what it found, or what it lacks."""

import pytest

from scripts.steps import continuous_integration


def named(problems):
    """The problems as one text, each on a line, so that a failure shows them all; empty when there is none."""
    lines = sorted({" ".join(problem.split()) for problem in problems})
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def skip(sentence):
    """Skip the test with that line; in continuous integration, fail with it."""
    if continuous_integration():
        pytest.fail(sentence)
    pytest.skip(sentence)
