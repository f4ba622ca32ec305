from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "rostok.staff"
    label = "staff"
    verbose_name = "Кадры"
