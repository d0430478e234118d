import pytest
from django.test import RequestFactory

from core.client_address import client_address

PEER, CLIENT, MADE_UP = "192.0.2.1", "198.51.100.7", "203.0.113.9"


def read(settings, proxies, forwarded=None, peer=PEER):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    address = client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))
    return address and str(address)


@pytest.mark.parametrize("forwarded", [None, "", MADE_UP, f"{MADE_UP}, {CLIENT}", "nonsense"])
def test_without_a_proxy_the_header_is_not_read(settings, forwarded):
    assert read(settings, 0, forwarded) == PEER


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, CLIENT, CLIENT),
        (1, f"{MADE_UP}, {CLIENT}", CLIENT),
        (1, f"{MADE_UP},{MADE_UP} , {CLIENT} ", CLIENT),
        (2, f"{CLIENT}, 10.0.0.1", CLIENT),
        (2, f"{MADE_UP}, {CLIENT}, 10.0.0.1", CLIENT),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:198.51.100.7", CLIENT),
    ],
)
def test_behind_proxies_it_is_read_from_the_right(settings, proxies, forwarded, expected):
    assert read(settings, proxies, forwarded) == expected


@pytest.mark.parametrize(
    ("proxies", "forwarded"), [(1, None), (1, ""), (2, MADE_UP), (1, "nonsense"), (1, f"{MADE_UP}, "), (1, "1.2.3")]
)
def test_a_header_that_our_proxies_did_not_write_counts_for_nothing(settings, proxies, forwarded):
    assert read(settings, proxies, forwarded) == PEER


@pytest.mark.parametrize("peer", ["", "unix:"])
def test_a_server_that_knows_no_address(settings, peer):
    assert read(settings, 0, MADE_UP, peer) is None
