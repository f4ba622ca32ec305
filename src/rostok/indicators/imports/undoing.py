"""Undo of a table of reported values: cells, their history and forms as they were."""

from django.db import models
from django.db.models import Exists, OuterRef

from rostok.indicators import permissions
from rostok.indicators.imports.applying import rows_by_year
from rostok.indicators.models import CellChange, DataForm, FormState
from rostok.indicators.storing import recompute_codes
from rostok.kernel.access import Actor
from rostok.kernel.bulk import parts
from rostok.kernel.errors import Forbidden
from rostok.kernel.locks import lock
from rostok.kernel.models import ImportBatch
from rostok.kernel.tabular import Touched
from rostok.orgs.models import System


def subject_of(row: models.Model) -> models.Model:
    """The form that a cell, a change or a comment belongs to."""
    subject: models.Model = getattr(row, "form", row)
    return subject


def guard_undo(actor: Actor, batch: ImportBatch, touched: Touched) -> None:
    """Lock the system, for its totals follow. Refused: units that others report for by now."""
    lock(System.objects.get(key=batch.context["system"]))
    mine = DataForm.objects.visible_to(actor, permissions.REPORT)
    for part in parts(touched.keys(DataForm)):
        list(DataForm.objects.filter(pk__in=part).order_by("pk").select_for_update())
        if mine.filter(pk__in=part).count() < len(part):
            raise Forbidden("За часть этих организаций теперь отчитываетесь не вы.")


def settle_undone(_actor: Actor, batch: ImportBatch, touched: Touched) -> None:
    """Totals are made anew; a form that somebody went on typing in stays in work."""
    for part in parts(touched.before[DataForm]):
        keep_in_work(batch, part)
    system = System.objects.get(key=batch.context["system"])
    for year, rows in rows_by_year(batch).items():
        codes = {code for row in rows for code in row.target["cells"]}
        recompute_codes(system=system, codes=codes, year=year)


def keep_in_work(batch: ImportBatch, forms: list[int]) -> None:
    typed = CellChange.objects.filter(form=OuterRef("pk"), moment__gte=batch.applied_at)
    waiting = DataForm.objects.filter(
        Exists(typed), pk__in=forms, state__in=[FormState.ASSIGNED, FormState.RETURNED]
    )
    waiting.update(state=FormState.IN_WORK)
