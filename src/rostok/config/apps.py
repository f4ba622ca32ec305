from django.apps import AppConfig

from rostok.kernel.discovery import discover


class CompositionConfig(AppConfig):
    name = "rostok.config"
    label = "config"
    verbose_name = "Сборка"

    def ready(self) -> None:
        discover()
