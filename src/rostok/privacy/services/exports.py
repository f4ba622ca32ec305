"""A person's copy of everything about them, and what outlives its term."""

from datetime import date

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.files import keep_made_file, remove_file
from rostok.kernel.files.kinds import ZIP
from rostok.kernel.journal import record
from rostok.kernel.periods import years_before
from rostok.privacy import journal
from rostok.privacy.exporting import archive_about
from rostok.privacy.models import BulkPart, BulkViewing, OwnExport, Viewing
from rostok.privacy.purposes import terms
from rostok.privacy.services.consents import own_person


@transaction.atomic
def export_about_me(actor: Actor) -> OwnExport:
    """Make the archive of everything about oneself; the earlier ones go.

    Refused: an account without a person.
    """
    person = own_person(actor)
    forget(OwnExport.objects.filter(person=person))
    name = f"Мои данные {clock.today():%d.%m.%Y}.zip"
    kept = keep_made_file(actor, archive_about(person), name=name, kind=ZIP)
    made: OwnExport = OwnExport.objects.create(person=person, file=kept)
    record(actor, journal.EXPORT_MADE, person)
    return made


def forget(exports: object) -> int:
    rows = list(exports)  # type: ignore[call-overload]
    for one in rows:
        file = one.file
        one.delete()
        remove_file(file)
    return len(rows)


@transaction.atomic
def forget_exports(actor: Actor) -> int:
    """Archives of last week leave the disk."""
    count = forget(OwnExport.objects.outlived())
    if count:
        record(actor, journal.EXPORTS_FORGOTTEN, count=count)
    return count


@transaction.atomic
def forget_viewings(actor: Actor) -> int:
    """Looks past their term are forgotten, and who was in the lists with them."""
    before = last_day_kept()
    bulk = BulkViewing.objects.filter(day__lt=before)
    BulkPart.objects.filter(bulk__in=bulk).delete()
    count = Viewing.objects.filter(day__lt=before).delete()[0] + bulk.delete()[0]
    if count:
        record(actor, journal.VIEWINGS_FORGOTTEN, count=count, day=f"{before:%d.%m.%Y}")
    return count


def last_day_kept() -> date:
    term = terms().get("viewings")
    return years_before(clock.today(), term.years if term else 1)
