from django.urls import path

from rostok.web.views import HomePage

app_name = "web"
urlpatterns = [path("", HomePage.as_view(), name="home")]
