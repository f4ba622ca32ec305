from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "rostok.orgs"
    label = "orgs"
    verbose_name = "Территории и организации"
