"""The commands behind the Makefile. They need the standard library only; the rest lives in ``.venv``."""
