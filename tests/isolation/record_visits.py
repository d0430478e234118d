"""Every address of people, venues, partners and vocabularies that names one of them."""

from typing import Any

from core.models import (
    Acronym,
    Audience,
    Axis,
    AxisTopic,
    CrossTopic,
    EventFormat,
    OrganisationType,
    Subject,
    Territory,
    Theme,
)
from events.models import EventSeries, Venue
from partners.models import Partner, Person
from tests.isolation.asking import Visit
from tests.isolation.page_visits import CHANGED, of, posts
from tests.isolation.world import Things, World

PROPOSALS = {"partners_person": ("person", Person, "name"), "events_venue": ("venue", Venue, "name")}
VOCABULARIES = {
    "core_subject": (Subject, "label_fr"),
    "core_theme": (Theme, "label_fr"),
    "core_axis": (Axis, "label_fr"),
    "core_axistopic": (AxisTopic, "label_fr"),
    "core_crosstopic": (CrossTopic, "label_fr"),
    "core_audience": (Audience, "label_fr"),
    "core_eventformat": (EventFormat, "label_fr"),
    "core_organisationtype": (OrganisationType, "label_fr"),
    "core_territory": (Territory, "label_fr"),
    "core_acronym": (Acronym, "expansion_fr"),
    "events_eventseries": (EventSeries, "name_fr"),
}
ORDERED = [name for name, (_model, label) in VOCABULARIES.items() if label == "label_fr"]


def spare(name: str) -> Any:
    """The arguments for the term of a vocabulary that nothing uses."""
    return lambda world, _things: [world.terms[name].pk]


def second(name: str) -> Any:
    """The arguments for the term of a vocabulary that comes after it."""
    return lambda world, _things: [world.last_terms[name].pk]


def renamed(model: Any, field: str) -> Any:
    """Whether a record of that model has the changed name."""
    return lambda _world, _things, _response: model.objects.filter(**{field: CHANGED}).exists()


def snippet(name: str, action: str) -> str:
    """The name of an address."""
    return f"wagtailsnippets_{name}:{action}"


def _proposals() -> dict[str, Visit]:
    visits = {}
    for name, (kind, model, field) in PROPOSALS.items():
        for action in ("edit", "delete", "usage", "history"):
            visits[snippet(name, action)] = Visit(of(kind), shows=_name(kind))
        visits[snippet(name, "history_results")] = Visit(of(kind))
        visits[f"{snippet(name, 'edit')} POST"] = posts(
            kind, renamed(model, field), form="#w-editor-form", data=lambda *_: {"name": CHANGED}
        )
        visits[f"{snippet(name, 'delete')} POST"] = posts(kind, _gone(model, kind))
        visits[f"wagtailsnippetchoosers_{name}:chosen"] = Visit(of(kind), shows=_name(kind))
    return visits


def _bulk_deletions() -> dict[str, Visit]:
    visits = {}
    for name, (kind, model, _field) in PROPOSALS.items():
        common = {
            "args": lambda *_, name=name: [*name.split("_"), "delete"],
            "query": lambda _world, things, kind=kind: f"id={getattr(things, kind).pk}",
        }
        visits[f"wagtail_bulk_action {kind} delete"] = Visit(shows=_name(kind), **common)
        visits[f"wagtail_bulk_action {kind} delete POST"] = posts(kind, _gone(model, kind), **common)
    return visits


def _confirmations() -> dict[str, Visit]:
    visits = {}
    for name, (kind, model, _field) in PROPOSALS.items():
        visits[snippet(name, "confirm")] = Visit(of(kind), shows=_name(kind))
        visits[f"{snippet(name, 'confirm')} POST"] = posts(kind, _confirmed(model, kind))
    return visits


def _name(kind: str) -> Any:
    return lambda _world, things: getattr(things, kind).name


def _gone(model: Any, kind: str) -> Any:
    return lambda _world, things, _response: not model.objects.filter(pk=getattr(things, kind).pk).exists()


def _confirmed(model: Any, kind: str) -> Any:
    return lambda _world, things, _response: model.objects.get(pk=getattr(things, kind).pk).is_confirmed


def _vocabularies() -> dict[str, Visit]:
    visits = {}
    for name, (model, field) in VOCABULARIES.items():
        for action in ("edit", "usage", "history", "history_results"):
            visits[snippet(name, action)] = Visit(spare(name))
        visits[f"{snippet(name, 'edit')} POST"] = _term_post(name, renamed(model, field), field, "edit")
        visits[snippet(name, "copy")] = Visit(spare(name))
    for name in ORDERED:
        visits[f"{snippet(name, 'reorder')} POST"] = Visit(
            second(name), method="post", query=lambda *_: "position=0", done=_first(name)
        )
    return visits


def _term_post(name: str, done: Any, field: str, _action: str) -> Visit:
    return Visit(spare(name), method="post", done=done, form="#w-editor-form", data=lambda *_: {field: CHANGED})


def _first(name: str) -> Any:
    model = VOCABULARIES[name][0]

    def is_first(world: World, _things: Things, _response: Any) -> bool:
        return model.objects.order_by("position", "code").first().pk == world.last_terms[name].pk

    return is_first


def _deletions() -> dict[str, Visit]:
    visits = {}
    for name, (model, _field) in VOCABULARIES.items():
        visits[snippet(name, "delete")] = Visit(spare(name))
        visits[f"{snippet(name, 'delete')} POST"] = Visit(
            spare(name),
            method="post",
            done=lambda world, _things, _response, model=model, name=name: (
                not model.objects.filter(pk=world.terms[name].pk).exists()
            ),
        )
    return visits


PROPOSAL_VISITS = _proposals()
PROPOSAL_BULK_VISITS = _bulk_deletions()
CONFIRMATION_VISITS = _confirmations()
VOCABULARY_VISITS = _vocabularies()
VOCABULARY_DELETION_VISITS = _deletions()
VOCABULARY_CHOICE_VISITS = {f"wagtailsnippetchoosers_{name}:chosen": Visit(spare(name)) for name in VOCABULARIES}
# Which organisations there are is no secret.
PARTNER_CHOICE_VISITS = {
    "wagtailsnippetchoosers_partners_partner:chosen": Visit(lambda _world, things: [things.partner.pk]),
}
PARTNER_VISITS = {
    **{
        f"wagtailsnippets_partners_partner:{action}": Visit(lambda _world, things: [things.partner.pk])
        for action in ("edit", "delete", "usage", "history", "history_results", "copy")
    },
    "wagtailsnippets_partners_partner:edit POST": posts(
        "partner",
        renamed(Partner, "name"),
        form="#w-editor-form",
        data=lambda *_: {"name": CHANGED},
    ),
}
