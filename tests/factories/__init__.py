"""Plain functions that make what a test needs, with defaults for the rest."""
