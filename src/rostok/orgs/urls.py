from django.urls import path

from rostok.orgs import views

app_name = "orgs"
urlpatterns = [
    path("units/", views.UnitListPage.as_view(), name="list"),
    path("units/export/", views.UnitExportPage.as_view(), name="export"),
    path("units/<int:pk>/", views.UnitPage.as_view(), name="unit"),
    path("units/<int:pk>/add/", views.CreatePage.as_view(), name="create"),
    path("units/<int:pk>/rename/", views.RenamePage.as_view(), name="rename"),
    path("units/<int:pk>/correct/", views.CorrectPage.as_view(), name="correct"),
    path("units/<int:pk>/close/", views.ClosePage.as_view(), name="close"),
    path("units/<int:pk>/reopen/", views.ReopenPage.as_view(), name="reopen"),
    path("units/<int:pk>/move/", views.MovePage.as_view(), name="move"),
    path("units/<int:pk>/reorganise/", views.ReorganisePage.as_view(), name="reorganise"),
    path("units/<int:pk>/join/", views.JoinPage.as_view(), name="join"),
    path("units/<int:pk>/merge/", views.MergePage.as_view(), name="merge"),
    path("units/<int:pk>/split/", views.SplitPage.as_view(), name="split"),
    path("units/<int:pk>/separate/", views.SeparatePage.as_view(), name="separate"),
    path(
        "successions/<int:pk>/undo/",
        views.UndoReorganisationPage.as_view(),
        name="undo-reorganisation",
    ),
    path("units/<int:pk>/flag/", views.FlagPage.as_view(), name="flag"),
    path("flags/<int:pk>/end/", views.EndFlagPage.as_view(), name="end-flag"),
    path("systems/", views.SystemListPage.as_view(), name="systems"),
    path("systems/activate/", views.ActivatePage.as_view(), name="activate"),
    path("systems/<slug:key>/end/", views.EndSystemPage.as_view(), name="end-system"),
    path("systems/<slug:key>/version/", views.VersionPage.as_view(), name="version"),
    path("systems/<slug:key>/settings/", views.SettingsPage.as_view(), name="settings"),
    path(
        "systems/<slug:key>/settings/<slug:kind>/<slug:name>/",
        views.SettingPage.as_view(),
        name="setting",
    ),
    path(
        "systems/<slug:key>/settings/<slug:kind>/<slug:name>/return/",
        views.ReturnPage.as_view(),
        name="return-setting",
    ),
    path("systems/<slug:key>/", views.SystemPage.as_view(), name="system"),
]
