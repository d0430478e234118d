"""What the reports of the administration have in common: what they export is safe, and in the person's language."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.admin.views.reports import ReportView

# A spreadsheet takes text that begins like this for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and does not execute."""
    return f"'{text}" if text.startswith(FORMULA) else text


class Report(ReportView):
    """A report whose rows are worked out after they were chosen: `lines` makes those of one screen, or of an export."""

    custom_value_preprocess: ClassVar = {
        **ReportView.custom_value_preprocess,
        str: {ReportView.FORMAT_CSV: harmless},
    }

    def get_filtered_queryset(self) -> QuerySet:
        """The rows, filtered and searched once."""
        return self.get_queryset()

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """One screen of rows, in words."""
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        return paginator, page, self.lines(rows), is_paginated

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """All the rows, in words, for an export."""
        return self.lines(object_list) if self.is_export else object_list

    def lines(self, rows: Any) -> list[Any]:
        """Rows in words."""
        raise NotImplementedError

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """The export, written while the language is still that of the person: what is sent later has none."""
        return iter(list(super().stream_csv(queryset)))
