from django.urls import path

from rostok.indicators.views import (
    DashboardPage,
    IndicatorPage,
    MembersPage,
    RecomputePage,
    StartPage,
    TargetPage,
)

app_name = "indicators"
urlpatterns = [
    path("", StartPage.as_view(), name="start"),
    path("<slug:key>/", DashboardPage.as_view(), name="dashboard"),
    path("<slug:key>/recompute/", RecomputePage.as_view(), name="recompute"),
    path("<slug:key>/<slug:code>/", IndicatorPage.as_view(), name="indicator"),
    path("<slug:key>/<slug:code>/members/", MembersPage.as_view(), name="members"),
    path("<slug:key>/<slug:code>/target/", TargetPage.as_view(), name="target"),
]
