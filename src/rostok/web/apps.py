from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rostok.web"
    label = "web"
    verbose_name = "Главная"
