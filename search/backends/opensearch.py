"""OpenSearch 3 as a backend of Wagtail's search."""

import sys
from functools import partial
from types import ModuleType
from typing import Any, ClassVar

# The client counts its calls with a package named `events`, as an application of ours is: it would import that one.
# Nothing counts here, so that this part of the client is left out before the rest of it is imported.
_uncounted = ModuleType("opensearchpy.metrics.metrics_events")
_uncounted.MetricsEvents = type("MetricsEvents", (), {})  # type: ignore[attr-defined]
sys.modules.setdefault(_uncounted.__name__, _uncounted)

from modelsearch.backends.opensearch3 import (  # noqa: E402 -- see above
    OpenSearch3AutocompleteQueryCompiler,
    OpenSearch3Index,
    OpenSearch3Mapping,
    OpenSearch3SearchBackend,
    OpenSearch3SearchQueryCompiler,
    OpenSearch3SearchResults,
)
from opensearchpy import OpenSearch, OpenSearchException  # noqa: E402

from search.backends.compiling import Compiling, CompilingBeginnings  # noqa: E402
from search.backends.engine import EngineBackend, EngineIndex, EngineResults, account_of  # noqa: E402
from search.backends.mapping import PageMapping  # noqa: E402

# Kept open to a node, as the client of Elasticsearch does: each thread that asks at once needs its own.
CONNECTIONS = 10


class Mapping(PageMapping, OpenSearch3Mapping):
    """What is held of each object."""


class Index(EngineIndex, OpenSearch3Index):
    """An index."""


class Compiler(Compiling, OpenSearch3SearchQueryCompiler):
    """A search of whole words."""

    mapping_class = Mapping


class BeginningsCompiler(CompilingBeginnings, OpenSearch3AutocompleteQueryCompiler):
    """A search of what begins like what is typed."""

    mapping_class = Mapping


class Results(EngineResults, OpenSearch3SearchResults):
    """The results of either."""


class SearchBackend(EngineBackend, OpenSearch3SearchBackend):
    """The backend."""

    client: ClassVar[Any] = partial(OpenSearch, pool_maxsize=CONNECTIONS)
    errors: ClassVar[tuple[type[Exception], ...]] = (OpenSearchException,)
    mapping_class = Mapping
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = BeginningsCompiler
    results_class = Results

    def _get_host_config_from_url(self, url: Any) -> dict[str, Any]:
        return {**super()._get_host_config_from_url(url), "http_auth": account_of(url)}

    def multi_search(self, lines: list[dict[str, Any]]) -> Any:
        """The engine's answer to the lines of a multi-search."""
        return self.es.msearch(body=lines)
