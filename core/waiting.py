"""On whom texts wait, for whichever list wants to say it.

The application that knows gives its function in `AppConfig.ready`; neither knows who asks.
"""

from collections.abc import Callable, Iterable

# Told the primary keys of pages; a sentence for each of those that wait. A constant number of queries.
Teller = Callable[[Iterable[int]], dict[int, str]]

_tellers: list[Teller] = []


def tell_by(teller: Teller) -> None:
    """Let an application say on whom pages wait."""
    if teller not in _tellers:
        _tellers.append(teller)


def on_whom(keys: Iterable[int]) -> dict[int, str]:
    """On whom each of these pages waits, in a sentence, by primary key; those that do not wait are left out."""
    keys = set(keys)
    told: dict[int, str] = {}
    for teller in _tellers if keys else ():
        told |= teller(keys)
    return told
