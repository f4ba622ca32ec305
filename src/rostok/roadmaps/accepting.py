"""Whether somebody else could accept: a service of one methodist is real."""

from rostok.accounts.queries import is_kept
from rostok.orgs.models import OrgClosure
from rostok.roadmaps import permissions
from rostok.roadmaps.models import Occurrence


def nobody_else_accepts(occurrence: Occurrence) -> bool:
    """No other account holds the right here or on any level above.

    Neither the sender's account nor that of the person who does it counts.
    """
    return nobody_accepts_at(occurrence.unit_id, besides=involved_in(occurrence))


def nobody_accepts_at(unit: int, *, besides: list[int]) -> bool:
    """No account but those named holds the right at a unit or above it."""
    above = OrgClosure.objects.filter(descendant=unit)
    units = list(above.values_list("ancestor", flat=True))
    return not is_kept(units, permissions.ACCEPT, besides=besides)


def involved_in(occurrence: Occurrence) -> list[int]:
    responsible = getattr(occurrence.responsible, "user", None)
    return [one for one in (occurrence.sender_id, responsible and responsible.pk) if one]
