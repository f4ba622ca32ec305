"""Consents and requests past their terms: a report first, another person's word, then they go."""

from typing import Any

from django.db import transaction
from django.db.models import Count

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record, sentence_of
from rostok.kernel.models import JournalEntry, JournalObject
from rostok.kernel.refs import ref_to
from rostok.kernel.text import norm
from rostok.people.models import Person
from rostok.privacy import journal, permissions
from rostok.privacy.models import Consent, ErasureItem, Outlived, RunState
from rostok.privacy.outliving import Rows, outlived_rows

WRITTEN = ("ground", "reason", "outcome")
GONE = "(удалено: вышел срок хранения)"


def held_by_person(rows: Rows, most: int) -> dict[Person, dict[str, int]]:
    """Whose they are and how many of each, for the first people by name."""
    people: dict[int, dict[str, int]] = {}
    for title, found in rows.items():
        counted = found.order_by().values_list("person").annotate(number=Count("pk"))
        for person, number in counted:
            people.setdefault(person, {})[title] = number
    known = Person.objects.filter(pk__among=people).order_by("norm", "pk")[:most]
    return {person: people[person.pk] for person in known}


@transaction.atomic
def forget_outlived(actor: Actor, *, item: ErasureItem) -> int:
    """Delete what a person of a confirmed report has past its term; how many rows went.

    Scans that no other row holds leave the disk by themselves. The journal keeps that it was asked
    and answered, not what was written. Refused: a report that nobody confirmed.
    """
    run = item.run
    authorise(actor, permissions.GOVERN, run)
    if run.state != RunState.CONFIRMED:
        raise RuleViolation("Отчёт не подтверждён.")
    if item.done_at is not None:
        return 0
    found = outlived_rows(run.what, run.unit, run.on).values()
    rows = [row for some in found for row in some.filter(person=item.person)]
    forget_words(rows)
    for some in found:
        some.filter(person=item.person).delete()
    item.done_at = clock.now()
    item.save()
    words = {"what": Outlived(run.what).label.lower(), "count": len(rows)}
    record(actor, journal.OUTLIVED_FORGOTTEN, item.person, run, **words)
    return len(rows)


def forget_words(rows: list[Any]) -> None:
    """What people wrote leaves the journal with the rows it was written in."""
    for row in rows:
        if isinstance(row, Consent):
            continue
        ref = ref_to(row)
        about = JournalObject.objects.filter(ref_kind=ref.kind, ref_id=ref.id)
        for entry in JournalEntry.objects.filter(pk__in=about.values("entry")):
            entry.params = {k: GONE if k in WRITTEN else v for k, v in entry.params.items()}
            titles = entry.about.order_by("pk").values_list("title", flat=True)[:5]
            entry.norm = norm(". ".join([sentence_of(entry), *titles]))
            entry.save(update_fields=["params", "norm"])
