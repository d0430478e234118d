"""What a person finds on the landing page of the administration, made of panels that applications register.

An application registers its panels in `AppConfig.ready`; the application `desk` shows them. Neither knows the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise

Words = str | Promise


class Moment(StrEnum):
    """What the instant of a row means."""

    SINCE = "since"  # it has lasted since then
    AT = "at"  # it happens then: the hour counts
    ON = "on"  # it happened that day
    CHANGED = "changed"  # it was changed that day


@dataclass(frozen=True, kw_only=True)
class Action:
    """The one button of a row."""

    label: Words
    url: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a panel.

    `facts` stand under the title; `mark` is a state in a few words; `note` is quoted: somebody wrote it. `language` is
    that of the title, where it is known. `moment` is aware. `is_for_others` says that whoever reads it can do nothing.
    """

    title: str
    language: str = ""
    url: str = ""
    facts: tuple[Words, ...] = ()
    mark: Words = ""
    note: str = ""
    moment: datetime | None = None
    moment_is: Moment = Moment.SINCE
    action: Action | None = None
    is_for_others: bool = False


@dataclass(frozen=True)
class Visit:
    """Who looks at the desk, and when (aware)."""

    user: Any
    now: datetime


class Panel:
    """A part of the desk. `name` is a slug of its own, `order` its place from the top, `template` shows its context."""

    name: ClassVar[str]
    order: ClassVar[int]
    heading: ClassVar[Words]
    template: ClassVar[str]

    def for_whom(self, user: Any) -> bool:
        """Whether this person has it. Asked again by each page that shows it."""
        raise NotImplementedError

    def context(self, visit: Visit) -> dict[str, Any]:  # noqa: ARG002 -- for subclasses
        """What its template shows beside `panel`. A constant number of queries, whatever there is."""
        return {}


class ListPanel(Panel):
    """A panel that lists rows: the first `shown` on the desk, all of them on a page of their own.

    `empty` is what one reads in place of rows; without it, the panel is left out while it has none. `asks` says that
    its rows wait for whoever has it: the morning mail names them.
    """

    template: ClassVar[str] = "desk/list_panel.html"
    shown: ClassVar[int] = 10
    empty: ClassVar[Words] = ""
    asks: ClassVar[bool] = False
    # Whether the rest has a page of its own.
    has_page: ClassVar[bool] = True

    def listed(self, visit: Visit) -> QuerySet | Sequence:
        """Everything there is for this person, in order. It is counted and sliced before anything else is asked."""
        raise NotImplementedError

    def rows(self, found: Sequence[Any], visit: Visit) -> list[Row]:
        """The lines of a slice of `listed`. A constant number of queries."""
        raise NotImplementedError

    def context(self, visit: Visit) -> dict[str, Any]:
        """The first rows, and how many there are."""
        listed = self.listed(visit)
        total = listed.count() if isinstance(listed, QuerySet) else len(listed)
        rows = self.rows(list(listed[: self.shown]), visit)
        return {"rows": rows, "total": total, "has_more": self.has_page and total > self.shown}


_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> None:
    """Add a panel to the desk; again, it takes its own place. Raises `ValueError` for the name of another panel."""
    if type(_panels.get(panel.name, panel)) is not type(panel):
        message = f"Two panels named {panel.name}."
        raise ValueError(message)
    _panels[panel.name] = panel


def panels_for(user: Any) -> list[Panel]:
    """The panels of a person, from the top."""
    mine = [panel for panel in _panels.values() if panel.for_whom(user)]
    return sorted(mine, key=lambda panel: (panel.order, panel.name))


def list_panel_for(user: Any, name: str) -> ListPanel | None:
    """The panel of that name that has a page of its own for this person; nothing for any other name."""
    panel = _panels.get(name)
    if isinstance(panel, ListPanel) and panel.has_page and panel.for_whom(user):
        return panel
    return None
