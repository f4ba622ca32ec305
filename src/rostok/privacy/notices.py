"""What those who govern a territory's data are told: that something has outlived its term."""

from rostok.accounts.queries import keepers_of
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.notices import notice_kind, notify, settle
from rostok.orgs.models import OrgUnit, System
from rostok.privacy import permissions
from rostok.privacy.models import Outlived
from rostok.privacy.outliving import is_outlived

OUTLIVED = notice_kind(
    "privacy.outlived",
    "Вышел срок хранения данных",
    "{title}: вышел срок хранения. Составьте отчёт в «Сроки и обезличивание»: {what}",
)


def remind_of_outlived(actor: Actor) -> int:
    """Tell whoever governs each territory with a system what is due there; how many territories.

    What was told before and not read gives way to what is so today.
    """
    roots = OrgUnit.objects.filter(pk__in=System.objects.active_on(clock.today()).values("root"))
    due = {unit: what for unit in roots.order_by("pk") if (what := outlived_at(unit))}
    settle(roots, OUTLIVED)
    keepers = keepers_of([unit.pk for unit in due], permissions.GOVERN)
    for unit, what in due.items():
        notify(actor, OUTLIVED, {unit: keepers.get(unit.pk, [])}, what=", ".join(what))
    return len(due)


def outlived_at(unit: OrgUnit) -> list[str]:
    return [str(what.label).lower() for what in Outlived if is_outlived(what, unit)]
