"""What an UPDATE of many rows tells, which Django sends no signal for."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

# Sent in the transaction of the UPDATE, with the model as its sender and `pks`, the keys of the rows.
rows_updated = Signal()


class ToldUpdates(models.QuerySet):
    """A queryset whose `update` sends `rows_updated`. One query more, which finds the rows."""

    def update(self, **values: Any) -> int:
        """Update the rows and say which. Returns how many there were."""
        with transaction.atomic(using=self.db, savepoint=False):
            pks = list(self.order_by().values_list("pk", flat=True))
            if not pks:
                return 0
            # Those and no other, whatever has come to match meanwhile.
            updated = super(ToldUpdates, self.filter(pk__in=pks)).update(**values)
            tell(self.model, pks)
        return updated

    update.alters_data = True  # type: ignore[attr-defined]


def tell(model: type[models.Model], pks: Iterable[Any]) -> None:
    """Say that rows were updated; to be called in the transaction of the UPDATE."""
    rows_updated.send(sender=model, pks=list(pks))
