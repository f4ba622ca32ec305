from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "rostok.indicators"
    label = "indicators"
    verbose_name = "Показатели"
