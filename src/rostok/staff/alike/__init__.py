"""Cards that may be one person: found in blocks that agree on most of a name, never all by all."""

from rostok.staff.alike.finding import Pair, alike_pairs, cards_of

__all__ = ["Pair", "alike_pairs", "cards_of"]
