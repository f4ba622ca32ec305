from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "rostok.privacy"
    label = "privacy"
    verbose_name = "Персональные данные"
