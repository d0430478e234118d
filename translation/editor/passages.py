"""The passages of a translation, one by one: what each says in both languages, and what is left to do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from core.refusals import Refused
from translation.enums import UNFINISHED, PassageState
from translation.models import SourceVersion, VersionPassage

# Words of a passage by which a person recognises it.
SHOWN = 8


@dataclass(frozen=True)
class Words:
    """A passage in both languages, as inline HTML. `previous` is the earlier French of one that is to be reviewed."""

    path: str
    french: str
    english: str
    state: PassageState
    previous: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether a person stands behind the English."""
        return self.state not in UNFINISHED

    @property
    def opening(self) -> str:
        """The first words of the French, without markup."""
        return Truncator(StringValue(self.french).render_text()).words(SHOWN)


def words_of(translation: Translation, version: SourceVersion | None = None) -> list[Words]:
    """The passages of a version, the current one unless another is given, in order. One query or two."""
    if version is None:
        version = translation.source.versions.get(is_current=True)
    columns = ("context__path", "string__data", "english", "kind", "error", "previous", "previous_pk", "string")
    found = []
    for path, french, english, kind, error, previous, previous_pk, string in _annotated(
        version, translation
    ).values_list(*columns):
        state = _state(english, kind, error, is_carried=previous_pk is not None, is_same=previous_pk == string)
        found.append(Words(path, french, english or "", state, previous or ""))
    return found


def unfinished(translation: Translation, version: SourceVersion | None = None) -> list[Words]:
    """The passages that nobody has translated, or reread."""
    return [words for words in words_of(translation, version) if not words.is_finished]


def guard_finished(translation: Translation, version: SourceVersion | None = None) -> None:
    """Refuse a translation with a passage that nobody has translated or reread; names each. Raises `Refused`."""
    left = unfinished(translation, version)
    if left:
        raise Refused(*sentences(left))


def sentences(left: Iterable[Words]) -> list[str]:
    """What is left to do, a sentence for each passage."""
    return [_("“%(words)s” (%(state)s)") % {"state": words.state.label, "words": words.opening} for words in left]


def _state(english: str | None, kind: str | None, error: object, *, is_carried: bool, is_same: bool) -> PassageState:
    if not english:
        return PassageState.MISSING
    if error:
        return PassageState.ERROR
    if is_carried:
        return PassageState.REMEMBERED if is_same else PassageState.CARRIED
    if kind == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return PassageState.MACHINE
    return PassageState.DONE


def _annotated(version: SourceVersion, translation: Translation) -> QuerySet[VersionPassage]:
    made = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=translation.target_locale_id
    )
    return version.passages.order_by("order").annotate(
        english=Subquery(made.values("data")[:1]),
        kind=Subquery(made.values("translation_type")[:1]),
        error=Subquery(made.values("has_error")[:1]),
        previous_pk=Subquery(made.values("carried__previous")[:1]),
        previous=Subquery(made.values("carried__previous__data")[:1]),
    )
