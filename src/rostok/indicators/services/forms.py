"""The way of a form: sent → approved → accepted, or returned with comments on cells."""

from collections.abc import Mapping

from django.db import transaction

from rostok.accounts.queries import ground_of_exception
from rostok.indicators import journal, permissions
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.models import CellChange, CellComment, DataForm, FormState
from rostok.indicators.models.reported import SENT_STATES
from rostok.indicators.notices import tell_of_step
from rostok.indicators.reported.rows import required_cells
from rostok.indicators.storing import refresh_reported
from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise, holds
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.text import plural

LONGEST_COMMENT = 500
OWN_WORK = (
    "Вы сами заполняли эту форму. Утвердить её должен другой человек: коллега или тот, кто выше."
)


@transaction.atomic
def send_form(
    actor: Actor, *, form: DataForm, note: str = "", version: int | None = None
) -> DataForm:
    """Say that the form is complete. Empty cells and comments left need a `note` that explains.

    Refused: sent already; changed meanwhile; nothing filled at all; gaps without a note.
    """
    form = locked_form(form)
    authorise(actor, permissions.REPORT, form)
    refuse_stale(form, version)
    refuse_unless(form, {state for state in FormState if state not in SENT_STATES}, "уже сдана")
    refuse_gaps(form, note.strip())
    form.sender_id, form.sender_title, form.sent_at = actor.user_id, actor.title, clock.now()
    return moved(actor, form, FormState.COMPLETE, journal.FORM_SENT, note=note.strip())


@transaction.atomic
def recall_form(actor: Actor, *, form: DataForm) -> DataForm:
    """Take a sent form back to mend it. Refused: not sent; approved already."""
    form = locked_form(form)
    authorise(actor, permissions.REPORT, form)
    refuse_unless(form, {FormState.COMPLETE}, "не ждёт утверждения")
    return moved(actor, form, FormState.IN_WORK, journal.FORM_RECALLED)


@transaction.atomic
def approve_form(actor: Actor, *, form: DataForm, ground: str = "") -> DataForm:
    """Approve a sent form.

    Refused: not sent; the approver filled it in, while somebody else could approve. Where truly
    nobody else can, the `ground` of the exception is journalled.
    """
    form = locked_form(form)
    authorise(actor, permissions.APPROVE_REPORTS, form)
    refuse_unless(form, {FormState.COMPLETE}, "не ждёт утверждения")
    if not is_filler(actor, form):
        return moved(actor, form, FormState.APPROVED, journal.FORM_APPROVED)
    words = ground_of_exception(
        actor, permissions.APPROVE_REPORTS, form.unit, ground=ground, refusal=OWN_WORK
    )
    return moved(actor, form, FormState.APPROVED, journal.FORM_APPROVED_ALONE, ground=words)


@transaction.atomic
def accept_form(actor: Actor, *, form: DataForm) -> DataForm:
    """Accept an approved form above. Refused: not approved; no right over the level above."""
    form = locked_form(form)
    authorise_above(actor, form)
    refuse_unless(form, {FormState.APPROVED}, "ещё не утверждена")
    return moved(actor, form, FormState.ACCEPTED, journal.FORM_ACCEPTED)


@transaction.atomic
def return_form(actor: Actor, *, form: DataForm, comments: Mapping[str, str]) -> DataForm:
    """Return a sent form: what is wrong stands at each cell until the cell is changed.

    Refused: not sent; no comment; a comment at no indicator of the system.
    """
    form = locked_form(form)
    if not holds(actor, permissions.APPROVE_REPORTS, form):
        authorise_above(actor, form)
    refuse_unless(form, set(SENT_STATES), "ещё не сдана, возвращать нечего")
    told = {code: text.strip() for code, text in comments.items() if text.strip()}
    titles = {one.code: one.title for one in indicators_of(form.system, form.year)}
    refuse_no_comment(told, titles)
    moment = clock.now()
    CellComment.objects.bulk_create(
        CellComment(
            form=form,
            code=code,
            text=text,
            author_id=actor.user_id,
            author_title=actor.title,
            moment=moment,
        )
        for code, text in told.items()
    )
    words = "; ".join(f"«{titles[code]}»: {text}" for code, text in told.items())
    return moved(
        actor, form, FormState.RETURNED, journal.FORM_RETURNED, number=len(told), comments=words
    )


def locked_form(form: DataForm) -> DataForm:
    """The form under a lock, its system first: totals of the system are written with it."""
    lock(form.system)
    return lock(form)


def moved(actor: Actor, form: DataForm, state: FormState, kind: str, **params: object) -> DataForm:
    """The form in its new state, journalled; marks of approval follow in the totals."""
    form.state = state
    form.version += 1
    form.save()
    record(actor, kind, form, **params)
    tell_of_step(actor, form, str(params.get("comments", "")))
    codes = list(form.cells.values_list("code", flat=True))
    if codes:
        refresh_reported(system=form.system, year=form.year, unit=form.unit, codes=codes)
    return form


def refuse_unless(form: DataForm, states: set[FormState], words: str) -> None:
    if form.state not in states:
        raise RuleViolation(f"Форма {words}: сейчас она {form.get_state_display()}.")


def refuse_gaps(form: DataForm, note: str) -> None:
    cells = required_cells(form)
    if not any(cells.values()):
        raise RuleViolation("В форме нет ни одного значения. Сдавать пока нечего.")
    gaps = sum(1 for filled in cells.values() if not filled)
    left = form.comments.filter(closed_at=None).count()
    if note or not (gaps or left):
        return
    words = []
    if gaps:
        words.append(f"не заполнено {gaps} {plural(gaps, 'значение', 'значения', 'значений')}")
    if left:
        words.append(f"без ответа {left} {plural(left, 'замечание', 'замечания', 'замечаний')}")
    message = f"{', '.join(words).capitalize()}. Заполните или объясните в пояснении."
    raise RuleViolation(message, {"note": message})


def is_filler(actor: Actor, form: DataForm) -> bool:
    """Whether the actor sent the form or has ever changed a cell of it."""
    if actor.user_id is None:
        return False
    changed = CellChange.objects.filter(form=form, author_id=actor.user_id)
    return form.sender_id == actor.user_id or bool(changed.exists())


def authorise_above(actor: Actor, form: DataForm) -> None:
    """The right to collect, held over the unit above the form's; at the top, over its own."""
    above = form.unit.parent or form.unit
    if form.unit_id != form.system.root_id and not holds(actor, permissions.COLLECT, form):
        raise Forbidden("Эту форму принимает тот, кто собирает её уровнем выше.")
    authorise(actor, permissions.COLLECT, form if form.unit_id == form.system.root_id else above)


def refuse_no_comment(told: Mapping[str, str], titles: Mapping[str, str]) -> None:
    if not told:
        raise RuleViolation(
            "Напишите замечание хотя бы к одной клетке: иначе неясно, что исправить."
        )
    if any(code not in titles for code in told):
        raise RuleViolation("Такого показателя в форме нет.")
    if any(len(text) > LONGEST_COMMENT for text in told.values()):
        raise RuleViolation(f"Замечание длиннее {LONGEST_COMMENT} знаков.")
