"""What tests ask of an engine by plain HTTP, the same on both."""

import requests

ANSWER_SECONDS = 10
MAKE_SECONDS = 30


def http_address(search_url):
    """The address to which HTTP is spoken, without a final slash."""
    return search_url.partition("+")[2]


def make_index(address, name, settings):
    answer = requests.put(f"{address}/{name}", json={"settings": settings}, timeout=MAKE_SECONDS)
    assert answer.status_code == 200, answer.text


def remove_indices(search_url, prefix):
    """Remove the indices whose name begins so."""
    address = http_address(search_url)
    # An engine may refuse to remove by a pattern: by name, always.
    found = requests.get(f"{address}/{prefix}*/_alias", timeout=ANSWER_SECONDS)
    found.raise_for_status()
    for name in found.json():
        requests.delete(f"{address}/{name}", timeout=ANSWER_SECONDS).raise_for_status()
