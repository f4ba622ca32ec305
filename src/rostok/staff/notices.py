"""What people are told of transfers; who is left in peace while away from everywhere they work."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rostok.accounts.queries import keepers_of
from rostok.kernel.access import Actor
from rostok.kernel.notices import notice_kind, notify, quiet, settle
from rostok.orgs.models import OrgUnit
from rostok.staff import permissions
from rostok.staff.models import Absence, Employment, TransferRequest, TransferState

TO_DECIDE = notice_kind(
    "staff.transfer_asked",
    "Перевод ждёт вашего решения",
    "Решите о переводе: {title}",
    discreet=True,
)
DECIDED = notice_kind(
    "staff.transfer_decided",
    "Ответили о переводе",
    "{title}: {answer}",
    discreet=True,
)
ANSWERS = {
    TransferState.AGREED: "согласован",
    TransferState.REFUSED: "отклонён",
    TransferState.WITHDRAWN: "отозван",
}


def tell_of_transfer(actor: Actor, transfer: TransferRequest) -> None:
    """Who decides hears of a new one; both sides of the decision, but for whose it was."""
    settle([transfer])
    if transfer.is_open:
        notify(actor, TO_DECIDE, {transfer: keepers(transfer.decides)})
        return
    both = {*keepers(transfer.decides), *keepers(transfer.opened_by)}
    notify(actor, DECIDED, {transfer: sorted(both)}, answer=ANSWERS[TransferState(transfer.state)])


def keepers(unit: OrgUnit) -> list[int]:
    return keepers_of([unit.pk], permissions.EDIT).get(unit.pk, [])


def away_everywhere(day: date) -> QuerySet[Any]:
    """People whose every employment of the day has a long absence on it."""
    absent = Absence.objects.active_on(day).filter(employment=OuterRef("pk"))
    work = Employment.objects.active_on(day)
    at_work = work.filter(~Exists(absent), person=OuterRef("person"))
    away: QuerySet[Any] = work.filter(Exists(absent)).exclude(Exists(at_work))
    return away.order_by().values("person")


quiet.add("absences", away_everywhere, origin="staff")
