from rostok.roadmaps.views.accepting import AcceptManyPage
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
from rostok.roadmaps.views.lists import MinePage, OverduePage, WaitingPage
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
from rostok.roadmaps.views.roadmap import ActionPage, DrawPage, StartPage, TablePage

__all__ = [
    "AcceptManyPage",
    "AcceptPage",
    "ActPage",
    "ActionPage",
    "AddProofPage",
    "AssignPage",
    "BeginPage",
    "CancelPage",
    "DrawPage",
    "MinePage",
    "MovePage",
    "OverduePage",
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
    "WaitingPage",
]
