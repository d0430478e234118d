"""What a transaction has noted already: saving a page saves its rows too, and each of them is a change of the page."""

from itertools import islice

from django.db import connection, transaction

# How far back in a transaction it is worth looking for the same change, and for how many objects.
LOOKED_AT = 20
MOST = 1000


class Noted:
    """Changes noted together. Django forgets it with the savepoint in which they were noted, as it does their rows."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.keys: set[tuple[str, str]] = set()

    def __call__(self) -> None:
        """Do nothing at the end of the transaction: it only had to be remembered until then."""


def unnoted(label: str, pks: set[str]) -> set[str]:
    """Those of `pks` that this transaction has not noted yet; it is taken to note them now."""
    if not connection.in_atomic_block or len(pks) > MOST:
        return pks
    within = set(connection.savepoint_ids)
    own = None
    for savepoints, noted, *_rest in islice(reversed(connection.run_on_commit), LOOKED_AT):
        if isinstance(noted, Noted):
            pks = {pk for pk in pks if (label, pk) not in noted.keys}
            if savepoints == within:
                own = noted
                break
    if pks:
        if own is None:
            own = Noted()
            transaction.on_commit(own)
        own.keys.update((label, pk) for pk in pks)
    return pks


def forget() -> None:
    """Forget what this transaction has noted: its rows are gone."""
    connection.run_on_commit = [entry for entry in connection.run_on_commit if not isinstance(entry[1], Noted)]
