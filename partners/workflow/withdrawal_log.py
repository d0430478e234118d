"""Withdrawals in the history of a page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry


class Withdrawn(LogFormatter):
    """Taken away from readers, with the explanation that they were given."""

    label = gettext_lazy("Withdraw")
    message = gettext_lazy("Withdrawn")

    def format_comment(self, log_entry: PageLogEntry) -> str:
        """What readers were told."""
        return log_entry.data.get("explanation", "")


class Merged(LogFormatter):
    """Merged into another page."""

    label = gettext_lazy("Merge into another page")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Where its address leads."""
        title = log_entry.data.get("into", {}).get("title", "")
        return _("Merged into “%(title)s”") % {"title": title}


def register(actions: LogActionRegistry) -> None:
    """Name both actions."""
    actions.register_action("portal.withdraw")(Withdrawn)
    actions.register_action("portal.consolidate")(Merged)
