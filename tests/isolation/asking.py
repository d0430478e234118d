"""Ask for an address as somebody, see what came of it, and undo it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from tests.forms import filled
from tests.isolation.world import Things, World, text_of

REFUSED = frozenset({401, 403, 404, 405})
FINE = frozenset({200, 201, 204})
MOVED = frozenset({301, 302})


@dataclass
class Visit:
    """One action on one object: the address, what is posted, and how to see that it was done.

    `args` gives the arguments of the address. A visit that posts has `done`; `form` finds the form whose fields are
    posted as they are, with `data` over them. `shows` is what a page that opens must say.
    """

    args: Callable[[World, Things], list]
    query: Callable[[World, Things], str] = lambda _world, _things: ""
    method: str = "get"
    form: str = ""
    form_at: Callable[[World, Things], str] | None = None
    data: Callable[[World, Things], Any] = lambda _world, _things: {}
    done: Callable[[World, Things, Any], bool] | None = None
    shows: Callable[[World, Things], str] = lambda _world, _things: ""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    # Whoever may not see the thing is shown the page without it, instead of being refused.
    else_nothing: bool = False


@dataclass(frozen=True)
class Answer:
    """What came of a visit: `yes`, `no`, or something else, in words; and whether it said what it should not."""

    outcome: str
    leak: bool = False

    def __str__(self) -> str:
        return f"{self.outcome} LEAK" if self.leak else self.outcome


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is done to the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def address(name: str, visit: Visit, world: World, things: Things) -> str:
    """The address of a visit."""
    view = name.split(" ", maxsplit=1)[0]
    query = visit.query(world, things)
    return reverse(view, args=visit.args(world, things)) + (f"?{query}" if query else "")


def payload(url: str, visit: Visit, world: World, things: Things) -> Any:
    """What an administrator's browser would post from that address, with the changes of the visit."""
    posted = {}
    if visit.form:
        source = visit.form_at(world, things) if visit.form_at else url
        if source not in world.forms:
            world.forms[source] = _form_at(source, visit.form, world)
        posted = world.forms[source]
    data = visit.data(world, things)
    return data if isinstance(data, str) else posted | data


def _form_at(source: str, form: str, world: World) -> dict[str, str]:
    with undone():
        response = world.clients["administrator"].get(source)
        assert response.status_code == 200, f"no form at {source}: {response.status_code}"
        posted = filled(response, form)
    assert posted, f"no {form} at {source}"
    return posted


def ask(role: str, url: str, posted: Any, visit: Visit, world: World, things: Things) -> Answer:
    """Visit as somebody, and undo it."""
    client = world.clients[role]
    options: dict[str, Any] = {"headers": visit.headers} if visit.headers else {}
    if visit.content_type:
        options["content_type"] = visit.content_type
    client.raise_request_exception = False
    # What an answer before had to say is not of this one.
    client.cookies.pop("messages", None)
    for value in posted.values() if isinstance(posted, dict) else ():
        if hasattr(value, "seek"):
            value.seek(0)
    with undone(), translation.override("fr"):
        response = getattr(client, visit.method)(url, *([] if visit.method == "get" else [posted]), **options)
        return judge(response, visit, world, things)


def judge(response: Any, visit: Visit, world: World, things: Things) -> Answer:
    """What came of a visit."""
    text = text_of(response)
    is_denied = response.status_code in REFUSED or denied(response)
    is_done = bool(visit.done and visit.done(world, things, response))
    if is_done and (is_denied or response.status_code not in FINE | MOVED):
        outcome = f"done with {response.status_code}"
    elif is_done:
        outcome = "yes"
    elif is_denied:
        outcome = "no"
    elif visit.done is None and response.status_code in FINE:
        wanted = visit.shows(world, things).casefold()
        outcome = "yes" if wanted in text else _without(wanted, visit)
    else:
        outcome = "no" if visit.else_nothing else f"nothing done, {response.status_code}"
    return Answer(outcome, leak=outcome != "yes" and things.mark in text)


def _without(wanted: str, visit: Visit) -> str:
    return "no" if visit.else_nothing else f"200 without {wanted}"


def denied(response: Any) -> bool:
    """Whether the answer sends somebody to log in, or away with an error."""
    if response.status_code not in MOVED:
        return False
    if "/login/" in response.headers["Location"]:
        return True
    request = getattr(response, "wsgi_request", None)
    return any(message.level == ERROR for message in get_messages(request)) if request else False
