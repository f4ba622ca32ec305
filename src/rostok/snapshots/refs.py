from rostok.kernel.refs import RefKind, kinds
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot

kinds.add(
    "snapshot",
    RefKind(
        "snapshot",
        Snapshot,
        "Срез показателей",
        permissions.VIEW,
        lambda row: row.get_absolute_url(),
    ),
    origin="snapshots",
)
