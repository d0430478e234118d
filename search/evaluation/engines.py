"""The engines that are configured, each with its searcher."""

from dataclasses import dataclass

from django.db import connection
from modelsearch.backends import get_search_backend
from modelsearch.backends.elasticsearchbase import ElasticsearchBaseSearchBackend

from search.contract import Searcher
from search.database.searcher import DatabaseSearcher


@dataclass(frozen=True)
class Engine:
    """What answers under an alias of WAGTAILSEARCH_BACKENDS."""

    alias: str
    name: str
    searcher: Searcher


def engines() -> list[Engine]:
    """The engine, where one is configured, and the database."""
    backend = get_search_backend("default")
    if not isinstance(backend, ElasticsearchBaseSearchBackend):
        return [Engine("default", connection.vendor, DatabaseSearcher())]
    from search.engine.searcher import EngineSearcher  # noqa: PLC0415 -- needs the client of an engine

    name = type(backend).__module__.rpartition(".")[2]
    return [
        Engine("default", name, EngineSearcher()),
        Engine("database", connection.vendor, DatabaseSearcher()),
    ]
