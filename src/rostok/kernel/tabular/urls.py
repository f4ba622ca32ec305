"""Addresses of imports, included by the package's own under `imports/`."""

from django.urls import path

from rostok.kernel.tabular import asking_pages, pages, undo_page

urlpatterns = [
    path("batch/<int:pk>/", pages.BatchPage.as_view(), name="import_batch"),
    path("batch/<int:pk>/confirm/", pages.ConfirmPage.as_view(), name="import_confirm"),
    path("batch/<int:pk>/check/", pages.CheckPage.as_view(), name="import_check"),
    path("batch/<int:pk>/columns/", asking_pages.ColumnsPage.as_view(), name="import_columns"),
    path("batch/<int:pk>/words/", asking_pages.WordsPage.as_view(), name="import_words"),
    path("batch/<int:pk>/drop/", pages.DropPage.as_view(), name="import_drop"),
    path("batch/<int:pk>/undo/", undo_page.UndoPage.as_view(), name="import_undo"),
    path("batch/<int:pk>/failed.xlsx", pages.FailedRowsPage.as_view(), name="import_failed"),
    path("<str:spec>/", pages.UploadPage.as_view(), name="import_upload"),
    path("<str:spec>/memory/", asking_pages.MemoryPage.as_view(), name="import_memory"),
    path("<str:spec>/template.xlsx", pages.TemplatePage.as_view(), name="import_template"),
]
