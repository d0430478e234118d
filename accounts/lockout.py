"""Lock-out: after 5 failures for a name, or 20 from an address, within 15 minutes, log-in is refused for 15 minutes.

django-axes stands before the authentication, asks the handler below, and replaces the answer of a refused attempt by
that of `refusal`. Nothing here looks an account up: a name that has none is locked, and answers, as any other.
(docs/decisions/0010-lock-out-with-django-axes.md)
"""

import logging
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network
from math import ceil
from typing import Any, Protocol

from axes.handlers.base import AxesHandler
from axes.models import AccessFailureLog
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from core.client_address import client_address

NAME_LIMIT = 5
ADDRESS_LIMIT = 20
# Failures this close together count; the lock lasts as long from the last of them.
PERIOD = timedelta(minutes=15)

logger = logging.getLogger(__name__)


def counted_name(credentials: dict | None) -> str:
    """The name that an attempt counts against: as the manager of accounts reads it, in lower case without spaces."""
    given = credentials or {}
    name = given.get("username") or given.get(get_user_model().USERNAME_FIELD) or ""
    return str(name).strip().lower()[:255]


def counted_address(request: HttpRequest) -> str | None:
    """The address that an attempt counts against; of an IPv6 address its network of 64 bits, which one home has."""
    address = client_address(request)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), 64), strict=False).network_address)
    return str(address) if address else None


def locked_until(*, name: str, address: str | None, now: datetime) -> datetime | None:
    """When the lock of a name or of an address ends, the later of both; none if neither is locked at `now`.

    An attempt whose address is not known is limited by its name only.
    """
    ends = [_lock_end(AccessFailureLog.objects.filter(username=name), limit=NAME_LIMIT, now=now)]
    if address:
        ends.append(_lock_end(AccessFailureLog.objects.filter(ip_address=address), limit=ADDRESS_LIMIT, now=now))
    return max(filter(None, ends), default=None)


def _lock_end(failures: QuerySet[AccessFailureLog], *, limit: int, now: datetime) -> datetime | None:
    # While a lock lasts nothing is recorded, so that the failure which brought it about is the newest.
    recent = failures.filter(attempt_time__gt=now - 2 * PERIOD).order_by("-attempt_time")
    times = list(recent.values_list("attempt_time", flat=True)[:limit])
    if len(times) < limit or times[0] - times[-1] >= PERIOD:
        return None
    end = times[0] + PERIOD
    return end if end > now else None


def forgive(*, name: str) -> int:
    """Forget the failures of a name, whose owner has just shown to be the right person; return how many there were.

    They still count against the addresses that they came from: whoever has one account may not try others for ever.
    """
    return AccessFailureLog.objects.filter(username=name).update(username=None)


class Attempt(Protocol):
    """What axes writes on a request, for its handler to read."""

    axes_attempt_time: datetime
    axes_ip_address: str | None
    axes_locked_out: bool
    axes_credentials: dict | None


class TwoLimits(AxesHandler):
    """Counts failures one by one, for their name and for their address, each with its own limit.

    The handler of axes has one limit for all; its rows add up failures under the time of the last, keep what was
    posted, and one success deletes those of the whole address.
    """

    def is_locked(self, request: Attempt, credentials: dict | None = None) -> bool:
        """Whether the name or the address of an attempt is locked."""
        return _lock_of(request, credentials, now=request.axes_attempt_time) is not None

    def user_login_failed(
        self,
        sender: Any,  # noqa: ARG002 -- the parent's signature
        credentials: dict,
        request: Attempt | None = None,
        **_kwargs: Any,
    ) -> None:
        """Record a failure, and have the attempt that reaches a limit answered as the next ones will be.

        An attempt that was refused because of a lock is not recorded, and prolongs nothing.
        """
        if request is None:
            return
        request.axes_credentials = credentials
        if request.axes_locked_out:
            return
        name = counted_name(credentials)
        failure = AccessFailureLog.objects.create(username=name, ip_address=request.axes_ip_address)
        if _lock_of(request, credentials, now=failure.attempt_time):
            request.axes_locked_out = failure.locked_out = True
            failure.save(update_fields=["locked_out"])
            logger.warning("Log-in locked after repeated failures: name %r, address %s", name, request.axes_ip_address)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **_kwargs: Any) -> None:  # noqa: ARG002 -- as above
        """Forget the failures of the name that got in."""
        forgive(name=user.get_username())

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """Delete failures: all, or those of a name or an address (the commands `axes_reset…`); return how many."""
        conditions = {"ip_address": ip_address, "username": username and counted_name({"username": username})}
        given = [(field, value) for field, value in conditions.items() if value]
        chosen = Q(*given, _connector=Q.OR if ip_or_username else Q.AND)
        return AccessFailureLog.objects.filter(chosen).delete()[0]


def _lock_of(request: Any, credentials: dict | None, *, now: datetime) -> datetime | None:
    return locked_until(name=counted_name(credentials), address=request.axes_ip_address, now=now)


def refusal(request: HttpRequest, _response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """The answer to an attempt while its name or its address is locked: status 429, and when to come back."""
    now = timezone.now()
    until = _lock_of(request, credentials, now=now) or now
    seconds = max(1, ceil((until - now).total_seconds()))
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    context = {"minutes": ceil(seconds / 60), "next": target if is_ours else ""}
    response = render(request, "accounts/locked_out.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response
