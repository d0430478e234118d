import re

import pytest
from django.utils import translation
from wagtail.blocks import StructBlockValidationError

from core.blocks.media import VideoBlock

BLOCK = VideoBlock()


def video(provider, identifier):
    return BLOCK.normalize({"provider": provider, "identifier": identifier, "title": "Un entretien", "language": "fr"})


def refusal(provider, identifier):
    """The sentence by which an identifier is refused; nothing when it is accepted."""
    try:
        BLOCK.clean(video(provider, identifier))
    except StructBlockValidationError as refused:
        return {name: error.messages for name, error in refused.block_errors.items()}
    return None


@pytest.mark.parametrize(
    ("provider", "identifier"),
    [
        ("youtube", "dQw4w9WgXcQ"),
        ("youtube", "-_-_-_-_-_-"),
        ("vimeo", "123456"),
        ("vimeo", "123456789012"),
    ],
)
def test_identifiers_that_a_provider_gives(provider, identifier):
    assert refusal(provider, identifier) is None


@pytest.mark.parametrize(
    ("provider", "identifier"),
    [
        ("youtube", "dQw4w9WgXc"),
        ("youtube", "dQw4w9WgXcQQ"),
        ("youtube", "123456789"),
        ("youtube", "dQw4w9WgXcé"),
        ("vimeo", "12345"),
        ("vimeo", "1234567890123"),
        ("vimeo", "dQw4w9WgXcQ"),
        ("vimeo", "١٢٣٤٥٦"),
    ],
)
def test_identifiers_that_the_provider_cannot_have_given(provider, identifier):
    with translation.override("fr"):
        assert refusal(provider, identifier) == {"identifier": ["Ce n’est pas un identifiant de ce service."]}


@pytest.mark.parametrize("identifier", ["https://youtu.be/dQw4w9WgXcQ", "a b", "x?y=1", '"><script>'])
def test_a_whole_address_is_no_identifier(identifier):
    with translation.override("fr"):
        expected = {"identifier": ["Collez l’identifiant seulement, et non toute l’adresse."]}
        assert refusal("youtube", identifier) == expected


def test_a_video_is_a_link_and_fetches_nothing():
    html = BLOCK.render(video("youtube", "dQw4w9WgXcQ"))
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in html
    assert re.findall(r"<(?:iframe|img|script|video|source|link|object|embed)\b|(?:src|srcset|poster)=", html) == []


@pytest.mark.parametrize(
    ("provider", "identifier", "address", "label"),
    [
        ("youtube", "dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
        ("vimeo", "123456789", "https://vimeo.com/123456789", "Vimeo"),
    ],
)
def test_where_a_video_is(provider, identifier, address, label):
    value = video(provider, identifier)
    assert (value.watch_url, value.provider_label) == (address, label)
