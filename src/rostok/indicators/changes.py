"""Which systems a change touched, read from the journal by what its entries are about."""

from typing import Any

from rostok.kernel.access import within_units
from rostok.kernel.models import JournalObject
from rostok.kernel.refs import kinds
from rostok.orgs.models import OrgClosure, System

# By name, since the packages that write them stand above.
CHANGING_KINDS = (
    "staff.employment_started",
    "staff.employment_edited",
    "staff.employment_ended",
    "staff.absence_recorded",
    "staff.absence_ended",
    "staff.category_set",
    "staff.card_set",
    "staff.sensitive_set",
    "staff.vacancy_opened",
    "staff.vacancy_closed",
    "staff.imported",
    "staff.people_merged",
    "staff.merge_undone",
    "staff.import_undone",
    "orgs.created",
    "orgs.units_created",
    "orgs.corrected",
    "orgs.closed",
    "orgs.reopened",
    "orgs.moved",
    "orgs.resumed",
    "orgs.reorganised",
    "orgs.reorganisation_undone",
    "staff.followed",
    "staff.follow_undone",
    "staff.dismissed",
    "staff.reengaged",
    "staff.transfer_agreed",
    "imports.applied",
    "imports.undone",
    "orgs.system_activated",
    "orgs.setting_set",
    "orgs.setting_ended",
    "orgs.version_changed",
)


def systems_changed_since(entry: int) -> list[System]:
    """Systems with a changed row in their territory, by entries from the given one on."""
    objects = JournalObject.objects.filter(entry__gte=entry, entry__kind__in=CHANGING_KINDS)
    present = set(objects.values_list("ref_kind", flat=True).distinct())
    return [
        system
        for system in System.objects.with_versions()
        if any(touches(system, objects.filter(ref_kind=kind), kind) for kind in present)
    ]


def touches(system: System, objects: Any, kind: str) -> bool:
    """Whether one of the rows of a kind belongs to the system's territory."""
    model = kinds.get(kind).model
    units = OrgClosure.objects.filter(ancestor=system.root).values("descendant")
    rows = model._default_manager.filter(pk__in=objects.values("ref_id"))
    return bool(rows.filter(within_units(model, units)).exists())
