from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "rostok.kernel"
    label = "kernel"
    verbose_name = "Основа"
