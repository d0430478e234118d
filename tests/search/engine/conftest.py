"""An engine before the database, as SEARCH_URL configures it."""

import pytest
from wagtail.models import Page
from wagtail.search.index import get_indexed_models

from accounts.models import User
from core.models import OrganisationType, Subject
from partners.models import Partner, Person
from search import breaker
from search.backends.configuration import configured

# What these tests make. An engine needs seconds for the indices of everything else, which would stay empty.
MADE = (Page, Partner, Person, OrganisationType, Subject, User)

PATIENCE = 25


@pytest.fixture(autouse=True)
def _closed():
    """No test is spared the engine because another has broken it."""
    breaker.reset()
    yield
    breaker.reset()


@pytest.fixture
def configure(settings):
    """A function that makes the portal search with an engine: `configure(search_url, prefix=…)`."""

    def apply(search_url, *, prefix):
        settings.WAGTAILSEARCH_BACKENDS = configured(
            search_url, database=settings.DATABASES["default"]["ENGINE"], prefix=prefix
        )

    return apply


@pytest.fixture
def engine(search_url, index_prefix, configure, settings):
    """Each engine in turn, empty, as the portal's own; the prefix of its indices."""
    configure(search_url, prefix=index_prefix)
    # Nothing is asked here of how fast it is, and other tests keep the machine busy.
    settings.WAGTAILSEARCH_BACKENDS["default"]["TIMEOUT"] = PATIENCE
    return index_prefix


@pytest.fixture
def few_indices(monkeypatch):
    """Only the indices that these tests fill."""
    made = [model for model in get_indexed_models() if issubclass(model, MADE)]
    monkeypatch.setattr("search.indices.get_indexed_models", lambda: made)
