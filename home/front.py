"""What the home page shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.clock import reader_now
from home.enums import STORIES, Choice, Position
from home.models.slot import FeaturedSlot
from home.rule import Shown, compose
from home.scene import scene_at
from home.schedule import Coming, coming_by, readable_at
from partners.enums import NOT_HAPPENING, PublicationType
from partners.models import PublicationPage
from partners.querysets import PublicationQuerySet

# Under what is featured: the thread of articles, and the agenda.
THREAD, AGENDA = 6, 4


@dataclass
class Link:
    """An address elsewhere, with what templates of publications read."""

    url: str
    title: str
    summary: str
    language: str
    lead_image: Any = None
    lead_image_alt: str = ""
    is_link: bool = True
    slug: str = "ailleurs"
    mark: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(accent="garance", name=""))


Item = PublicationPage | Link


@dataclass(frozen=True, kw_only=True)
class Front:
    """The home page in a language at an instant: what each position shows, with why, and what stands below.

    `last_ends` is what the automatic choice looked at (`home.rule.Scene`).
    """

    shown: dict[Position, Shown]
    items: dict[Position, Item]
    last_ends: Mapping[tuple[str, int], datetime]
    thread: list[PublicationPage]
    agenda: list[PublicationPage]
    projects: list[PublicationPage]

    def context(self) -> dict[str, Any]:
        """By the names of the template."""
        return {
            "lead": self.items.get(Position.HERO),
            "highlights": [self.items[place] for place in STORIES[1:] if place in self.items],
            "event": self.items.get(Position.EVENT),
            "banner": self.items.get(Position.BANNER),
            "thread": self.thread,
            "agenda": self.agenda,
            "projects": self.projects,
        }


def front_at(
    instant: datetime, *, language: str, home_depth: int, now: datetime, draft: FeaturedSlot | None = None
) -> Front:
    """Compose the home page for `instant`; `now` is the real instant (both aware). A constant number of queries.

    A `draft` of a slot is shown as if it were approved and won its position (`home.previewing`). Projects are the hubs,
    which stand two levels below the home page; sub-projects are found on their hub.
    """
    coming = coming_by(instant, now=now)
    readable = readable_at(instant, now=now, coming=coming)
    scene = scene_at(instant, now=now, coming=coming, draft=draft)
    shown = {entry.position: entry for entry in compose(scene)}
    pages = _in_language(readable, [entry.page for entry in shown.values() if entry.page], language, coming)
    slots = _slots(shown.values())
    if draft is not None:
        slots[draft.pk or 0] = draft
    items = {
        position: _item(pages.get(entry.page or 0), slots.get(entry.slot) if entry.slot is not None else None, language)
        for position, entry in shown.items()
        if entry.choice != Choice.NOTHING
    }
    listed = _listed_in(readable, language).with_card()
    rest = listed.exclude(pk__in=[item.pk for item in items.values() if isinstance(item, PublicationPage)])
    return Front(
        shown=shown,
        items=items,
        last_ends=scene.last_ends,
        thread=list(rest.filter(type=PublicationType.ARTICLE).order_by("-first_published_at", "pk")[:THREAD]),
        agenda=list(
            rest.filter(type=PublicationType.EVENT)
            .exclude(event_status__in=NOT_HAPPENING)
            .upcoming(reader_now(instant))
            .order_by("starts_at", "pk")[:AGENDA]
        ),
        projects=list(listed.filter(type=PublicationType.PROJECT, depth=home_depth + 2).order_by("path")),
    )


def _listed_in(readable: PublicationQuerySet, language: str) -> PublicationQuerySet:
    """As `readable_in` of publications, at another instant: a language's own, and in English the French ones left."""
    own = Q(locale__language_code=language)
    if language == "fr":
        return readable.filter(own)
    translated = readable.filter(translation_key=OuterRef("translation_key"), locale__language_code=language)
    return readable.filter(own | Q(locale__language_code="fr") & ~Exists(translated))


def _in_language(
    readable: PublicationQuerySet, keys: Sequence[int], language: str, coming: dict[int, Coming]
) -> dict[int, PublicationPage]:
    """The pages to show for French ones, by the key of the French one: the translation where there is one."""
    shared = PublicationPage.objects.filter(pk__in=keys).values("translation_key")
    found = list(readable.filter(translation_key__in=shared, locale__language_code__in={"fr", language}).with_card())
    french = {page.translation_key: page.pk for page in found if page.pk in keys}
    chosen: dict[int, PublicationPage] = {}
    for page in found:
        key = french.get(page.translation_key)
        if key and (page.language == language or key not in chosen):
            chosen[key] = _as_then(page, coming.get(page.pk))
    return chosen


def _as_then(page: PublicationPage, version: Coming | None) -> PublicationPage:
    """The page in the words of the version that will be live."""
    for name in ("title", "summary", "lead_image_id", "lead_image_alt") if version else ():
        column = name.removesuffix("_id")
        setattr(page, name, version.content.get(column))  # type: ignore[union-attr]
    return page


def _slots(shown: Iterable[Shown]) -> dict[int, FeaturedSlot]:
    wanted = [entry.slot for entry in shown if entry.slot]
    return FeaturedSlot.objects.select_related("image", "image_en").in_bulk(wanted) if wanted else {}


def _item(page: PublicationPage | None, slot: FeaturedSlot | None, language: str) -> Item:
    """The publication in the slot's own words where it has some, or the address elsewhere."""

    def own(name: str) -> str:
        return str(getattr(slot, f"{name}_{language}") or getattr(slot, f"{name}_fr"))

    image = slot and ((language == "en" and slot.image_en) or slot.image)
    if page is None:
        return Link(
            url=own("url"),
            title=own("title"),
            summary=own("summary"),
            language=language,
            lead_image=image,
            lead_image_alt=own("image_alt"),
        )
    # A page that is shown in French to English readers keeps its French words.
    if slot and page.language == language:
        page.title, page.summary = own("title") or page.title, own("summary") or page.summary
    if slot and image:
        page.lead_image, page.lead_image_alt = image, own("image_alt")
    return page
