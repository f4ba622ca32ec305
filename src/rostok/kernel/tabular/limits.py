"""How large a table may be. Each limit has a refusal that says what to do."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes; `area` is cells in the rectangle around all the filled ones."""

    size: int = 20 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    entries: int = 2000
    ratio: int = 400
    columns: int = 200
    rows: int = 100_000
    area: int = 12_000_000

    @property
    def too_large(self) -> str:
        return (
            f"Файл больше {self.size // MEGABYTE} МБ. Уберите картинки и лишние листы или разделите"
            " список на несколько файлов."
        )

    @property
    def too_wide(self) -> str:
        return (
            f"В таблице больше {self.columns} столбцов. Оставьте только нужные: они перечислены в"
            " шаблоне."
        )

    @property
    def too_many_rows(self) -> str:
        return f"В таблице больше {self.rows} заполненных строк. Разделите её на несколько файлов."

    @property
    def too_scattered(self) -> str:
        return (
            "Заполненные ячейки разбросаны слишком далеко друг от друга. Скопируйте нужные строки"
            " на новый лист и загрузите его."
        )


LIMITS = Limits()
