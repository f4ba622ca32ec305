from django.urls import URLPattern, path

from rostok.staff import views

app_name = "staff"
urlpatterns: list[URLPattern] = [
    path("", views.StaffListPage.as_view(), name="list"),
    path("export/", views.StaffExportPage.as_view(), name="export"),
    path("no-access/", views.NoAccessPage.as_view(), name="no_access"),
    path("people/<int:pk>/", views.PersonPage.as_view(), name="person"),
    path("people/<int:pk>/edit/", views.EditPersonPage.as_view(), name="edit"),
    path("people/<int:pk>/card/", views.CardPage.as_view(), name="card"),
    path("people/<int:pk>/sensitive/", views.SensitivePage.as_view(), name="sensitive"),
    path("people/<int:pk>/category/", views.CategoryPage.as_view(), name="category"),
    path("people/<int:pk>/employment/", views.StartEmploymentPage.as_view(), name="start"),
    path("employments/<int:pk>/", views.EditEmploymentPage.as_view(), name="edit_employment"),
    path("employments/<int:pk>/end/", views.EndEmploymentPage.as_view(), name="end"),
    path("employments/<int:pk>/absence/", views.AbsencePage.as_view(), name="absence"),
    path("absences/<int:pk>/end/", views.EndAbsencePage.as_view(), name="end_absence"),
    path(
        "employments/<int:pk>/transfer/", views.OfferTransferPage.as_view(), name="offer_transfer"
    ),
    path("left/", views.LeaversPage.as_view(), name="leavers"),
    path("alike/", views.AlikePage.as_view(), name="alike"),
    path("alike/<int:pk>/<int:other>/", views.ComparePage.as_view(), name="compare"),
    path("alike/<int:pk>/<int:other>/apart/", views.SetApartPage.as_view(), name="set_apart"),
    path("merges/<int:pk>/undo/", views.UndoMergePage.as_view(), name="undo_merge"),
    path("transfers/", views.TransferListPage.as_view(), name="transfers"),
    path("transfers/ask/", views.AskTransferPage.as_view(), name="ask_transfer"),
    path("transfers/<int:pk>/", views.TransferPage.as_view(), name="transfer"),
    path("transfers/<int:pk>/agree/", views.AgreeTransferPage.as_view(), name="agree_transfer"),
    path("transfers/<int:pk>/accept/", views.AcceptTransferPage.as_view(), name="accept_transfer"),
    path("transfers/<int:pk>/refuse/", views.RefuseTransferPage.as_view(), name="refuse_transfer"),
    path(
        "transfers/<int:pk>/withdraw/",
        views.WithdrawTransferPage.as_view(),
        name="withdraw_transfer",
    ),
    path("organisations/<int:pk>/add/", views.AddPersonPage.as_view(), name="add"),
    path("organisations/<int:pk>/vacancy/", views.OpenVacancyPage.as_view(), name="vacancy"),
    path("vacancies/<int:pk>/close/", views.CloseVacancyPage.as_view(), name="close_vacancy"),
]
