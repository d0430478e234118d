"""Records that are no pages and point at files: a partner's logo, a person's photograph.

Wagtail indexes only what some view set administers, and only when the worker comes by. A logo must show at once, and
stop showing at once.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.models import ReferenceIndex

from core.visibility import users_of_files


def index_at_once(instance: Model, *, raw: bool = False, **_kwargs: Any) -> None:
    """Record which files the saved row uses; the task that Wagtail queues adds its child rows."""
    if raw:
        return
    # Read again: child rows that are not saved yet have no key to be recorded under.
    saved = type(instance)._base_manager.get(pk=instance.pk)  # noqa: SLF001 -- Django's documented API
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(saved)


def connect() -> None:
    """Index every model that points at images or documents, once and for all."""
    for model in users_of_files():
        ReferenceIndex.register_model(model)
        post_save.connect(index_at_once, sender=model, dispatch_uid=f"core.references.{model._meta.label}")
