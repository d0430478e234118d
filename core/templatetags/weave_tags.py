"""The drawn motif, inline so that it takes the colours of the page."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.weave import tone

register = template.Library()

# What each dye weaves: the portal and its partners in plain weave, each project in its own armure.
ARMURES = {"garance": "toile", "bleuet": "fleche", "verge": "catalogne", "sapin": "serge", "mure": "losange"}


@register.simple_tag
def weave(dye: str, slug: str, width: int, height: int, bare: int = 0) -> SafeString:
    """The cloth of a page as an SVG of `width` × `height` threads; `bare` rows of warp stand above the woven ones."""
    return mark_safe(_svg(ARMURES.get(dye, "toile"), slug, width, height, bare))  # noqa: S308 -- digits and letters of ours


@lru_cache(maxsize=512)
def _svg(armure: str, slug: str, width: int, height: int, bare: int) -> str:
    at = tone(armure, slug, width, height)
    warp = "".join(f"M{x}.5 0v{bare}" for x in range(width))
    paths = [f'<path class="warp" d="{warp}"/>'] if bare else []
    for shade in (1, 2, 3, 4):
        runs = "".join(f"M{x} {y}h{length}" for y in range(height - bare) for x, length in _runs(at, shade, y, width))
        if runs:
            paths.append(f'<path class="w{shade}" transform="translate(0 {bare}.5)" d="{runs}"/>')
    return (
        f'<svg class="weave" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" '
        f'focusable="false">{"".join(paths)}</svg>'
    )


def _runs(at, shade, y, width):  # noqa: ANN001, ANN202
    start = None
    for x in range(width + 1):
        inside = x < width and at(x, y) == shade
        if inside and start is None:
            start = x
        elif not inside and start is not None:
            yield start, x - start
            start = None
