"""A system put in force gets its roadmap at once."""

from rostok.kernel.access import Actor
from rostok.kernel.journal import react_to
from rostok.kernel.models import JournalEntry
from rostok.orgs.journal import SYSTEM_ACTIVATED
from rostok.orgs.models import System
from rostok.roadmaps import pack as text
from rostok.roadmaps.services.drawing import draw


def draw_at_once(actor: Actor, entry: JournalEntry) -> None:
    system = System.objects.get(key=entry.params["key"])
    if system.current_version.read.find(text.Roadmap) is not None:
        draw(actor, system)


react_to(SYSTEM_ACTIVATED, draw_at_once)
