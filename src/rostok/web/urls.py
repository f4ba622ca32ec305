from django.urls import path

from rostok.web.views import HomePage, TodoPage

app_name = "web"
urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("today/", TodoPage.as_view(), name="todo"),
]
