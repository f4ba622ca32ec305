from django.urls import path

from rostok.snapshots import views

app_name = "snapshots"
urlpatterns = [
    path("open/snapshots/<str:code>/", views.OpenPage.as_view(), name="open"),
    path("snapshots/", views.StartPage.as_view(), name="start"),
    path("snapshots/of/<slug:key>/", views.SnapshotListPage.as_view(), name="list"),
    path("snapshots/of/<slug:key>/make/", views.MakePage.as_view(), name="make"),
    path("snapshots/<int:pk>/", views.SnapshotPage.as_view(), name="snapshot"),
    path("snapshots/<int:pk>/submit/", views.SubmitPage.as_view(), name="submit"),
    path("snapshots/<int:pk>/approve/", views.ApprovePage.as_view(), name="approve"),
    path(
        "snapshots/<int:pk>/approve/alone/", views.ApproveAlonePage.as_view(), name="approve_alone"
    ),
    path("snapshots/<int:pk>/return/", views.ReturnPage.as_view(), name="return"),
    path("snapshots/<int:pk>/withdraw/", views.WithdrawPage.as_view(), name="withdraw"),
    path("snapshots/<int:pk>/xlsx/", views.WorkbookPage.as_view(), name="xlsx"),
    path("snapshots/<int:pk>/docx/", views.OrderTablePage.as_view(), name="docx"),
    path("snapshots/<int:pk>/compare/", views.CompareStartPage.as_view(), name="compare"),
    path(
        "snapshots/<int:pk>/compare/<int:other>/",
        views.ComparisonPage.as_view(),
        name="comparison",
    ),
    path(
        "snapshots/<int:pk>/compare/<int:other>/<slug:code>/",
        views.MoversPage.as_view(),
        name="movers",
    ),
    path(
        "snapshots/<int:pk>/<slug:code>/territories/",
        views.TerritoriesPage.as_view(),
        name="territories",
    ),
    path("snapshots/<int:pk>/<slug:code>/members/", views.MembersPage.as_view(), name="members"),
]
