"""A person who has reread a passage stands behind it: it is finished as it is.

What a machine wrote becomes a manual translation; what was kept from earlier French, or remembered from another page,
is no longer to be reviewed. The words themselves do not change; but that person does not approve them as well.
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from accounts.models import User
from core.refusals import Refused
from partners.workflow.digest import digest_of_values
from translation.editor import drafts
from translation.editor.markup import check
from translation.editor.passages import Words, sentences, words_of
from translation.editor.writing import hold, named, places, put, unsavable
from translation.enums import PassageState

TO_REREAD = frozenset({PassageState.MACHINE, PassageState.CARRIED, PassageState.REMEMBERED})


@transaction.atomic
def accept(translation: Translation, *, context_path: str, french: str, user: User) -> None:
    """Finish one passage as it is, and save the draft; one that is finished already is left.

    Raises `PermissionDenied`, or `Refused` when the French no longer says that or the English cannot be taken.
    """
    hold(translation, user)
    words = next((item for item in words_of(translation) if (item.path, item.french) == (context_path, french)), None)
    if words is None:
        raise Refused(_("The French has changed in the meantime: load the page again."))
    _finish(translation, [words], user)


@transaction.atomic
def accept_all(translation: Translation, *, user: User, shown: str) -> int:
    """Finish every passage that a machine wrote, and save the draft; return how many.

    `shown` is the `fingerprint` of those that the person has reread. Raises `PermissionDenied`, or `Refused` when these
    are no longer the same or cannot be taken.
    """
    hold(translation, user)
    found = by_machine(translation)
    if fingerprint(found) != shown:
        raise Refused(_("These passages have changed since you read them: read them again, then accept them."))
    _finish(translation, found, user)
    return len(found)


def by_machine(translation: Translation) -> list[Words]:
    """The passages that a machine wrote and nobody has reread, in order."""
    return [words for words in words_of(translation) if words.state == PassageState.MACHINE]


def fingerprint(shown: Sequence[Words]) -> str:
    """What stands, in a form that is posted, for the passages that a person was shown."""
    return digest_of_values([[words.path, words.french, words.english] for words in shown])


def _finish(translation: Translation, passages: Sequence[Words], user: User) -> None:
    """Mark what a person has reread, and save the draft; nothing where nothing was left to reread."""
    if problems := [problem for words in passages if (problem := _problem(words))]:
        raise Refused(*problems)
    reread = [words for words in passages if words.state in TO_REREAD]
    if not reread:
        return
    known = places(translation)
    for words in reread:
        put(translation, known[words.path, words.french], words.english, user=user)
    try:
        drafts.write(translation, user=user)
    except ValidationError as error:
        raise unsavable(error, reread) from error
    drafts.answer_for(translation, user=user)


def _problem(words: Words) -> str:
    """Why a passage cannot be taken as it is; empty when it can."""
    if words.state in {PassageState.MISSING, PassageState.ERROR}:
        return sentences([words])[0]
    if words.state in TO_REREAD:
        try:
            check(words.french, words.english)
        except ValueError as error:
            return named(words, error)
    return ""
