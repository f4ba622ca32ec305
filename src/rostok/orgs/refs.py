from django.urls import reverse

from rostok.kernel.refs import RefKind, kinds
from rostok.orgs import (
    permissions,
    reaches,  # noqa: F401 - registers the reaches of the tree
)
from rostok.orgs.models import OrgUnit, System

kinds.add(
    "unit",
    RefKind("unit", OrgUnit, "Организация", permissions.VIEW, lambda unit: unit.get_absolute_url()),
    origin="orgs",
)
kinds.add(
    "system",
    RefKind(
        "system",
        System,
        "Система",
        permissions.VIEW_SYSTEMS,
        lambda system: reverse("orgs:system", args=[system.key]),
    ),
    origin="orgs",
)
