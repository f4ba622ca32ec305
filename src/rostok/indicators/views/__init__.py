from rostok.indicators.views.actions import RecomputePage, TargetPage
from rostok.indicators.views.dashboard import DashboardPage, StartPage
from rostok.indicators.views.indicator import IndicatorPage
from rostok.indicators.views.members import MembersPage

__all__ = [
    "DashboardPage",
    "IndicatorPage",
    "MembersPage",
    "RecomputePage",
    "StartPage",
    "TargetPage",
]
