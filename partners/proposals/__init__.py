"""People and venues that a partner proposes, and that communications confirm."""
