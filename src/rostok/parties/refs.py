from rostok.kernel.refs import RefKind, kinds
from rostok.parties import permissions
from rostok.parties.models import PartyUnit

kinds.add(
    "party-unit",
    RefKind(
        "party-unit",
        PartyUnit,
        "Субъект системы",
        permissions.VIEW,
        lambda row: row.get_absolute_url(),
    ),
    origin="parties",
)
