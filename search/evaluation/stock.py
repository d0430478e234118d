"""Wagtail's own search on the same engine: what the portal's has to be better than."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.elasticsearchbase import ElasticsearchBaseSearchBackend
from wagtail.models import Locale, Page

from partners.models import PublicationPage
from partners.models.publication import concrete_subclasses
from search.contract import Answer, Hit
from search.evaluation.judgments import Judgment
from search.evaluation.measuring import Ask
from search.evaluation.metrics import DEPTH

# What of the settings of a backend says where the engine is, and not how it indexes.
PLACE = ("URLS", "OPTIONS")
SECONDS = 60


@contextmanager
def stock(alias: str) -> Iterator[Ask]:
    """Index every publication as Wagtail does where nothing is configured, and ask there.

    `alias` is one of WAGTAILSEARCH_BACKENDS; its own index is as before afterwards.
    """
    backend = _stock_backend(alias)
    if isinstance(backend, ElasticsearchBaseSearchBackend):
        with _own_index(backend):
            yield _asking(backend)
        return
    # All backends of a database share their tables.
    with transaction.atomic():
        _fill(backend)
        yield _asking(backend)
        transaction.set_rollback(True)


def _stock_backend(alias: str) -> BaseSearchBackend:
    """The class on which the portal's own backend stands, with nothing but the address of the engine."""
    ours = type(get_search_backend(alias))
    theirs = next(base for base in ours.__mro__ if base.__module__.startswith("modelsearch.backends."))
    place = {name: value for name, value in settings.WAGTAILSEARCH_BACKENDS[alias].items() if name in PLACE}
    return theirs({**place, "INDEX_PREFIX": f"stock-{secrets.token_hex(6)}-", "TIMEOUT": SECONDS})


@contextmanager
def _own_index(backend: ElasticsearchBaseSearchBackend) -> Iterator[None]:
    index = backend.get_index_for_model(Page)
    index.put()
    try:
        _fill(backend)
        yield
    finally:
        index.delete()


def _fill(backend: BaseSearchBackend) -> None:
    index = backend.get_index_for_model(Page)
    for model in concrete_subclasses(PublicationPage):
        index.add_model(model)
        index.add_items(model, list(model.objects.order_by("pk")))
    index.refresh()


def _asking(backend: BaseSearchBackend) -> Ask:
    locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def ask(judgment: Judgment) -> Answer:
        pages = PublicationPage.objects.live().public().filter(locale=locales[judgment.language])
        results = backend.search(judgment.words, pages)
        return Answer(total=results.count(), hits=[Hit(page.pk) for page in results[:DEPTH]])

    return ask
