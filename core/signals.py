"""Handlers that keep files in step with pages."""

from typing import Any

from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published, page_unpublished


def index_references(instance: Page, **_kwargs: Any) -> None:
    """Record at once which files a page uses when it goes live or leaves.

    Wagtail does it in a task, later; a reader's request for the image of a page just published must not be refused
    until the worker has come by (`core.visibility`).
    """
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(instance.specific)


def connect() -> None:
    """Connect the handlers, once."""
    page_published.connect(index_references, dispatch_uid="core.index_references.published")
    page_unpublished.connect(index_references, dispatch_uid="core.index_references.unpublished")
