"""Many approved forms accepted together."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from rostok.indicators import journal, permissions
from rostok.indicators.models import DataForm, FormState
from rostok.indicators.notices import tell_of_accepted
from rostok.indicators.reported.reads import acceptable_forms
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.kernel.text import plural
from rostok.orgs.models import System


@transaction.atomic
def accept_forms(actor: Actor, *, system: System, year: int, forms: Collection[int]) -> int:
    """Accept approved forms of a year together, all of them or none; how many there were.

    Approved values counted already, so that no total moves. Refused: no form chosen; one that no
    longer waits for it, or that is for others to accept.
    """
    if not actor.may(permissions.COLLECT):
        raise Forbidden("Формы принимает тот, кто их собирает.")
    if not forms:
        raise RuleViolation("Отметьте хотя бы одну форму.")
    lock(system)
    rows = DataForm.objects.filter(pk__in=forms)
    list(rows.order_by("pk").select_for_update().values_list("pk"))
    chosen = list(acceptable_forms(actor, system, year, system.root).filter(pk__in=forms))
    refuse_missing(len(set(forms)) - len(chosen))
    rows.update(state=FormState.ACCEPTED, version=F("version") + 1)
    record(actor, journal.FORMS_ACCEPTED, *chosen, number=len(chosen), year=year)
    tell_of_accepted(actor, chosen)
    return len(chosen)


def refuse_missing(number: int) -> None:
    if number:
        words = plural(number, "форма уже не ждёт", "формы уже не ждут", "форм уже не ждут")
        raise RuleViolation(
            f"{number} {words} вашего приёма: пока вы смотрели, их приняли или вернули. Ничего"
            " не принято. Проверьте список ещё раз."
        )
