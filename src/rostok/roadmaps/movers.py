"""When two cards of a person are made one, what they do in the roadmap goes with them."""

from rostok.people.merging import add_mover, turned
from rostok.roadmaps.models import Occurrence

add_mover(Occurrence, "responsible", turned(Occurrence, "responsible"))
