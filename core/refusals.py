"""What somebody may not do, with the reasons, in words for that person."""

from django.http import HttpRequest
from wagtail.admin import messages


class Refused(Exception):  # noqa: N818 -- said of a request, as `PermissionDenied` is
    """A verb that may not be carried out. `reasons` are sentences for the person who asked."""

    def __init__(self, *reasons: str) -> None:
        """Keep the sentences."""
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def tell(request: HttpRequest, refusal: Refused) -> None:
    """Say every reason, on the next page of the administration."""
    for reason in refusal.reasons:
        messages.error(request, reason)
