import gc

from django.apps import AppConfig

from rostok.kernel.ui.cells import inspect_once

COLLECT_AFTER = 50_000


class KernelConfig(AppConfig):
    name = "rostok.kernel"
    label = "kernel"
    verbose_name = "Основа"

    def ready(self) -> None:
        collect_less_often()
        inspect_once()


def collect_less_often() -> None:
    """Let thousands of rows be held at once without looking through all of them for cycles.

    By default Python looks after every 700 new objects: two fifths of the time of a long list.
    """
    gc.set_threshold(COLLECT_AFTER)
