"""Names of people as lists hold them: in one cell or three, in capitals, in Latin look-alikes."""

import re
from dataclasses import dataclass

from rostok.kernel.tabular import Cell, CellError, Text, as_text
from rostok.kernel.tabular.columns import Parts
from rostok.kernel.text import DASHES
from rostok.people.queries import LOOK_ALIKES, PARTICLES, cased

AROUND_HYPHEN = re.compile(r"\s*-\s*")
FOREIGN_LETTER = re.compile(r"[A-Za-z]")
INITIALS = re.compile(r"^[А-ЯЁ]\.?(?:[ -]?[А-ЯЁ]\.?){0,2}$")
HAS_INITIAL = re.compile(r"(?:^|\s)[А-ЯЁ](?:\.|(?=\s|$))")
ALLOWED = re.compile(r"[А-Яа-яЁёA-Za-zІіЇїҢңӨөҮүҺһӘәҚқҒғЎў'’`. -]+")
FORMER = re.compile(r"^([^\s(]+)\s*\([^)]*\)")
NOBODY = re.compile(r"^(?:нет|отсутств\w*|без отчества|б/о)$", re.IGNORECASE)
OF_SURNAME = frozenset({"де", "ди", "да", "ван", "фон", "дер", "ден", "ла", "ле", "дель", "эль"})
PATRONYMIC = re.compile(r"(?:[оеёи]вич|ьич|мич|нич|кич|евна|овна|ична|инична|ишна)$", re.IGNORECASE)
SURNAME = re.compile(
    r"(?:[оеё]в|[оеё]ва|ин|ина|ын|ына|[сц]кий|[сц]кая|[цс]кой|[иы]х|енко|ук|юк|як|дзе|швили|ян|ец)$",
    re.IGNORECASE,
)
FULL, LAST = 3, -1
PLACES = ("last_name", "first_name", "patronymic")
LONGEST = dict(zip(PLACES, (80, 60, 60), strict=True))


def one_name(text: str) -> str:
    """A name with Cyrillic letters, hyphens without spaces, capitals where they belong.

    Refused: Latin letters that look like no others, digits, marks.
    """
    name = AROUND_HYPHEN.sub("-", DASHES.sub("-", text)).strip(" ,;")
    if FOREIGN_LETTER.search(name):
        name = name.translate(LOOK_ALIKES)
    if FOREIGN_LETTER.search(name):
        raise CellError("bad_name", "В имени латинские буквы. Напишите его по-русски.")
    if not ALLOWED.fullmatch(name):
        raise CellError("bad_name", "В имени цифры или лишние знаки. Оставьте только имя.")
    return " ".join(map(cased, name.split()))


@dataclass(frozen=True)
class Name(Text):
    """A last name, a first name or a patronymic in a cell of its own."""

    place: str = "last_name"

    def __call__(self, cell: Cell) -> str | None:  # type: ignore[override]
        text = super().__call__(cell)
        if self.place == "patronymic" and NOBODY.match(text):
            return None
        name = one_name(FORMER.sub(r"\1", text))
        if self.place != "last_name":
            refuse_initials(name)
        return name


def refuse_initials(name: str) -> None:
    if INITIALS.match(name) or HAS_INITIAL.search(name):
        raise CellError(
            "initials",
            "Записаны инициалы. Нужны имя и отчество полностью: по ним узнают человека.",
        )


@dataclass(frozen=True)
class FullName(Text):
    """«Фамилия Имя Отчество» in one cell, also «Имя Отчество Фамилия» where the endings tell."""

    max_length: int = 200

    def __call__(self, cell: Cell) -> Parts:  # type: ignore[override]
        text = FORMER.sub(r"\1", super().__call__(cell))
        if "(" in text:
            raise CellError(
                "note_in_name",
                "В ячейке с ФИО есть пометка в скобках. Перенесите её в свой столбец.",
            )
        words = one_name(text.replace(",", " ")).split()
        refuse_initials(" ".join(words))
        parts = split_name(words)
        for place, part in zip(PLACES, parts, strict=True):
            if len(part) > LONGEST[place]:
                raise CellError("too_long", f"Длиннее {LONGEST[place]} знаков.")
        return Parts(zip(PLACES, (part or None for part in parts), strict=True))

    def show(self, value: object) -> str:
        return as_text(value)  # type: ignore[arg-type]


def split_name(words: list[str]) -> tuple[str, str, str]:
    """Last name, first name, patronymic. Refused: less than a name, more than can be told apart."""
    words, tail = words_and_tail(words)
    last, rest = surname_first(words)
    if not rest:
        raise CellError("half_name", "Нужны фамилия и имя, а здесь чего-то не хватает.")
    if len(rest) == 1 and not tail:
        if PATRONYMIC.search(rest[0]) and not PATRONYMIC.search(last):
            raise CellError("half_name", "Похоже, здесь нет фамилии или имени.")
        return last, rest[0], ""
    if tail:
        if len(rest) < 1 + 1:
            raise CellError("half_name", "Похоже, здесь нет имени или отчества.")
        return last, " ".join(rest[:-1]), f"{rest[-1]} {tail}"
    return last, " ".join(rest[:-1]), rest[-1]


def words_and_tail(words: list[str]) -> tuple[list[str], str]:
    """The words without the particle of a patronymic at their end."""
    if words and words[LAST].casefold() in PARTICLES:
        return words[:LAST], words[LAST]
    return words, ""


def surname_first(words: list[str]) -> tuple[str, list[str]]:
    """The last name and the rest; it may stand at the end or take two words."""
    count = 2 if len(words) > 1 and words[0].casefold() in OF_SURNAME else 1
    if len(words) == FULL and PATRONYMIC.search(words[1]) and not PATRONYMIC.search(words[2]):
        return words[2], words[:2]
    if len(words) > FULL and count == 1:
        if len(words) > FULL + 1:
            raise too_many()
        if SURNAME.search(words[1]) and PATRONYMIC.search(words[3]):
            count = 2
        elif not PATRONYMIC.search(words[3]):
            raise too_many()
    return " ".join(words[:count]), words[count:]


def too_many() -> CellError:
    return CellError(
        "many_words",
        "Не понять, где здесь фамилия. Разделите её на столбцы: фамилия, имя, отчество.",
    )
