"""What begins like the words that are being typed, as the search box shows it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Subject
from core.typography import number, prose
from search import answering
from search.addresses import written
from search.contract import Suggested
from search.enums import Group
from search.results import partner_pages, people, readable

# A letter alone begins everything.
SHORTEST = 2
# What is read of a publication: its title, its type and its address.
SAID = ("title", "type", "path", "url_path", "locale")


@dataclass(frozen=True)
class Suggestion:
    """A line of the list: what it says, a word beside it, and where it leads."""

    label: str
    detail: str
    url: str


@dataclass
class Suggestions:
    """Groups of suggestions in their order, and what is said of them aloud."""

    groups: dict[Group, list[Suggestion]] = field(default_factory=dict)

    def as_json(self, language: str) -> dict[str, Any]:
        """What the box of a browser reads."""
        count = sum(len(group) for group in self.groups.values())
        said = ngettext("%(count)s suggestion", "%(count)s suggestions", count) if count else _("No suggestion")
        return {
            "said": said % {"count": number(count, language)} if count else said,
            "groups": [
                {
                    "group": str(group),
                    "label": str(group.label),
                    "items": [{"label": one.label, "detail": one.detail, "url": one.url} for one in items],
                }
                for group, items in self.groups.items()
                if items
            ],
        }


def suggest(typed: str, *, language: str, now: datetime) -> Suggestions:
    """What begins like `typed` in the language of the address. One call to the engine, a query for each group named."""
    if len(typed) < SHORTEST:
        return Suggestions()
    return gather(answering.suggest(typed, language=language, now=now), language=language, now=now)


def gather(named: list[Suggested], *, language: str, now: datetime) -> Suggestions:
    """What is named, less what readers may not see any more. A query for each group named."""
    pks = {group: [one.pk for one in named if one.group == group] for group in Group}
    return Suggestions(
        {
            Group.PUBLICATION: _publications(pks[Group.PUBLICATION], language, now),
            Group.PARTNER: _partners(pks[Group.PARTNER], language, now),
            Group.PERSON: _people(pks[Group.PERSON], language),
            Group.SUBJECT: _subjects(pks[Group.SUBJECT], language),
        }
    )


def _publications(pks: list[int], language: str, now: datetime) -> list[Suggestion]:
    found = readable(language, now).only(*SAID).in_bulk(pks) if pks else {}
    return [
        Suggestion(prose(page.title, language), str(page.get_type_display()), page.get_url() or "")
        for pk in pks
        if (page := found.get(pk))
    ]


def _partners(pks: list[int], language: str, now: datetime) -> list[Suggestion]:
    found = partner_pages(pks, language, now)
    return [
        Suggestion(prose(page.partner.name, language), page.partner.acronym, page.get_url() or "")
        for pk in pks
        if (page := found.get(pk))
    ]


def _people(pks: list[int], language: str) -> list[Suggestion]:
    found = people(pks)
    return [
        Suggestion(person.name, prose(person.affiliation, language), person.get_absolute_url())
        for pk in pks
        if (person := found.get(pk))
    ]


def _subjects(pks: list[int], language: str) -> list[Suggestion]:
    found = Subject.objects.in_bulk(pks) if pks else {}
    return [
        Suggestion(prose(subject.label, language), "", reverse("search") + written([("subject", subject.code)]))
        for pk in pks
        if (subject := found.get(pk))
    ]
