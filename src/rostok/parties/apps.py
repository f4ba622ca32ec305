from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "rostok.parties"
    label = "parties"
    verbose_name = "Субъекты и их функции"
