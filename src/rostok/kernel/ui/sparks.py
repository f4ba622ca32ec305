"""A line of years small enough for a cell of a table; the words beside it carry the meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rostok.kernel.ui.charts import Point, Segment, share, trend_words

EDGE, SPAN = Decimal(10), Decimal(80)


@dataclass(frozen=True)
class Spark:
    lines: list[Segment]
    last_x: str
    last_y: str
    words: str


def spark(points: Sequence[Point]) -> Spark | None:
    """The geometry of a spark line; None of fewer than two values."""
    known = [(place, value) for place, (_year, value) in enumerate(points) if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    width = Decimal(len(points) - 1)
    low, high = min(value for _, value in known), max(value for _, value in known)
    height = (high - low) or Decimal(1)
    dots = [
        (share(EDGE + SPAN * place / width), share(EDGE + SPAN * (high - value) / height))
        for place, value in known
    ]
    lines = [Segment(x1, y1, x2, y2) for (x1, y1), (x2, y2) in pairwise(dots)]
    return Spark(lines, *dots[-1], trend_words(points))
