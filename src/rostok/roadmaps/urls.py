from django.urls import path

from rostok.roadmaps import views

app_name = "roadmaps"
urlpatterns = [
    path("", views.StartPage.as_view(), name="start"),
    path("of/<slug:key>/", views.TablePage.as_view(), name="roadmap"),
    path("of/<slug:key>/renew/", views.RenewPage.as_view(), name="renew"),
    path("of/<slug:key>/prolong/", views.ProlongActPage.as_view(), name="prolong"),
    path(
        "of/<slug:key>/prolong/actions/",
        views.ProlongActionsPage.as_view(),
        name="prolong_actions",
    ),
    path(
        "of/<slug:key>/prolong/unfinished/",
        views.ProlongUnfinishedPage.as_view(),
        name="prolong_unfinished",
    ),
    path(
        "of/<slug:key>/prolong/targets/",
        views.ProlongTargetsPage.as_view(),
        name="prolong_targets",
    ),
    path("of/<slug:key>/prolong/check/", views.ProlongCheckPage.as_view(), name="prolong_check"),
    path("acts/<int:pk>/", views.ActPage.as_view(), name="act"),
    path("of/<slug:key>/draw/", views.DrawPage.as_view(), name="draw"),
    path("mine/", views.MinePage.as_view(), name="mine"),
    path("overdue/", views.OverduePage.as_view(), name="overdue"),
    path("waiting/", views.WaitingPage.as_view(), name="waiting"),
    path("accept/", views.AcceptManyPage.as_view(), name="accept_many"),
    path("actions/<int:pk>/", views.ActionPage.as_view(), name="action"),
    path("actions/<int:pk>/cancel/", views.CancelPage.as_view(), name="cancel"),
    path("terms/<int:pk>/", views.TermPage.as_view(), name="occurrence"),
    path("terms/<int:pk>/begin/", views.BeginPage.as_view(), name="begin"),
    path("terms/<int:pk>/assign/", views.AssignPage.as_view(), name="assign"),
    path("terms/<int:pk>/day/", views.SetDayPage.as_view(), name="set_day"),
    path("terms/<int:pk>/move/", views.MovePage.as_view(), name="move_due"),
    path("terms/<int:pk>/prove/<slug:way>/", views.AddProofPage.as_view(), name="prove"),
    path("terms/<int:pk>/submit/", views.SubmitPage.as_view(), name="submit"),
    path("terms/<int:pk>/accept/", views.AcceptPage.as_view(), name="accept"),
    path("terms/<int:pk>/return/", views.ReturnPage.as_view(), name="return"),
    path("terms/<int:pk>/reopen/", views.ReopenPage.as_view(), name="reopen"),
    path("proofs/<int:pk>/file/", views.ProofFilePage.as_view(), name="file"),
    path("proofs/<int:pk>/remove/", views.RemoveProofPage.as_view(), name="remove_proof"),
]
