from rostok.indicators.views.actions import RecomputePage, ReturnTargetPage, TargetPage
from rostok.indicators.views.collect import AssignPage, CollectPage, SourcePage, UnitsPage
from rostok.indicators.views.comparing import MoversPage, PlacesPage, YearsPage
from rostok.indicators.views.dashboard import DashboardPage, StartPage
from rostok.indicators.views.gathering import AcceptManyPage, StopPage
from rostok.indicators.views.indicator import IndicatorPage
from rostok.indicators.views.members import MembersPage
from rostok.indicators.views.reported import CellPage, DataFormPage, FormListPage
from rostok.indicators.views.steps import (
    AcceptPage,
    ApprovePage,
    RecallPage,
    ReturnPage,
    SendPage,
)

__all__ = [
    "AcceptManyPage",
    "AcceptPage",
    "ApprovePage",
    "AssignPage",
    "CellPage",
    "CollectPage",
    "DashboardPage",
    "DataFormPage",
    "FormListPage",
    "IndicatorPage",
    "MembersPage",
    "MoversPage",
    "PlacesPage",
    "RecallPage",
    "RecomputePage",
    "ReturnPage",
    "ReturnTargetPage",
    "SendPage",
    "SourcePage",
    "StartPage",
    "StopPage",
    "TargetPage",
    "UnitsPage",
    "YearsPage",
]
