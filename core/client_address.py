"""The address that a request comes from, as far as it can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The client's address, or none where the server knows none (a Unix socket, a test).

    Each proxy adds at the right of X-Forwarded-For the address that called it; whatever stands further left was sent
    by the client and proves nothing. So the address is read as many places from the right as there are proxies of
    ours (`TRUSTED_PROXIES`); with none, the header is not read. A header too short or malformed has not passed
    through them: the address is then that of whoever called.
    """
    proxies = settings.TRUSTED_PROXIES
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    forwarded = _parsed(hops[-proxies]) if 0 < proxies <= len(hops) else None
    return forwarded or _parsed(request.META.get("REMOTE_ADDR", ""))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    # A server that listens on both protocols writes IPv4 addresses as ::ffff:192.0.2.1.
    return getattr(address, "ipv4_mapped", None) or address
