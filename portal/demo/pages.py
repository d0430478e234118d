"""Rows of the demonstration become unsaved pages, in either language."""

from datetime import date, time
from typing import Any

from wagtail.models import Locale

from articles.models import ArticlePage
from core.models import Audience, Axis, BasePage, CrossTopic, EventFormat, Subject, Territory, Theme
from events.models import EventPage, EventSeries, EventVenue, SessionPage, Venue
from home.models import StandardPage
from partners.enums import EventStatus
from partners.models import (
    Belonging,
    Contribution,
    CoPublication,
    Partner,
    Person,
    PublicationAudience,
    PublicationAxis,
    PublicationCrossTopic,
    PublicationPage,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from portal.setup.bodies import References, body, localised
from portal.setup.portal import key_of
from projects.models import Milestone, ProjectPage, ProjectRole

CLASSES: dict[str, type[BasePage]] = {
    "article": ArticlePage,
    "event": EventPage,
    "session": SessionPage,
    "project": ProjectPage,
    "standard": StandardPage,
}


def build(row: dict[str, Any], language: str, references: References) -> BasePage:
    """The page of a row, unsaved, with the words of `language`; always in the French locale, which is the source."""
    words = localised(row, language)
    key = key_of(f"page/{row['id']}")
    page = CLASSES[row["type"]](
        title=words["title"],
        slug=words["slug"],
        search_description=words["search_description"],
        show_in_menus=row["type"] == "standard",
        locale=Locale.objects.get(language_code="fr"),
        translation_key=key,
    )
    page.body = body(row.get("body", []), language, key=key, references=references)
    if isinstance(page, PublicationPage):
        _publication(page, words, references)
    else:
        page.introduction = words["summary"]
    if isinstance(page, ArticlePage):
        page.article_kind = row["kind"]
    elif isinstance(page, EventPage):
        _event(page, row["kind"], words["event"])
    elif isinstance(page, SessionPage):
        _session(page, row["kind"], words["session"])
    elif isinstance(page, ProjectPage):
        _project(page, words["project"])
    return page


def _publication(page: PublicationPage, words: dict[str, Any], references: References) -> None:
    page.summary = words["summary"]
    image = words.get("image")
    if image:
        page.lead_image_id = references.image({**image, "seed": words["id"]})
        page.lead_image_alt = image["alt"]
    rows: dict[str, list[Any]] = {
        "subjects": [PublicationSubject(subject=Subject.objects.get(code=code)) for code in words["subjects"]],
        "themes": [PublicationTheme(theme=Theme.objects.get(code=code)) for code in words["themes"]],
        "axes": [PublicationAxis(axis=Axis.objects.get(code=code)) for code in words["axes"]],
        "topics": [PublicationCrossTopic(topic=CrossTopic.objects.get(code=code)) for code in words["topics"]],
        "audiences": [PublicationAudience(audience=Audience.objects.get(code=code)) for code in words["audiences"]],
        "territories": [
            PublicationTerritory(territory=Territory.objects.get(code=code)) for code in words["territories"]
        ],
        "co_publications": [CoPublication(partner=Partner.objects.get(slug=slug)) for slug in words["co_partners"]],
        "contributions": [
            Contribution(person=Person.objects.get(slug=item["person"]), role=item["role"])
            for item in words["contributors"]
        ],
        "belongings": [Belonging(whole_id=references.page(row_id)) for row_id in words["belongs_to"]],
    }
    for relation, children in rows.items():
        for order, child in enumerate(children):
            child.sort_order = order
        setattr(page, relation, children)


def _scheduled(page: EventPage | SessionPage, kind: str, words: dict[str, Any]) -> None:
    page.format = EventFormat.objects.get(code=kind)
    page.mode = words.get("mode", "")
    page.event_status = words.get("status", EventStatus.SCHEDULED)
    page.start_time, page.end_time = _time(words.get("start_time")), _time(words.get("end_time"))
    page.attendance_in_person = words.get("attendance_in_person")
    page.attendance_online = words.get("attendance_online")
    page.attendance_note = words.get("attendance_note", "")


def _event(page: EventPage, kind: str, words: dict[str, Any]) -> None:
    _scheduled(page, kind, words)
    page.starts_on, page.ends_on = _date(words.get("starts_on")), _date(words.get("ends_on"))
    page.edition = words.get("edition")
    page.registration_url = words.get("registration_url", "")
    if words.get("series"):
        page.series = EventSeries.objects.get(code=words["series"])
    page.venues = [
        EventVenue(sort_order=order, venue=Venue.objects.get(code=code))
        for order, code in enumerate(words.get("venues", []))
    ]


def _session(page: SessionPage, kind: str, words: dict[str, Any]) -> None:
    _scheduled(page, kind, words)
    page.starts_on = _date(words.get("on"))
    page.replay_url = words.get("replay_url", "")
    page.replay_until = _date(words.get("replay_until"))
    if words.get("venue"):
        page.venue = Venue.objects.get(code=words["venue"])


def _project(page: ProjectPage, words: dict[str, Any]) -> None:
    page.short_name = words["short_name"]
    page.accent = words["accent"]
    page.milestones = [
        Milestone(
            sort_order=order,
            on=_date(item.get("date")),
            label=item["label"],
            is_done=item["done"],
            locale=page.locale,
            translation_key=key_of(f"{page.translation_key}/milestone/{order}"),
        )
        for order, item in enumerate(words.get("milestones", []))
    ]
    page.roles = [
        ProjectRole(
            sort_order=order,
            partner=Partner.objects.get(slug=item["partner"]),
            kind=item["role"],
            programme=item.get("programme", ""),
            locale=page.locale,
            translation_key=key_of(f"{page.translation_key}/role/{order}"),
        )
        for order, item in enumerate(words.get("roles", []))
    ]


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None
