"""What stands above the segment editor: the state of the version, what is left to do, on whom it waits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from core.languages import original_of
from partners.workflow.eligibility import eligible, may_decide
from translation.editor.accepting import TO_REREAD, fingerprint
from translation.editor.passages import Words, words_of
from translation.enums import PassageState, State
from translation.matrix.states import Standing, standing_of, state_of, words_changed
from translation.models import VersionPassage
from translation.reading import Change, changes_of
from translation.sources import translation_of


@dataclass(frozen=True)
class Left:
    """A passage that nobody has finished. `segment` is its key; `changes` is what became of its French."""

    words: Words
    segment: int
    changes: tuple[Change, ...] = ()

    @property
    def may_be_accepted(self) -> bool:
        """Whether there is English that one could leave as it is."""
        return self.words.state in TO_REREAD

    @property
    def french(self) -> str:
        """The French without its markup."""
        return StringValue(self.words.french).render_text()

    @property
    def english(self) -> str:
        """The English without its markup."""
        return StringValue(self.words.english).render_text()


@dataclass(frozen=True)
class Progress:
    """How many passages there are, and those that are left."""

    total: int
    left: tuple[Left, ...]
    # What stands for the passages of a machine, in the form that accepts them together.
    shown: str = ""

    @property
    def done(self) -> int:
        """How many are finished."""
        return self.total - len(self.left)

    @property
    def to_review(self) -> int:
        """How many have English that somebody has to reread."""
        return sum(item.may_be_accepted for item in self.left)

    @property
    def by_machine(self) -> int:
        """How many were written by a machine."""
        return sum(item.words.state == PassageState.MACHINE for item in self.left)


@dataclass(frozen=True)
class Part:
    """A page that is submitted with another. `total` is zero for one that has not been given to translators."""

    page: Page
    done: int
    total: int


def progress_of(translation: Translation) -> Progress:
    """What is left of a translation. Three queries."""
    passages = words_of(translation)
    segments = translation.source.stringsegment_set.order_by("-order")
    keys = {(path, french): key for path, french, key in segments.values_list("context__path", "string__data", "pk")}
    # What stands twice at one place is translated once.
    left = {(words.path, words.french): words for words in passages if not words.is_finished}
    return Progress(
        len({(words.path, words.french) for words in passages}),
        tuple(Left(words, keys[key], _changes(words)) for key, words in left.items() if key in keys),
        fingerprint([words for words in passages if words.state == PassageState.MACHINE]),
    )


def parts_of(page: Page) -> list[Part]:
    """What is submitted with a translated page, with how far each is. Two queries."""
    parts = page.specific.moderated_parts()
    made = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=page.locale_id
    )
    finished = made.filter(
        carried=None, has_error=False, translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL
    ).exclude(data="")
    source = {
        "version__is_current": True,
        "version__source__object__in": [part.translation_key for part in parts],
        "version__source__translations__target_locale": page.locale_id,
        "version__source__translations__enabled": True,
    }
    rows = VersionPassage.objects.filter(**source).annotate(is_finished=Exists(finished))
    columns = ("version__source__object", "context", "string", "is_finished")
    # What stands twice at one place is translated once.
    passages = {row[:3]: row for row in (rows.values_list(*columns) if parts else ())}
    done = Counter(key for key, _context, _string, is_finished in passages.values() if is_finished)
    total = Counter(key for key, *_rest in passages.values())
    return [Part(part, done[part.translation_key], total[part.translation_key]) for part in parts]


def _changes(words: Words) -> tuple[Change, ...]:
    if words.state != PassageState.CARRIED:
        return ()
    return tuple(changes_of([words.previous], [words.french]))


class Situation:
    """A translated page as its translators see it; `user` is whoever looks."""

    def __init__(self, page: Page, user: Any, translation: Translation | None = None) -> None:
        """Ask nothing yet."""
        self.page, self.user = page, user
        self._translation = translation

    @cached_property
    def translation(self) -> Translation | None:
        """The translation that makes the page."""
        return self._translation or translation_of(self.page)

    @cached_property
    def progress(self) -> Progress:
        """What is left."""
        return progress_of(self.translation) if self.translation else Progress(0, ())

    @cached_property
    def state(self) -> State:
        """The state of the version."""
        return state_of(self.page)

    @cached_property
    def standing(self) -> Standing:
        """How far readers are behind."""
        return standing_of(self.page) if self.page.live else Standing(None, None)

    @property
    def changed_count(self) -> int:
        """By how many passages; those that changed places with one another count as one."""
        return self.standing.behind or 1

    @cached_property
    def french_url(self) -> str:
        """The editor of the French page, for whoever may change it; else its draft."""
        french = original_of(self.page)
        if french is None:
            return ""
        tester: Any = french.permissions_for_user(self.user)
        if tester.can_edit():
            return reverse("wagtailadmin_pages:edit", args=[french.pk])
        return reverse("portal_review:read", args=[french.pk]) if tester.can_read() else ""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Which French passages readers of the live version have not seen yet."""
        if self.standing.changed is None:
            return ()
        return tuple(change for gone, come in words_changed(self.standing.changed) for change in changes_of(gone, come))

    @cached_property
    def whole(self) -> Page:
        """The page that is submitted, with this one if it is a part of it."""
        return self.page.moderated_with().specific

    @property
    def is_part(self) -> bool:
        """Whether the page is submitted with another."""
        return self.whole.pk != self.page.pk

    @cached_property
    def parts(self) -> Sequence[Part]:
        """The sessions of an event, each with its own progress. Two queries."""
        return parts_of(self.page)

    @cached_property
    def step(self) -> TaskState | None:
        """The step that waits."""
        state: WorkflowState | None = self.whole.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        return state.current_task_state

    @cached_property
    def waits_for(self) -> Iterable[Any]:
        """Whoever may decide."""
        return list(eligible(self.step.task.specific, self.whole)) if self.step else []

    @property
    def held(self) -> str:
        """What an approved text waits for, where nobody decides any more."""
        return str(self.step.task.specific.held_because(self.whole)) if self.step else ""

    @property
    def may_review(self) -> bool:
        """Whether the person may approve or give back."""
        return self.step is not None and may_decide(self.step.task.specific, self.whole, self.user)

    @property
    def may_submit(self) -> bool:
        """Whether there is something to submit, from this page."""
        return self.step is None and not self.is_part
