from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rostok.accounts"
    label = "accounts"
    verbose_name = "Доступ"
