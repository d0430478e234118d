"""On whom texts wait: the rule of `partners.workflow.eligibility`, answered for a whole list at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision, Task

from accounts.models import User
from core.desk import Words
from desk.texts import PART, pages_by_key, path_above, submitted
from partners.enums import Role
from partners.models import Approval, PublicationPage

# How many people a line names before it counts the others.
NAMED = 4


@dataclass(frozen=True)
class Submission:
    """A text that waits: its page, since when, for which people, who wrote it since it was last published.

    `held` says what it waits for when it is approved and nobody is asked any more.
    """

    page: Page
    state: Any
    people: tuple[User, ...]
    authors: frozenset[int]
    held: Words = ""

    @property
    def since(self) -> datetime:
        """When the step began."""
        return self.state.current_task_state.started_at

    @property
    def waits_for_partner(self) -> bool:
        """Whether a lead of the partner is asked, rather than communications."""
        return self.state.waits_for_partner

    @property
    def on_whom(self) -> str:
        """On whom it waits, or for what, in a sentence."""
        if self.held:
            return str(self.held)
        if not self.people:
            return _("Nobody is left who may approve it: an administrator can name another person.")
        return _("Waits for %(names)s") % {"names": names(self.people)}


def names(people: Sequence[User]) -> str:
    """The names of people; only the number of those that are too many."""
    listed = ", ".join(person.name for person in people[:NAMED])
    others = len(people) - NAMED
    if others <= 0:
        return listed
    return ngettext("%(names)s and %(count)s other person", "%(names)s and %(count)s other people", others) % {
        "names": listed,
        "count": others,
    }


def submissions_of(pages: Sequence[Page]) -> dict[int, Submission]:
    """Those of described pages that wait, under the page's key. Four queries."""
    by_key = {str(page.pk): page for page in pages}
    return {item.page.pk: item for item in _told(submitted().filter(object_id__in=by_key), by_key)}


def sentences(keys: Iterable[int]) -> dict[int, str]:
    """On whom each of these pages waits, in a sentence; those that do not wait are left out. Five to seven queries."""
    found = submissions_of(list(pages_by_key(keys).values()))
    return {key: item.on_whom for key, item in found.items()}


def told(states: Iterable[Any]) -> list[Submission]:
    """What there is to say of submissions (`desk.texts.submitted`), in their order. Four queries."""
    states = list(states)
    return _told(states, pages_by_key(state.object_id for state in states))


def _told(states: Iterable[Any], by_key: dict[str, Page]) -> list[Submission]:
    states = [state for state in states if state.object_id in by_key]
    pages = [by_key[state.object_id] for state in states]
    authors = authors_of_each(pages)
    holders = Holders(pages)
    holding = _holding(states)
    return [
        Submission(
            page,
            state,
            tuple(
                person
                for person in holders.asked(page, waits_for_partner=state.waits_for_partner)
                if person.pk not in authors[page.pk] and state.current_task_state.task_id not in holding
            ),
            frozenset(authors[page.pk]),
            holding[key].held_because(page) if (key := state.current_task_state.task_id) in holding else "",
        )
        for state, page in zip(states, pages, strict=True)
    ]


def _holding(states: Sequence[Any]) -> dict[int, Any]:
    """The steps where nobody decides, by their key. No query where no text is held, else two."""
    keys = {
        state.current_task_state.task_id for state in states if not (state.waits_for_partner or state.waits_for_portal)
    }
    found = Task.objects.filter(pk__in=keys).specific() if keys else ()
    return {task.pk: task for task in found if isinstance(task, Approval) and not task.is_decided}


def authors_of_each(pages: Sequence[Page]) -> dict[int, set[int]]:
    """Whoever changed each page, or a part of it, since it was last published (`workflow.changes`). Two queries."""
    wholes = {page.path: page.pk for page in pages}
    parts = (
        PublicationPage.objects.filter(type=PART)
        .annotate(above=path_above())
        .filter(above__in=wholes)
        .order_by()
        .values_list("pk", "live_revision", "above")
    )
    # Key of a page as text → the page with which it is submitted, and the revision that readers see.
    known = {str(page.pk): (page.pk, page.live_revision_id or 0) for page in pages}
    known |= {str(key): (wholes[above], live or 0) for key, live, above in parts}
    # Of each person, the last change is enough to know whether one was made since.
    last = (
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), object_id__in=known, user__isnull=False
        )
        .exclude(content_change__is_change=False)
        .order_by()
        .values_list("object_id", "user")
        .annotate(last=Max("pk"))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for key, person, revision in last:
        whole, live = known[key]
        if revision >= live:
            found[whole].add(person)
    return found


class Holders:
    """The people who have the roles that decide about some described pages. One query."""

    def __init__(self, pages: Iterable[Page]) -> None:
        """Find the leads of the pages' partners, communications and administrators."""
        self.leads: dict[int, dict[int, User]] = defaultdict(dict)
        self.staff: dict[int, User] = {}
        partners = {page.partner_key for page in pages} - {None}
        is_lead = Q(
            groups__role_group__role=Role.LEAD,
            groups__role_group__partner__in=partners,
            groups__role_group__partner__is_active=True,
        )
        is_staff = Q(groups__role_group__role=Role.COMMUNICATIONS) | Q(is_superuser=True)
        columns = ("pk", "first_name", "last_name", "email")
        rows = User.objects.filter(is_lead | is_staff, is_active=True).values_list(
            *columns,
            "is_superuser",
            "groups__role_group__role",
            "groups__role_group__partner",
            "groups__role_group__partner__is_active",
        )
        for *values, is_superuser, role, partner, is_active in rows:
            person = User(**dict(zip(columns, values, strict=True)))
            if role == Role.LEAD and is_active:
                self.leads[partner][person.pk] = person
            if role == Role.COMMUNICATIONS or is_superuser:
                self.staff[person.pk] = person

    def asked(self, page: Page, *, waits_for_partner: bool) -> list[User]:
        """Whoever has the role that a step asks for, by name."""
        people = self.leads[page.partner_key] if waits_for_partner else self.staff
        return list(people.values())
