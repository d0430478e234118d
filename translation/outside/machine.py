"""Machine drafts: a service fills the passages that nobody has translated; a person then rereads each.

Which service, if any, is said by the environment (`portal/env.py`). It is asked outside of any transaction, in small
lots, and its words are taken all together or not at all.
"""

import logging
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

from accounts.models import User
from core.refusals import Refused
from translation.editor import drafts
from translation.editor.markup import check
from translation.editor.memory import OWN
from translation.editor.passages import Words, words_of
from translation.editor.saving import SUGGESTED
from translation.editor.writing import guard_writer, hold, places, put, unsavable
from translation.enums import PassageState

logger = logging.getLogger(__name__)

# Passages that are asked for at once: DeepL takes 50.
LOT = 40


class DeepL(DeepLTranslator):
    """wagtail-localize's, at another address where one is given."""

    def get_api_endpoint(self) -> str:
        """The address of the service."""
        return self.options.get("URL") or super().get_api_endpoint()


@dataclass(frozen=True)
class Drafted:
    """What a machine did: how many passages it filled, and which it could not."""

    count: int
    left: tuple[Words, ...] = ()


def draft(translation: Translation, *, user: User) -> Drafted:
    """Fill the passages without English, to be reread, and save the draft; what anybody wrote is left.

    Raises `PermissionDenied`, or `Refused` when the service fails or the page cannot be saved: nothing has changed.
    """
    guard_writer(translation, user)
    translator = get_machine_translator()
    if translator is None or not translator.can_translate(translation.source.locale, translation.target_locale):
        raise Refused(_("No machine translates into this language here."))
    answers = _ask(translator, translation, [words.french for words in _missing(translation)])
    with transaction.atomic():
        hold(translation, user)
        # Asked again: somebody may have written meanwhile, or the French have changed.
        missing = _missing(translation)
        filled = {words: answers[words.french] for words in missing if _is_usable(words, answers)}
        if filled:
            _write(translation, filled, user=user, machine=translator.display_name)
    return Drafted(len(filled), tuple(words for words in missing if words not in filled))


def _missing(translation: Translation) -> list[Words]:
    """The passages that a machine is asked for, each once: an address is made of the title, not translated."""
    found = {(words.path, words.french): words for words in words_of(translation)}
    return [words for words in found.values() if words.state == PassageState.MISSING and words.path not in OWN]


def _ask(translator: BaseMachineTranslator, translation: Translation, french: list[str]) -> dict[str, str]:
    """What the service answers, by the French. Raises `Refused` when it does not, or not in a form that can be read."""
    answers: dict[str, str] = {}
    strings = [StringValue(words) for words in dict.fromkeys(french)]
    try:
        for start in range(0, len(strings), LOT):
            lot = strings[start : start + LOT]
            said = translator.translate(translation.source.locale, translation.target_locale, lot)
            answers |= {string.data: said[string].data for string in lot}
    # What `requests` raises is an `OSError`; the others come from an answer in another form.
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        logger.warning("%s gave no translation", translator.display_name, exc_info=True)
        raise Refused(
            _("%(service)s does not answer as it should: nothing has changed. Try again later, or translate by hand.")
            % {"service": translator.display_name}
        ) from None
    return answers


def _is_usable(words: Words, answers: dict[str, str]) -> bool:
    """Whether the service said something that a passage may hold: with its links, and no other tags."""
    english = answers.get(words.french)
    if not isinstance(english, str):
        return False
    try:
        check(words.french, english)
    except ValueError:
        return False
    return True


def _write(translation: Translation, filled: dict[Words, str], *, user: User, machine: str) -> None:
    where = places(translation)
    for words, english in filled.items():
        put(translation, where[words.path, words.french], english, user=user, machine=machine)
    title = next((english for words, english in filled.items() if words.path == "title"), "")
    if title and not translation.get_target_instance().live:
        _propose_address(translation, title, user=user)
    try:
        drafts.write(translation, user=user)
    except ValidationError as error:
        raise unsavable(error, list(filled)) from error


def _propose_address(translation: Translation, title: str, *, user: User) -> None:
    """Make the address of the title, to be reread like it, where it has no English yet."""
    address = slugify(StringValue(title).render_text())
    for words in words_of(translation):
        if address and words.path == "slug" and words.state == PassageState.MISSING:
            put(translation, places(translation)[words.path, words.french], address, user=user, machine=SUGGESTED)
