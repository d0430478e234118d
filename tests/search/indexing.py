"""What tests do with the indexes."""

from modelsearch.backends import get_search_backend, get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.management.commands.rebuild_modelsearch_index import group_models_by_index


def fill(alias):
    """Make the indexes of a backend anew, with everything that the database holds."""
    backend = get_search_backend(alias)
    for index, models in group_models_by_index(backend, get_indexed_models()).items():
        rebuilder = backend.rebuilder_class(index)
        new = rebuilder.start()
        for model in models:
            new.add_model(model)
            new.add_items(model, list(model.get_indexed_objects().order_by("pk")))
        rebuilder.finish()
    refresh()


def refresh():
    """Let every index show what it was given."""
    for backend in get_search_backends():
        backend.refresh_indexes()
