from django.urls import path

from rostok.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.NoticeListPage.as_view(), name="list"),
    path("read/", views.ReadAllPage.as_view(), name="read_all"),
    path("choose/", views.ChoosePage.as_view(), name="choose"),
    path("<int:pk>/", views.OpenPage.as_view(), name="open"),
    path("<int:pk>/read/", views.ReadPage.as_view(), name="read"),
]
