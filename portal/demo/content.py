"""The content of the demonstration, read from its data files."""

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")

# Wholes before their parts, so that what a row points at stands already.
ORDER = ("project", "standard", "event", "session", "article")


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of `<name>s.toml` (partner, person, venue) in the order of the file."""
    files = {"partner": "partners", "person": "people", "venue": "venues", "series": "series", "synonyms": "synonyms"}
    return tomllib.loads((DATA / f"{files[name]}.toml").read_text(encoding="utf-8"))[name]


def pages() -> list[dict[str, Any]]:
    """Every page's row, parents before children and wholes before parts."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "pages").glob("*.toml"))]
    return sorted(found, key=lambda row: (ORDER.index(row["type"]), "parent" in row, row["published_on"], row["id"]))
