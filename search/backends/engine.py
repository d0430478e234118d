"""What Elasticsearch and OpenSearch share as backends of Wagtail's search.

One client per process and address, kept alive: a reader waits a second at most and nothing is tried twice, but for
another node of the same cluster; writing has half a minute, putting the files of an index together ten.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import ParseResult, unquote

from modelsearch.backends import get_search_backend
from modelsearch.conf import get_app_config
from wagtail.models import Page

from search import breaker
from search.backends.analysis import index_settings
from search.backends.compiling import CompilingBeginnings
from search.backends.configuration import FALLBACK
from search.contract import QuestionRefused, Unavailable

WRITE_SECONDS = 30
MERGE_SECONDS = 600
# More than any facet of the administration has values; modelsearch asks for ten.
MOST_VALUES = 1000

_clients: dict[tuple[Any, ...], Any] = {}


def kept_client(make: Callable[..., Any], **options: Any) -> Any:
    """The client of this process for an address; a forked process has its own connections."""
    key = (os.getpid(), make, repr(sorted(options.items())))
    if key not in _clients:
        _clients[key] = make(**options)
    return _clients[key]


class EngineIndex:
    """A mixin over an engine's own index: it writes."""

    backend: Any
    name: str

    def __init__(self, backend: Any, name: str) -> None:
        """Take the client that has time."""
        super().__init__(backend, name)  # type: ignore[call-arg]
        self.es = backend.writer

    def add_items(self, model: Any, items: Sequence[Any]) -> None:
        """Index objects, never into an index that does not exist: the engine would make one, and guess what it holds.

        Raises the engine's own errors.
        """
        mapping = self.backend.mapping_class(model)
        actions = [{"_id": mapping.get_document_id(item), **mapping.get_document(item)} for item in items]
        if actions:
            is_alias = self.name == self.backend.get_index_for_model(model).name
            self.backend.bulk(self.es, actions, index=self.name, **({"require_alias": True} if is_alias else {}))


class EngineResults:
    """A mixin over an engine's own results: where it does not answer, the database answers the same."""

    backend: Any
    query_compiler: Any
    start: int
    stop: int | None

    def _backend_do_search(self, body: dict[str, Any], **kwargs: Any) -> Any:
        for facet in body.get("aggregations", {}).values():
            facet["terms"].setdefault("size", MOST_VALUES)
        return super()._backend_do_search(body, **kwargs)  # type: ignore[misc]

    def _do_search(self) -> Iterator[Any]:
        return self._safe(lambda: list(super(EngineResults, self)._do_search()), lambda same: same.results())  # type: ignore[misc]

    def _do_count(self) -> int:
        return self._safe(super()._do_count, lambda same: same.count())  # type: ignore[misc]

    def facet(self, field_name: str) -> Any:
        """How many results have each value of a field; nothing from a database that cannot say."""
        return self._safe(
            lambda: super(EngineResults, self).facet(field_name),  # type: ignore[misc]
            lambda same: same.facet(field_name) if same.supports_facet else {},
        )

    def _safe(self, ask: Callable[[], Any], ask_same: Callable[[Any], Any]) -> Any:
        if FALLBACK not in get_app_config().get_search_backend_config():
            return ask()
        if breaker.is_open():
            return ask_same(self._same())
        try:
            answer = ask()
        except self.backend.errors as error:
            # An engine that answers, be it that it does not know the index, keeps nobody waiting.
            if not 400 <= _status(error) < 500:  # noqa: PLR2004 -- HTTP
                breaker.failed()
            return ask_same(self._same())
        breaker.succeeded()
        return answer

    def _same(self) -> Any:
        """The same search in the database."""
        compiler = self.query_compiler
        database = get_search_backend(FALLBACK)
        search = database.autocomplete if isinstance(compiler, CompilingBeginnings) else database.search
        found = search(
            compiler.query, compiler.queryset, fields=compiler.fields, order_by_relevance=compiler.order_by_relevance
        )
        return found[self.start : self.stop]


class EngineBackend:
    """A mixin over an engine's own backend. A subclass says which client, which errors, and how it is asked."""

    client: ClassVar[Any]
    errors: ClassVar[tuple[type[Exception], ...]]
    settings: ClassVar[dict[str, Any]] = index_settings()
    es: Any

    def __init__(self, params: dict[str, Any]) -> None:
        """Prepare from an entry of WAGTAILSEARCH_BACKENDS, which stays as it is."""
        params = deepcopy(params)
        replicas = params.pop("REPLICAS", None)
        super().__init__(params)  # type: ignore[call-arg]
        if replicas is not None:
            self.settings["settings"]["index"] |= index_settings(replicas)["settings"]["index"]
            del self.settings["settings"]["index"]["auto_expand_replicas"]

    def client_class(self, **options: Any) -> Any:
        """The client that reads; `writer` has more time, and `patient` the most."""
        others = len(options["hosts"]) - 1
        options = {**options, "max_retries": others, "retry_on_timeout": False, "retry_on_status": ()}
        time = self.timeout_kwarg_name  # type: ignore[attr-defined]
        self.writer = kept_client(self.client, **{**options, time: WRITE_SECONDS})
        self.patient = kept_client(self.client, **{**options, time: MERGE_SECONDS})
        return kept_client(self.client, **options)

    def ask(self, searches: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
        """Several searches, each of an index by its name, in one call; their answers in the same order.

        Raises `Unavailable` when the engine does not answer, or not wholly, and `QuestionRefused` when it will not.
        """
        # The engine stops before the client's patience does.
        timeout = f"{int(self.timeout * 900)}ms"  # type: ignore[attr-defined]
        lines = [line for name, body in searches for line in ({"index": name}, {**body, "timeout": timeout})]
        failures: tuple[type[Exception], ...] = (*self.errors, OSError, LookupError, ValueError, TypeError)
        try:
            answers = self.multi_search(lines)["responses"]
            for answer in answers:
                if answer.get("status") == HTTPStatus.BAD_REQUEST:
                    raise QuestionRefused(str(answer.get("error"))[:500])
                if "error" in answer or answer["timed_out"] or answer["_shards"]["failed"]:
                    raise Unavailable(str(answer.get("error", "not every part of the index answered"))[:500])
        except failures as error:
            raise Unavailable(f"{type(error).__name__}: {error}"[:500]) from error
        return answers

    def multi_search(self, lines: list[dict[str, Any]]) -> Any:
        """The engine's answer to the lines of a multi-search."""
        raise NotImplementedError

    def page_index(self) -> str:
        """The name of the index of pages."""
        return self.get_index_for_model(Page).name  # type: ignore[attr-defined]


def account_of(url: ParseResult) -> tuple[str, str] | None:
    """The account that an address names, as it is and not as an address writes it."""
    if url.username is None or url.password is None:
        return None
    return unquote(url.username), unquote(url.password)


def _status(error: Exception) -> int:
    status = getattr(error, "status_code", 0)
    return status if isinstance(status, int) else 0
