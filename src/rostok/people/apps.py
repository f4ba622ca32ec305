from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rostok.people"
    label = "people"
    verbose_name = "Люди"
