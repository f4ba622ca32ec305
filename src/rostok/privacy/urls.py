from django.urls import URLPattern, path

from rostok.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("mine/", views.MyDataPage.as_view(), name="mine"),
    path("mine/looks/", views.LooksPage.as_view(), name="my_looks"),
    path("mine/consents/<slug:purpose>/give/", views.GiveConsentPage.as_view(), name="my_give"),
    path(
        "mine/consents/<int:pk>/withdraw/",
        views.WithdrawConsentPage.as_view(),
        name="my_withdraw",
    ),
    path("mine/requests/new/", views.MakeRequestPage.as_view(), name="my_new_request"),
    path("mine/requests/<int:pk>/", views.MyRequestPage.as_view(), name="my_request"),
    path("mine/requests/<int:pk>/file/", views.MyAnswerFilePage.as_view(), name="my_answer_file"),
    path("mine/export/", views.StartExportPage.as_view(), name="my_start_export"),
    path("mine/exports/<int:pk>/", views.OwnExportPage.as_view(), name="my_export"),
    path("consents/", views.ConsentListPage.as_view(), name="consents"),
    path("consents/list/", views.RecordListPage.as_view(), name="record_list"),
    path("consents/<int:pk>/withdraw/", views.RecordWithdrawalPage.as_view(), name="withdraw"),
    path("consents/<int:pk>/scan/", views.ScanPage.as_view(), name="scan"),
    path(
        "consents/<int:pk>/withdrawal-scan/",
        views.WithdrawalScanPage.as_view(),
        name="withdrawal_scan",
    ),
    path("people/<int:pk>/", views.PersonPage.as_view(), name="person"),
    path("people/<int:pk>/consent/", views.RecordConsentPage.as_view(), name="record_consent"),
    path("people/<int:pk>/request/", views.RecordRequestPage.as_view(), name="record_request"),
    path("people/<int:pk>/block/", views.BlockPage.as_view(), name="block"),
    path("blocks/<int:pk>/lift/", views.LiftBlockPage.as_view(), name="lift_block"),
    path("requests/", views.RequestListPage.as_view(), name="requests"),
    path("requests/<int:pk>/", views.RequestPage.as_view(), name="request"),
    path("requests/<int:pk>/take/", views.TakePage.as_view(), name="take"),
    path("requests/<int:pk>/answer/", views.AnswerPage.as_view(), name="answer"),
    path("requests/<int:pk>/extend/", views.ExtendPage.as_view(), name="extend"),
    path("requests/<int:pk>/refuse/", views.RefusePage.as_view(), name="refuse"),
    path("requests/<int:pk>/scan/", views.RequestScanPage.as_view(), name="request_scan"),
    path("requests/<int:pk>/file/", views.AnswerFilePage.as_view(), name="answer_file"),
]
