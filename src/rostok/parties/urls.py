from django.urls import path

from rostok.parties import views

app_name = "parties"
urlpatterns = [
    path("mine/", views.MinePage.as_view(), name="mine"),
    path("of/<slug:key>/", views.StructurePage.as_view(), name="structure"),
    path("of/<slug:key>/<slug:party>/", views.NamePage.as_view(), name="name"),
    path("<int:pk>/release/", views.ReleasePage.as_view(), name="release"),
]
