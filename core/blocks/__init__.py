"""The blocks of a page's body."""

from .body import BodyBlock, BodyField

__all__ = ["BodyBlock", "BodyField"]
