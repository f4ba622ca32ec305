from rostok.kernel.refs import RefKind, kinds
from rostok.packs import permissions
from rostok.packs.models import PackVersion

kinds.add(
    "pack",
    RefKind("pack", PackVersion, "Положение", permissions.VIEW, PackVersion.get_absolute_url),
    origin="packs",
)
