"""Who may fetch a file: everybody when it is on show somewhere, else those who may use it in the administration.

The answer is read from the database as it is at that moment. The columns of a page hold its live content (a newer
draft stands in its revisions), and Wagtail's reference index is built from the columns.
"""

from collections import defaultdict

from django.apps import apps
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.models import CollectionViewRestriction, DraftStateMixin, Page, ReferenceIndex
from wagtail.permissions import policy_registry

from core.models import PortalDocument, PortalImage
from core.querysets import restrictions_above

FILE_MODELS = (PortalImage, PortalDocument)


def is_public(file: PortalImage | PortalDocument) -> bool:
    """Whether everybody may fetch the file: it is on show, and its collection is open. Three queries at most.

    A model whose rows are not all for readers says which are, with a `Q` named `files_public_if`: one more query.
    """
    return _is_any_open(_references_to(file).filter(~Exists(_restrictions_on_collection(file))))


def is_on_show(record: Model) -> bool:
    """Whether an open page or another record for readers uses a file, a person or a venue.

    Whatever the collection of a file says.
    """
    return _is_any_open(_references_to(record))


def may_use(user: AbstractUser | AnonymousUser, file: PortalImage | PortalDocument) -> bool:
    """Whether the person works in the administration and may choose, change or add files in that collection."""
    if not may_enter_administration(user):
        return False
    policy = policy_registry.get_by_type(type(file))
    return policy.user_has_any_permission_for_instance(user, ["choose", "change", "add"], file)


def may_enter_administration(user: AbstractUser | AnonymousUser) -> bool:
    """Whether the person is logged in, active and admitted to the administration."""
    return user.is_authenticated and user.is_active and user.has_perm("wagtailadmin.access_admin")


def users_of_files() -> list[type[Model]]:
    """Every model but pages and their child rows that points at an image or a document."""
    return [
        model
        for model in apps.get_models()
        if ReferenceIndex.model_is_indexable(model)
        and not issubclass(model, Page)
        and any(field.related_model in FILE_MODELS for field in model._meta.get_fields() if field.many_to_one)
    ]


def _references_to(record: Model) -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.get_references_to(record)


def _restrictions_on_collection(file: PortalImage | PortalDocument) -> QuerySet[CollectionViewRestriction]:
    path, step = file.collection.path, file.collection.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    return CollectionViewRestriction.objects.filter(collection__path__in=above)


def _is_any_open(references: QuerySet[ReferenceIndex]) -> bool:
    """Whether any of the records that hold these references is for readers."""
    holders: dict[type[Model], list[str]] = defaultdict(list)
    for type_id, pk in references.values_list("base_content_type_id", "object_id").distinct():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None:
            holders[model].append(pk)
    # The answers that cost no query come first.
    ordered = sorted(holders, key=lambda model: bool(_condition(model)))
    return any(_is_open(model, holders[model]) for model in ordered)


def _condition(model: type[Model]) -> Q:
    """Which rows of a model are for readers; an empty condition means all of them."""
    if issubclass(model, Page):
        return Q(~Exists(restrictions_above(OuterRef("path"))), live=True)
    if issubclass(model, DraftStateMixin):
        return Q(live=True)
    return getattr(model, "files_public_if", Q())


def _is_open(model: type[Model], pks: list[str]) -> bool:
    condition = _condition(model)
    rows = model._default_manager.filter(pk__in=pks)  # noqa: SLF001 -- Django's documented API
    return not condition or rows.filter(condition).exists()
