"""Publications that readers may not see, each hidden in its own way, and one of each language that they may.

Each bears a word of its own, in its title, its summary and its text; they all say `commun` and `quotidien`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from wagtail.models import Page, PageViewRestriction

from partners.enums import ContributionRole
from partners.models import Contribution, CoPublication, PublicationSubject
from partners.withdrawal import withdraw
from tests.factories.accounts import make_administrator
from tests.factories.core import make_subject
from tests.factories.moderation import as_stored, page_of
from tests.factories.pages import make_article, make_event, make_session
from tests.factories.partners import make_member, make_partner, make_person, make_working_partner

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
# In the body too, so that an extract would show it.
SECRET = "marmottan"

# By state, two words that stand nowhere else: of what the index knows to be hidden, and of what it still has as it was
# when everybody saw it. None is near another.
WORDS = {
    "draft": ("brambouilloir", "voltigernaude"),
    "draft changes": ("chistelandou", "ursipandelle"),
    "unpublished": ("drogueminette", "zigomardier"),
    "scheduled": ("esquifoulard", "ploncarette"),
    "over": ("fanfrelinguet", "quenouvardin"),
    "expired": ("trombouliac", "riboulandier"),
    "private": ("gringolerette", "sarabouquine"),
    "private ancestor": ("hurluberlane", "ouistramblin"),
    "withdrawn": ("islabourdine", "nasturbinet"),
    "partner": ("kilomaringue", "wagonderette"),
    "person": ("lampourdan", "yodelinquart"),
}
HALVES = ("known", "waiting")
CANARIES = {
    f"{state}, {half}": word for state, words in WORDS.items() for half, word in zip(HALVES, words, strict=True)
}
SEEN = "jactancelier"


@dataclass
class Hidden:
    """What there is: what is to be hidden by state and half, what everybody sees, and somebody of another partner."""

    home: Page
    stranger: Any
    administrator: Any
    things: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, Page] = field(default_factory=dict)


def build(tree: Any) -> Hidden:
    """Make everything that readers may see, none of it hidden yet."""
    author, stranger = make_working_partner("Maison voisine"), make_working_partner("Autre rive")
    world = Hidden(page_of(author), make_member(stranger, "editor"), make_administrator())
    for name, canary in CANARIES.items():
        state = name.partition(",")[0]
        if state == "private ancestor":
            day = make_event(world.home, title="Une journée", starts_on=NOW.date())
            world.things[name] = make_session(day, **texts(canary))
        elif state == "partner":
            world.things[name] = page_of(make_working_partner(f"Cercle {canary}"))
        elif state == "person":
            world.things[name] = make_person(f"Prénom {canary}", is_confirmed=True)
        elif not state.startswith("draft"):
            world.things[name] = make_article(world.home, **texts(canary))
    world.seen["fr"] = make_article(world.home, **texts(SEEN))
    world.seen["en"] = make_article(page_of(author, "en"), **texts(SEEN, word="shared"))
    return world


def hide(world: Hidden, half: str) -> None:
    """Hide half of what there is, as the portal does; what has no verb of the portal, as its columns say it."""
    make_article(world.home, live=False, **texts(CANARIES[f"draft, {half}"]))
    _change(world.seen["fr"], CANARIES[f"draft changes, {half}"])
    for state, hide_one in HIDING.items():
        hide_one(world.things[f"{state}, {half}"], world)


def _change(page: Page, canary: str) -> None:
    """What readers see says nothing of what is being written."""
    changing = as_stored(page)
    changing.title, changing.summary = f"Version {canary}", canary
    changing.save_revision(clean=False)


def texts(canary: str, *, word: str = "commun") -> dict[str, Any]:
    """What a page says, and the subject, the person and the partner of its own that a count would betray."""
    subject = make_subject(f"sujet-{canary}", label_fr="Un thème", label_en="A topic")
    return {
        "title": f"Un {word} {canary}",
        "summary": f"Un résumé {word}, dit {canary}.",
        "body": [("text", f"<p>Le texte {word} du {canary} parle de {SECRET} au quotidien.</p>")],
        "rows": {
            # Their names are public, and say nothing: only a count would tell that such a page is there.
            "subjects": [PublicationSubject(subject=subject)],
            "contributions": [Contribution(person=make_person(is_confirmed=True), role=ContributionRole.AUTHOR)],
            "co_publications": [CoPublication(partner=make_partner(), is_accepted=True)],
        },
    }


def _unpublish(page: Page, _world: Hidden) -> None:
    as_stored(page).unpublish()


def _take_offline(page: Page, _world: Hidden) -> None:
    page = as_stored(page)
    page.live = False
    page.save()


def _schedule(page: Page, world: Hidden) -> None:
    _unpublish(page, world)
    page = as_stored(page)
    page.go_live_at = NOW + timedelta(days=3650)
    page.save_revision(clean=False).publish()
    assert not as_stored(page).live


def _expire(page: Page, _world: Hidden) -> None:
    """The page is live until the worker passes."""
    page = as_stored(page)
    page.expire_at = NOW - timedelta(seconds=1)
    page.save()


def _end(page: Page, world: Hidden) -> None:
    """The worker has passed."""
    _expire(page, world)
    as_stored(page).unpublish(set_expired=True)


def _close(page: Page, _world: Hidden) -> None:
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN)


def _close_above(page: Page, world: Hidden) -> None:
    _close(as_stored(page.get_parent()), world)


def _withdraw(page: Page, world: Hidden) -> None:
    withdraw(as_stored(page), user=world.administrator, explanation="Les chiffres étaient faux.", now=NOW)


def _doubt(person: Any, _world: Hidden) -> None:
    """Somebody who is proposed, and not confirmed yet."""
    person.is_confirmed = False
    person.save()


HIDING = {
    "unpublished": _unpublish,
    "scheduled": _schedule,
    "over": _end,
    "expired": _expire,
    "private": _close,
    "private ancestor": _close_above,
    "withdrawn": _withdraw,
    "partner": _take_offline,
    "person": _doubt,
}
