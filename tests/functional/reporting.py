"""How a test that looks at many things tells what it found."""


def named(problems):
    """The problems as one text, each on a line, so that a failure shows them all; empty when there is none."""
    lines = sorted({" ".join(problem.split()) for problem in problems})
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
