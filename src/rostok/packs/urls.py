from django.urls import path

from rostok.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.PackListPage.as_view(), name="list"),
    path("<slug:key>/", views.ContentsPage.as_view(), name="contents"),
    path("<slug:key>/clauses/<str:clause>/", views.ClausePage.as_view(), name="clause"),
    path("<slug:key>/<slug:section>/", views.SectionPage.as_view(), name="section"),
]
