"""Writes of indicators: values, targets, reported cells, forms, official sources."""

from rostok.indicators.services.accepting import accept_forms
from rostok.indicators.services.cells import save_cell
from rostok.indicators.services.collecting import (
    assign_collection,
    choose_source,
    stop_collecting,
)
from rostok.indicators.services.forms import (
    accept_form,
    approve_form,
    recall_form,
    return_form,
    send_form,
)
from rostok.indicators.services.values import (
    Progress,
    note_computed,
    recompute,
    recompute_all,
    recompute_year,
    remove_target,
    set_target,
)

__all__ = [
    "Progress",
    "accept_form",
    "accept_forms",
    "approve_form",
    "assign_collection",
    "choose_source",
    "note_computed",
    "recall_form",
    "recompute",
    "recompute_all",
    "recompute_year",
    "remove_target",
    "return_form",
    "save_cell",
    "send_form",
    "set_target",
    "stop_collecting",
]
