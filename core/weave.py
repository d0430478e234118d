"""The portal's drawn motif: a weave, computed from an address and dyed in a project's colour.

The same slug always gives the same cloth. `tone` answers, for each crossing of threads, which of five tones shows:
0 ground, 1 fill, 2 ink, 3 text dye, 4 paper.
"""

from collections.abc import Callable

Tone = Callable[[int, int], int]
Draw = Callable[[int], int]

ARMURES = ("toile", "fleche", "catalogne", "serge", "losange")

ORDERS = (
    (1, 1, 0, 2, 0, 1, 3, 0),
    (1, 0, 1, 2, 1, 0, 4, 0),
    (2, 1, 1, 0, 1, 1, 0, 0),
    (1, 4, 1, 0, 0, 2, 0, 0),
    (1, 1, 2, 0, 4, 0, 3, 0),
    (0, 1, 0, 1, 2, 2, 1, 4),
)
RAGS = (0, 1, 1, 0, 2, 1, 3, 0, 1, 4)


def drawer(slug: str) -> Draw:
    """A function that draws whole numbers below its argument, always the same ones for a slug.

    Seeded by FNV-1a (32 bits), continued by the linear congruential generator of Numerical Recipes (1664525,
    1013904223): any language can compute the same cloth.
    """
    state = 0x811C9DC5
    for byte in slug.encode():
        state = ((state ^ byte) * 0x01000193) % 2**32
    state = state or 1

    def draw(below: int) -> int:
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return (state >> 16) % below

    return draw


def fold(position: int, period: int) -> int:
    """0 1 2 … period-1 period-1 … 1 0: a thread that turns back."""
    position %= 2 * period
    return position if position < period else 2 * period - 1 - position


def tone(armure: str, slug: str, width: int, height: int) -> Tone:
    """The function from a crossing `(x, y)` to its tone, for a cloth of `width` × `height` threads.

    Raises `KeyError` for an unknown armure.
    """
    draw = drawer(slug)
    draw(7)
    order, offset = ORDERS[draw(6)], draw(8)
    period, thickness = (4, 6, 8)[draw(3)], (1, 1, 2)[draw(3)]
    weavers: dict[str, Callable[[], Tone]] = {
        "toile": lambda: _plain(draw, offset),
        "fleche": lambda: lambda x, y: order[(y + fold(x + offset, period)) // thickness % 8],
        "losange": lambda: lambda x, y: order[(fold(x + offset, period) + fold(y + offset // 2, period)) % 8],
        "serge": lambda: _twill(draw, order, offset, thickness),
        "catalogne": lambda: _rag(draw, width, height),
    }
    return weavers[armure]()


def _twill(draw: Draw, order: tuple[int, ...], offset: int, thickness: int) -> Tone:
    slope, way, turn = (1, 2, 3)[draw(3)], (1, -1)[draw(2)], (0, 0, 12)[draw(3)]

    def at(x: int, y: int) -> int:
        return order[(way * (fold(x, turn) if turn else x) // slope + y + offset) // thickness % 8]

    return at


def _rag(draw: Draw, width: int, height: int) -> Tone:
    panel = (8, 10, 12)[draw(3)]
    rows: list[int] = []
    while len(rows) < height + 40:
        rows += [RAGS[draw(10)]] * (1, 1, 2, 3)[draw(4)]
    shifts = [draw(20) for _ in range(width // panel + 1)]
    return lambda x, y: rows[y + shifts[x // panel]]


def _plain(draw: Draw, offset: int) -> Tone:
    block = (3, 4, 5)[draw(3)]
    narrow = block < 5  # noqa: PLR2004 -- the widest block has one pattern for both directions
    along, across = ((1, 0, 1, 2, 0), (1, 0, 1, 3, 0)) if narrow else ((1, 0, 2, 0, 1), (1, 0, 2, 0, 1))
    start = offset if narrow else 0

    def at(x: int, y: int) -> int:
        if (x // block + y // block) % 2:
            return along[(y + start) % block]
        return across[(x + start) % block]

    return at
