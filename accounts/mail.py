"""Write to people: each in their own language, one mail a person, a title and one link.

Nothing here talks to a mail server. Mails wait in the database (accounts/mail_queue.py), in the transaction of whoever
writes: rolled back, it leaves no mail.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.models import SiteSettings


class Letter(EmailMessage):
    """A mail of the portal.

    `language` is that of its text. `secret` says that its text opens a door to whoever reads it (an invitation): the
    administration does not show it.
    """

    language = ""
    secret = False


def notify(
    recipients: Iterable[User],
    *,
    template: str,
    link: str,
    context: Mapping[str, Any] | None = None,
    unless_refused: str = "",
) -> int:
    """Write to people who have an account, each in their preferred language; return how many mails that makes.

    `template` names two templates, `<template>_subject.txt` and `<template>.txt`; the second extends
    `accounts/mails/base.txt`. They get `context`, `recipient` (the account) and `link`, an address of the portal, made
    absolute. Nobody gets two mails, and a deactivated account none. `unless_refused` names the notification of
    Wagtail's `UserProfile` (such as `rejected_notifications`) that a person can refuse in the account's preferences.

    Raises `ValueError` for a link that is no address.
    """
    people = User.objects.filter(pk__in={person.pk for person in recipients}, is_active=True)
    if unless_refused:
        people = people.exclude(**{f"wagtail_userprofile__{unless_refused}": False})
    values = {**(context or {}), **_surroundings(link), "preferences": absolute(reverse("wagtailadmin_account"))}
    return _send(
        _letter(
            person.email,
            language=person.preferred_language,
            template=template,
            values={**values, "recipient": person, "name": person.first_name},
        )
        for person in people
    )


def write_to(  # noqa: PLR0913 -- keywords, each with a meaning of its own
    address: str,
    *,
    language: str,
    template: str,
    link: str,
    context: Mapping[str, Any] | None = None,
    name: str = "",
    secret: bool = False,
) -> int:
    """Write to an address without an account, in a given language; return how many mails that makes: 1.

    Templates are those of `notify`, without `recipient`. `name` is for the salutation; `secret` as in `Letter`.
    Raises `ValueError` for a language that the portal does not speak, or a link that is no address.
    """
    if language not in dict(settings.LANGUAGES):
        message = f"The portal does not write in “{language}”."
        raise ValueError(message)
    values = {**(context or {}), **_surroundings(link), "name": name}
    return _send([_letter(address, language=language, template=template, values=values, secret=secret)])


def absolute(link: str) -> str:
    """The public address of a page, from a path or from any absolute address that Wagtail gives it.

    Only the path of an absolute address is kept: the host that Wagtail's site knows may be another than `BASE_URL`,
    and a mail never leads away from the portal. Raises `ValueError` for what is neither.
    """
    parts = urlsplit(link)
    if not link.startswith("/") and not parts.netloc:
        message = f"“{link}” is neither a path nor an absolute address."
        raise ValueError(message)
    return settings.BASE_URL + urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))


def _surroundings(link: str) -> dict[str, str]:
    return {"link": absolute(link), "portal_name": SiteSettings.load().portal_name, "base_url": settings.BASE_URL}


def _letter(address: str, *, language: str, template: str, values: Mapping[str, Any], secret: bool = False) -> Letter:
    with translation.override(language):
        subject, text = (_rendered(f"{template}{ending}", values) for ending in ("_subject.txt", ".txt"))
    # A second line of a title would become a header.
    letter = Letter(" ".join(subject.splitlines()), f"{text}\n", to=[address])
    letter.extra_headers["Auto-Submitted"] = "auto-generated"
    letter.language, letter.secret = language, secret
    return letter


def _rendered(name: str, values: Mapping[str, Any]) -> str:
    # Plain text: an apostrophe is an apostrophe. `render` of the loader's template would escape it.
    plain: Any = get_template(name)
    text = plain.template.render(Context(dict(values), autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _send(letters: Iterable[Letter]) -> int:
    # At once: the queue writes them with one query.
    return get_connection().send_messages(list(letters)) or 0
