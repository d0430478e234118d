"""The registry of checks, and what a check finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from partners.enums import FindingLevel

from .reading import Page, Reading

# What model and blocks refuse by themselves, left unsaid where a check says it better.
INCOMPLETE, INVALID = "incomplete", "invalid"
GENERAL = frozenset({INCOMPLETE, INVALID})


@dataclass(frozen=True)
class Finding:
    """Something to mend.

    `message` says what to do, in the active language. `field` is where: a content path as Wagtail's comments have it
    (`summary`, `body.<id of the block>.caption`, `subjects`), or nothing.
    """

    code: str
    level: FindingLevel
    message: str
    field: str = ""

    @property
    def is_blocking(self) -> bool:
        """Whether the page may not be submitted like this."""
        return self.level == FindingLevel.BLOCKING


Check = Callable[[Reading], Iterable[Finding]]

_checks: list[tuple[tuple[type[Page], ...], Check]] = []


def obstacle(code: str, message: str, field: str = "") -> Finding:
    """What keeps a page from being submitted."""
    return Finding(code, FindingLevel.BLOCKING, message, field)


def hint(code: str, message: str, field: str = "") -> Finding:
    """What the editor may keep, once read."""
    return Finding(code, FindingLevel.WARNING, message, field)


def check(*models: type[Page]) -> Callable[[Check], Check]:
    """Register a function of a `Reading` for pages of these classes; of any class when none is named."""

    def register(function: Check) -> Check:
        if all(function is not known for _models, known in _checks):
            _checks.append((models, function))
        return function

    return register


def findings(page: Page, *, now: datetime) -> list[Finding]:
    """What every check says of a page as it is in memory at `now` (aware, real time); what blocks comes first.

    Within a level, the findings follow the order of the page; those of no place come last.

    The number of queries does not depend on how many links, images or rows the page has.
    """
    reading = Reading(page, now)
    applying = [function for models, function in _checks if isinstance(page, models or Page)]
    found = [finding for function in applying for finding in function(reading)]
    told = {finding.field for finding in found if finding.is_blocking and finding.code not in GENERAL} - {""}
    kept = [finding for finding in found if finding.code not in GENERAL or not told & places_above(finding.field)]
    return sorted(dict.fromkeys(kept), key=lambda finding: (not finding.is_blocking, reading.place_of(finding.field)))


def places_above(path: str) -> set[str]:
    """A content path and those that hold it: `body`, `body.12`, `body.12.image`."""
    steps = path.split(".")
    return {".".join(steps[:end]) for end in range(1, len(steps) + 1)}


def blocking(page: Page, *, now: datetime) -> list[Finding]:
    """What keeps a page from being submitted at `now` (aware, real time)."""
    return [finding for finding in findings(page, now=now) if finding.is_blocking]
