"""Many pages at little cost."""

from contextlib import contextmanager
from copy import copy
from uuid import uuid4

from django.test import override_settings
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

# Rows in a statement.
AT_ONCE = 500
UNINDEXED = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}


@contextmanager
def in_bulk():
    """Save pages without indexing their words nor what they point at, which takes half the time."""
    with disable_reference_index_auto_update(), override_settings(WAGTAILSEARCH_BACKENDS=UNINDEXED):
        yield


def copies_of(page, number):
    """Store as many pages as told beside one, like it but for title and address: rows alone, by thousands."""
    models = [*reversed(page._meta.get_parent_list()), type(page)]
    last = Page.objects.order_by("-pk").values_list("pk", flat=True).first()
    parent = page.get_parent()
    step = max(int(child.path[len(parent.path) :], 36) for child in parent.get_children()) + 1
    copies = []
    for count in range(number):
        one = copy(page)
        for model in models:
            setattr(one, model._meta.pk.attname, last + 1 + count)
        one.path = Page._get_path(parent.path, page.depth, step + count)
        one.title, one.slug, one.translation_key = f"{page.title} {count}", f"{page.slug}-{count}", uuid4()
        one.url_path = f"{parent.url_path}{one.slug}/"
        copies.append(one)
    for model in models:
        for start in range(0, number, AT_ONCE):
            rows = copies[start : start + AT_ONCE]
            model._base_manager._insert(rows, fields=model._meta.local_concrete_fields, using="default", raw=True)
