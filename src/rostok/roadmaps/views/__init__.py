from rostok.roadmaps.views.doing import (
    AcceptPage,
    AddProofPage,
    AssignPage,
    BeginPage,
    CancelPage,
    MovePage,
    RemoveProofPage,
    ReopenPage,
    ReturnPage,
    SetDayPage,
    SubmitPage,
)
from rostok.roadmaps.views.occurrence import ProofFilePage, TermPage
from rostok.roadmaps.views.prolonging import (
    ActPage,
    ProlongActionsPage,
    ProlongActPage,
    ProlongCheckPage,
    ProlongTargetsPage,
    ProlongUnfinishedPage,
)
from rostok.roadmaps.views.renewing import RenewPage
from rostok.roadmaps.views.roadmap import ActionPage, StartPage, TablePage

__all__ = [
    "AcceptPage",
    "ActPage",
    "ActionPage",
    "AddProofPage",
    "AssignPage",
    "BeginPage",
    "CancelPage",
    "MovePage",
    "ProlongActPage",
    "ProlongActionsPage",
    "ProlongCheckPage",
    "ProlongTargetsPage",
    "ProlongUnfinishedPage",
    "ProofFilePage",
    "RemoveProofPage",
    "RenewPage",
    "ReopenPage",
    "ReturnPage",
    "SetDayPage",
    "StartPage",
    "SubmitPage",
    "TablePage",
    "TermPage",
]
