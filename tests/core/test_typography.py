"""Prose inside HTML."""

import pytest

from core.typography import html_prose


@pytest.mark.parametrize(
    ("html", "french"),
    [
        # As Django's escaping writes quotes.
        ("l&#x27;eau &quot;vive&quot; &amp; co : x", "l’eau «\u00a0vive\u00a0» &amp; co\u00a0: x"),
        # One that prose leaves stays escaped: the text may stand in an attribute.
        ("un 5&quot; d&#x27;ici", "un 5&quot; d’ici"),
        ("<code>l&#x27;eau : &quot;x&quot;</code>", "<code>l&#x27;eau : &quot;x&quot;</code>"),
    ],
)
def test_quotes_written_as_references(html, french):
    assert html_prose(html, "fr") == french
    assert html_prose(french, "fr") == french
