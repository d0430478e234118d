"""Images of the demonstration: cloths drawn by the portal itself."""

from io import BytesIO

from PIL import Image

from core.weave import tone

WIDTH, HEIGHT, THREAD = 48, 32, 25

INK, PAPER = "#161d31", "#fdfcfb"
# Ground, fill and text tone of each dye, from the portal's palette in its light scheme.
DYES = {
    "garance": ("#fdebe9", "#d42325", "#b71920"),
    "bleuet": ("#e9f0fe", "#2554ca", "#1f48ae"),
    "verge": ("#f6efe1", "#f3ba25", "#7d5002"),
    "sapin": ("#e5f5ed", "#006c4d", "#005c41"),
    "mure": ("#fbebf3", "#8f286b", "#7e235e"),
}


def cloth(armure: str, dye: str, slug: str) -> bytes:
    """A PNG of 1200 × 800 pixels; the same bytes for the same three words."""
    ground, fill, text = DYES[dye]
    image = Image.new("P", (WIDTH, HEIGHT))
    image.putpalette([channel for colour in (ground, fill, INK, text, PAPER) for channel in _rgb(colour)])
    at = tone(armure, slug, WIDTH, HEIGHT)
    image.putdata([at(x, y) for y in range(HEIGHT) for x in range(WIDTH)])
    output = BytesIO()
    image.resize((WIDTH * THREAD, HEIGHT * THREAD), Image.Resampling.NEAREST).save(output, "PNG", optimize=True)
    return output.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
