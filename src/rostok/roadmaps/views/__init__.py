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
from rostok.roadmaps.views.timeline import TimelinePage
from rostok.roadmaps.views.workplans import (
    AddLinePage,
    ApprovePlanPage,
    DrawPlanPage,
    PlanDaysPage,
    PlanPage,
    PlansPage,
    ReturnPlanPage,
    SubmitPlanPage,
    TakeOutPage,
)

__all__ = [
    "AcceptManyPage",
    "AcceptPage",
    "ActPage",
    "ActionPage",
    "AddLinePage",
    "AddProofPage",
    "ApprovePlanPage",
    "AssignPage",
    "BeginPage",
    "CancelPage",
    "DrawPage",
    "DrawPlanPage",
    "MinePage",
    "MovePage",
    "OverduePage",
    "PlanDaysPage",
    "PlanPage",
    "PlansPage",
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
    "ReturnPlanPage",
    "SetDayPage",
    "StartPage",
    "SubmitPage",
    "SubmitPlanPage",
    "TablePage",
    "TakeOutPage",
    "TermPage",
    "TimelinePage",
    "WaitingPage",
]
