from rostok.snapshots.views.comparing import CompareStartPage, ComparisonPage, MoversPage
from rostok.snapshots.views.deciding import (
    ApproveAlonePage,
    ApprovePage,
    ReturnPage,
    SubmitPage,
    WithdrawPage,
)
from rostok.snapshots.views.files import OrderTablePage, WorkbookPage
from rostok.snapshots.views.listing import MakePage, SnapshotListPage, StartPage
from rostok.snapshots.views.open import OpenPage
from rostok.snapshots.views.snapshot import MembersPage, SnapshotPage, TerritoriesPage

__all__ = [
    "ApproveAlonePage",
    "ApprovePage",
    "CompareStartPage",
    "ComparisonPage",
    "MakePage",
    "MembersPage",
    "MoversPage",
    "OpenPage",
    "OrderTablePage",
    "ReturnPage",
    "SnapshotListPage",
    "SnapshotPage",
    "StartPage",
    "SubmitPage",
    "TerritoriesPage",
    "WithdrawPage",
    "WorkbookPage",
]
