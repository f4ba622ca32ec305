from typing import Any

from django.core.management.base import BaseCommand

from rostok.packs.schema import write_schemas


class Command(BaseCommand):
    help = "Пишет JSON Schema файлов положений в packs/schema"

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name in write_schemas():
            self.stdout.write(name)
