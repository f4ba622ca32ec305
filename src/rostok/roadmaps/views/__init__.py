from rostok.roadmaps.views.accepting import AcceptManyPage
from rostok.roadmaps.views.assigning import AssignPage
from rostok.roadmaps.views.assigning_many import AssignManyPage
from rostok.roadmaps.views.cancelling import (
    CancelPage,
    CancelTermPage,
    RestorePage,
    RestoreTermPage,
)
from rostok.roadmaps.views.cascade import ActivityPage, LinkPage, LinksPage
from rostok.roadmaps.views.doing import (
    AcceptPage,
    AddProofPage,
    BeginPage,
    MovePage,
    RecallPage,
    RemoveProofPage,
    ReopenPage,
    ReturnPage,
    SetDayPage,
    SubmitPage,
)
from rostok.roadmaps.views.files import CalendarPage, DocumentPage, FeedPage, TermsPage
from rostok.roadmaps.views.handing import (
    AllReceivedPage,
    HandedPage,
    HandPage,
    ReceivedPage,
    TakeBackPage,
)
from rostok.roadmaps.views.lists import AtPage, MinePage, OverduePage, WaitingPage
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
    "ActivityPage",
    "AddLinePage",
    "AddProofPage",
    "AllReceivedPage",
    "ApprovePlanPage",
    "AssignManyPage",
    "AssignPage",
    "AtPage",
    "BeginPage",
    "CalendarPage",
    "CancelPage",
    "CancelTermPage",
    "DocumentPage",
    "DrawPage",
    "DrawPlanPage",
    "FeedPage",
    "HandPage",
    "HandedPage",
    "LinkPage",
    "LinksPage",
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
    "RecallPage",
    "ReceivedPage",
    "RemoveProofPage",
    "RenewPage",
    "ReopenPage",
    "RestorePage",
    "RestoreTermPage",
    "ReturnPage",
    "ReturnPlanPage",
    "SetDayPage",
    "StartPage",
    "SubmitPage",
    "SubmitPlanPage",
    "TablePage",
    "TakeBackPage",
    "TakeOutPage",
    "TermPage",
    "TermsPage",
    "TimelinePage",
    "WaitingPage",
]
