"""What makes a database a portal: languages, tree, vocabularies, the portal's own partner."""

from .portal import SetUp, set_up

__all__ = ["SetUp", "set_up"]
