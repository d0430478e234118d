"""Elasticsearch 9 as a backend of Wagtail's search."""

from typing import Any, ClassVar

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError
from modelsearch.backends.elasticsearch9 import (
    Elasticsearch9AutocompleteQueryCompiler,
    Elasticsearch9Index,
    Elasticsearch9Mapping,
    Elasticsearch9SearchBackend,
    Elasticsearch9SearchQueryCompiler,
    Elasticsearch9SearchResults,
)

from search.backends.compiling import Compiling, CompilingBeginnings
from search.backends.engine import EngineBackend, EngineIndex, EngineResults, account_of
from search.backends.mapping import PageMapping


class Mapping(PageMapping, Elasticsearch9Mapping):
    """What is held of each object."""


class Index(EngineIndex, Elasticsearch9Index):
    """An index."""


class Compiler(Compiling, Elasticsearch9SearchQueryCompiler):
    """A search of whole words."""

    mapping_class = Mapping


class BeginningsCompiler(CompilingBeginnings, Elasticsearch9AutocompleteQueryCompiler):
    """A search of what begins like what is typed."""

    mapping_class = Mapping


class Results(EngineResults, Elasticsearch9SearchResults):
    """The results of either."""


class SearchBackend(EngineBackend, Elasticsearch9SearchBackend):
    """The backend."""

    client: ClassVar[Any] = Elasticsearch
    errors: ClassVar[tuple[type[Exception], ...]] = (ApiError, TransportError, BulkIndexError)
    mapping_class = Mapping
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = BeginningsCompiler
    results_class = Results

    def _get_options_from_host_urls(self, urls: list[Any]) -> dict[str, Any]:
        account = account_of(urls[0])
        return {"basic_auth": account} if account else {}

    def multi_search(self, lines: list[dict[str, Any]]) -> Any:
        """The engine's answer to the lines of a multi-search."""
        return self.es.msearch(searches=lines)
