from django.urls import path

from rostok.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.StartPage.as_view(), name="start"),
    path("reports/", views.FormListPage.as_view(), name="forms"),
    path("reports/<int:pk>/", views.DataFormPage.as_view(), name="form"),
    path("reports/<int:pk>/cells/<slug:code>/", views.CellPage.as_view(), name="cell"),
    path("reports/<int:pk>/send/", views.SendPage.as_view(), name="send_form"),
    path("reports/<int:pk>/recall/", views.RecallPage.as_view(), name="recall_form"),
    path("reports/<int:pk>/approve/", views.ApprovePage.as_view(), name="approve_form"),
    path("reports/<int:pk>/accept/", views.AcceptPage.as_view(), name="accept_form"),
    path("reports/<int:pk>/return/", views.ReturnPage.as_view(), name="return_form"),
    path("<slug:key>/", views.DashboardPage.as_view(), name="dashboard"),
    path("<slug:key>/recompute/", views.RecomputePage.as_view(), name="recompute"),
    path("<slug:key>/collect/", views.CollectPage.as_view(), name="collect"),
    path("<slug:key>/collect/assign/", views.AssignPage.as_view(), name="assign"),
    path("<slug:key>/collect/accept/", views.AcceptManyPage.as_view(), name="accept_many"),
    path("<slug:key>/compare/years/", views.YearsPage.as_view(), name="compare_years"),
    path("<slug:key>/compare/places/", views.PlacesPage.as_view(), name="compare_places"),
    path("<slug:key>/<slug:code>/", views.IndicatorPage.as_view(), name="indicator"),
    path("<slug:key>/<slug:code>/members/", views.MembersPage.as_view(), name="members"),
    path("<slug:key>/<slug:code>/movers/", views.MoversPage.as_view(), name="movers"),
    path("<slug:key>/<slug:code>/target/", views.TargetPage.as_view(), name="target"),
    path(
        "<slug:key>/<slug:code>/target/return/",
        views.ReturnTargetPage.as_view(),
        name="return_target",
    ),
    path("<slug:key>/<slug:code>/reported/", views.UnitsPage.as_view(), name="reported"),
    path("<slug:key>/<slug:code>/stop/", views.StopPage.as_view(), name="stop"),
    path("<slug:key>/<slug:code>/source/", views.SourcePage.as_view(), name="source"),
]
