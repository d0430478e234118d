"""The state of its version beside each French page of a list: the numbers of the matrix."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.languages import target_locales
from translation.enums import State
from translation.matrix import parity
from translation.matrix.states import behind_by


@dataclass(frozen=True)
class Badge:
    """What is said beside one page of its version in one language."""

    language: str
    words: str
    is_settled: bool


def badges_of(keys: Iterable[int], *, today: date) -> dict[int, list[Badge]]:
    """The badges of pages by primary key; none for those that have no row in the matrix.

    One query, and for each language one, or three where a version is behind.
    """
    keys = set(keys)
    found: dict[int, list[Badge]] = {}
    for locale in target_locales() if keys else ():
        rows: list[Any] = list(parity.versions(locale, today=today).filter(pk__in=keys))
        behind = behind_by(rows)
        for row in rows:
            state = State(row.state)
            words = parity.said(state, behind[row.pk])
            badge = Badge(locale.get_display_name(), words, state == State.CURRENT)
            found.setdefault(row.pk, []).append(badge)
    return found
