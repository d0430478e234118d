"""axe finds nothing to say about any type of page, in either language, in either scheme, narrow or wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.functional.places import EVERY_PLACE
from tests.functional.reporting import named

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
# Colours change over a moment, be it one frame: what axe measures has to have come to rest. Waiting for that may take
# for ever in a window that nobody sees.
RUN = """async rules => {
    for (const animation of document.getAnimations()) animation.finish();
    const results = await axe.run({runOnly: rules, resultTypes: ['violations']});
    return results.violations;
}"""


def violations(page, rules):
    """What axe has against the page as it is shown, each as one line."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    for violation in page.evaluate(RUN, rules):
        for node in violation["nodes"]:
            yield f"{violation['id']} {node['target']} {node['failureSummary']}"


@pytest.mark.parametrize("address", EVERY_PLACE)
def test_axe(open_page, address):
    page = open_page(address, reduced_motion="reduce")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {violation}" for violation in violations(page, RULES)]
    assert named(found) == ""


def test_axe_finds_violations(open_page):
    """The measure itself works: an image without alternative, pale text."""
    page = open_page("/fr/recherche/", bypass_csp=True)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/static/img/logo.svg>')")
    page.add_style_tag(content="label { color: #ccc !important; background: #fff !important; }")
    assert {violation.split()[0] for violation in violations(page, RULES)} == {"image-alt", "color-contrast"}
