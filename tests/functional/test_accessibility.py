"""axe finds nothing to say about any type of page, in either language, in either scheme, narrow or wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.functional.places import EVERY_PLACE
from tests.functional.reporting import named

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
# Colours change over a moment, be it one frame: what axe measures has to have come to rest.
RUN = """async rules => {
    await Promise.all(document.getAnimations().map(animation => animation.finished));
    const results = await axe.run({runOnly: rules, resultTypes: ['violations']});
    return results.violations;
}"""


@pytest.mark.parametrize("address", EVERY_PLACE)
def test_axe(open_page, address):
    page = open_page(address, reduced_motion="reduce")
    page.evaluate(Axe().axe_script)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for violation in page.evaluate(RUN, RULES):
                for node in violation["nodes"]:
                    found.append(f"{width} px, {scheme}: {violation['id']} {node['target']} {node['failureSummary']}")
    assert named(found) == ""
