"""What somebody may not do, with the reasons, in words for that person."""


class Refused(Exception):  # noqa: N818 -- said of a request, as `PermissionDenied` is
    """A verb that may not be carried out. `reasons` are sentences for the person who asked."""

    def __init__(self, *reasons: str) -> None:
        """Keep the sentences."""
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
