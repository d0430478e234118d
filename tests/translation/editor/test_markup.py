"""What an English passage may hold: what its French has, and nothing else."""

import re

import pytest
from django.utils import translation

from translation.editor.markup import check

LINKED = 'Voir <a id="a1">le site</a> et <b>lire</b>.'
TWICE = '<a id="a1">Un</a> ou <a id="a2">deux</a>'

TAKEN = [
    ("Le fil", "The thread"),
    ("Le fil", "R&D"),
    ("Le fil", "R&amp;D"),
    ("Le fil", "1 < 2 and 3 > 2, <3"),
    ("Le fil", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("Le fil", "Words\twith\u00a0all\u202fkinds of\nspaces — and “signs” 🎉"),
    (LINKED, 'See <a id="a1">the site</a> and <b>read</b>.'),
    (LINKED, "<b>See</b> <a id='a1'>the <b>site</b></a> and <b>read</b>."),
    (LINKED, '<A ID="a1">See it</A>'),
    (TWICE, '<a id="a2">Two</a> or <a id="a1">one</a>'),
    ("Un<br/>Deux", "One<br>Two"),
    ("Un<br/>Deux", "One<br/>Two"),
    ("Un<br/>Deux", "One, two"),
    ("Bonjour {name}, %(count)s", "Hello %(count)s, {name}"),
]


@pytest.mark.parametrize(("french", "english"), TAKEN)
def test_what_the_french_bears_out_is_taken(french, english):
    assert check(french, english) is None


HOSTILE = [
    # Tags that the French does not have.
    ("Le fil", "<b>The thread</b>"),
    ("Le fil", "<script>alert(1)</script>"),
    ("Le fil", "<SCRIPT SRC=//evil.example></SCRIPT>"),
    ("Le fil", "<img src=x onerror=alert(1)>"),
    ("Le fil", '<img src="x" onerror="alert(1)"/>'),
    ("Le fil", '<svg onload="alert(1)"></svg>'),
    ("Le fil", '<iframe src="javascript:alert(1)"></iframe>'),
    ("Le fil", '<a href="javascript:alert(1)">The thread</a>'),
    ("Le fil", "<style>p{display:none}</style>The thread"),
    ("Le fil", '<embed embedtype="media" url="https://evil.example"/>'),
    ("Le fil", "The <br/>thread"),
    ("Le fil", "<a>The thread</a>"),
    ("Le fil", "<p>The thread</p>"),
    ("Le fil", "<!-- a comment -->The thread"),
    ("Le fil", "<!DOCTYPE html>The thread"),
    ("Le fil", "<?php echo 1 ?>The thread"),
    ("Le fil", "<![CDATA[<script>]]>The thread"),
    # Attributes that the French does not have.
    (LINKED, 'See <a id="a1" onclick="alert(1)">the site</a>'),
    (LINKED, 'See <a id="a1" href="javascript:alert(1)">the site</a>'),
    (LINKED, 'See <a id="a1" style="position:fixed">the site</a>'),
    (LINKED, 'See <a id="a1">the site</a> and <b onmouseover="alert(1)">read</b>'),
    (LINKED, 'See <a id="a1">the site</a> and <b id="b1">read</b>'),
    (LINKED, 'See <a id="a1">the site</a> and <b class="x">read</b>'),
    (LINKED, 'See <a id="a1" id="a1">the site</a>'),
    (LINKED, 'See <a id="a1" id="a2">the site</a>'),
    (LINKED, 'See <a href="https://evil.example">the site</a>'),
    # Links that are not the French one's.
    (LINKED, 'See <a id="a2">the site</a>'),
    (LINKED, 'See <a id="a1">the site</a> and <a id="a2">more</a>'),
    (LINKED, 'See <a id="a1">the site</a> and <a>more</a>'),
    (LINKED, 'See <a id="a1">the</a> <a id="a1">site</a>'),
    (LINKED, 'See <a id="&#97;2">the site</a>'),
    (LINKED, "See the site and read."),
    (LINKED, 'See <a id="a1"></a> the site'),
    (LINKED, 'See <a id="a1"> &nbsp;</a> the site'),
    (TWICE, '<a id="a1">One or two</a>'),
    (TWICE, '<a id="a1">One <a id="a2">two</a></a>'),
    # Broken markup.
    (LINKED, 'See <a id="a1">the site and <b>read</b>.'),
    (LINKED, 'See <a id="a1">the site</a> and <b>read.'),
    (LINKED, 'See <a id="a1">the site</a> and read</b>.'),
    (LINKED, 'See <a id="a1">the <b>site</a></b>.'),
    (LINKED, 'See <a id="a1>the site</a>.'),
    (LINKED, "See <a id=a1>the site</a>."),
    (LINKED, 'See <a id="a1">the site</a> and <b'),
    (LINKED, 'See <a id="a1">the site</a> and <b/>'),
    (LINKED, 'See <a id="a1">the site</a id="a1">'),
    (LINKED, 'See <a id="a1">the site</a><'[:-1] + "</"),
    (LINKED, 'See <a/id="a1">the site</a>'),
    (LINKED, 'See <a id="<b>">the site</a>'),
    ("Le fil", "The <thread"),
    # Characters that cannot be seen.
    ("Le fil", "The\x00thread"),
    ("Le fil", "The\x08thread"),
    ("Le fil", "The\x1bthread"),
    ("Le fil", "The\x85thread"),
    ("Le fil", "The &#8; thread"),
    ("Le fil", "The &#x202e;thread"),
    ("Le fil", "The \u202ethread"),
    ("Le fil", "The \u2066thread"),
    ("Le fil", "The \ud800 thread"),
    # No words, or not all.
    ("Le fil", ""),
    ("Le fil", " \n\u00a0"),
    ("<b>Le fil</b>", "<b> </b>"),
    ("Bonjour {name}", "Hello"),
    ("%(count)s textes", "count texts"),
]


@pytest.mark.parametrize(("french", "english"), HOSTILE)
def test_anything_else_is_refused_with_a_sentence(french, english):
    with pytest.raises(ValueError, match=r"^\S.*[.]$"):
        check(french, english)


SENTENCES = [
    ("Le fil", "<script>x</script>", "The tag <script> is not in the French: only its own may be used."),
    (
        LINKED,
        '<a id="a1" onclick="x">See</a>',
        "The attribute “onclick” of <a> is not in the French: leave it out.",
    ),
    (
        LINKED,
        '<a id="a9">See</a>',
        "The tag <a> with the identifier “a9” is not in the French: keep those that it has.",
    ),
    (
        LINKED,
        "See",
        'The link <a id="a1"> of the French has to be there once: put it around the words that carry it.',
    ),
    (LINKED, '<a id="a1">See</a> <b>it', "The tag <b> is not closed."),
    ("Le fil", "The\x08thread", "It has a character that cannot be seen (U+0008): type the words again."),
]


@pytest.mark.parametrize(("french", "english", "sentence"), SENTENCES)
def test_the_sentence_says_what_to_mend(french, english, sentence):
    with translation.override("en"), pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        check(french, english)
