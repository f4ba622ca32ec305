from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "rostok.packs"
    label = "packs"
    verbose_name = "Положения"
