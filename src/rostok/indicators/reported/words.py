"""How forms and their completeness are said in Russian; a state is told for who reads it."""

from rostok.indicators.models import DataForm, FormState, Level
from rostok.indicators.models.reported import APPROVED_STATES, SENT_STATES
from rostok.kernel.text import plural

KINDS = {
    FormState.ASSIGNED: "planned",
    FormState.IN_WORK: "active",
    FormState.COMPLETE: "review",
    FormState.APPROVED: "waiting",
    FormState.ACCEPTED: "done",
    FormState.RETURNED: "returned",
}
FOR_FILLER = {
    FormState.ASSIGNED: "заполните",
    FormState.IN_WORK: "дозаполните и сдайте",
    FormState.COMPLETE: "сдана, ждёт утверждения",
    FormState.APPROVED: "утверждена, ждёт приёма",
    FormState.ACCEPTED: "принята",
    FormState.RETURNED: "возвращена, исправьте",
}
FOR_COLLECTOR = {
    FormState.ASSIGNED: "не начата",
    FormState.IN_WORK: "заполняют",
    FormState.COMPLETE: "сдана, не утверждена",
    FormState.APPROVED: "ждёт вашего приёма",
    FormState.ACCEPTED: "принята",
    FormState.RETURNED: "у них на исправлении",
}
GROUPS = {
    "sent": ("Сданы", SENT_STATES),
    "in-work": ("Заполняются", (FormState.IN_WORK,)),
    "not-begun": ("Не начаты", (FormState.ASSIGNED,)),
    "returned": ("Возвращены", (FormState.RETURNED,)),
}


def state_kind(form: DataForm) -> str:
    return KINDS[FormState(form.state)]


def state_words(form: DataForm, *, above: bool) -> str:
    """For the one who fills the form, or for the one who gathers it above."""
    return (FOR_COLLECTOR if above else FOR_FILLER)[FormState(form.state)]


def units_words(number: int, level: str) -> str:
    """After «из»: 1 организации, 15 организаций, 3 муниципалитетов."""
    one, many = UNITS.get(level, UNITS[Level.ORGANISATION])
    return f"{number} {plural(number, one, many, many)}"


UNITS: dict[str, tuple[str, str]] = {
    Level.ORGANISATION: ("организации", "организаций"),
    Level.MUNICIPALITY: ("муниципалитета", "муниципалитетов"),
    Level.REGION: ("региона", "регионов"),
}


def completeness_words(sent: int | None, due: int | None, level: str = "") -> str:
    """«по данным 12 из 15 организаций»; while nobody has sent, whom the number waits for."""
    if not due:
        return ""
    if not sent:
        return f"ждём данных от {units_words(due, level)}"
    return f"по данным {sent} из {units_words(due, level)}" if due > 1 else ""


__all__ = ["APPROVED_STATES", "GROUPS", "completeness_words", "state_kind", "state_words"]
