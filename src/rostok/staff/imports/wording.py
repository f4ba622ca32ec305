"""Words of staff lists: kinds of work, categories, education, shares of a post, years."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular import Cell, CellError, Choice, Number, Parser, as_text
from rostok.kernel.tabular.columns import Parts
from rostok.kernel.tabular.dates import read_date
from rostok.kernel.tabular.headers import LOOK_ALIKES
from rostok.kernel.text import norm
from rostok.people.models import Gender
from rostok.people.queries import read_snils
from rostok.staff.models import AbsenceKind, CategoryLevel, EducationLevel, EmploymentKind

NO_CATEGORY = "none"
OLDEST_WORK = date(1940, 1, 1)
SNILS_LENGTH = 11
SOON = timedelta(days=366)
DAY_IN_TEXT = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}[./]\d{1,2}[./]\d{2}(?!\d)")
AFTER_LEVEL = re.compile(
    r"[,;(]|\b(?:приказ|пр|распоряжение|протокол|от|с|до|по)\b|№|\d{1,2}[./]\d"
)

KINDS = {
    EmploymentKind.MAIN: ("основное", "основное место работы", "осн.", "штатный", "основной"),
    EmploymentKind.INTERNAL: (
        "внутреннее совместительство",
        "внутренний совместитель",
        "внутр. совм.",
    ),
    EmploymentKind.EXTERNAL: (
        "внешнее совместительство",
        "внешний совместитель",
        "совместитель",
        "внеш. совм.",
    ),
    EmploymentKind.CONTRACT: ("договор ГПХ", "ГПХ", "гражданско-правовой договор"),
}
KIND_PATTERNS = {
    EmploymentKind.CONTRACT: r"гпх|гпд|граждан",
    EmploymentKind.INTERNAL: r"^внутр|^вн\.? ?совм|\bвнутр",
    EmploymentKind.EXTERNAL: r"^внеш|\bвнешн|^совм|^по совм",
    EmploymentKind.MAIN: r"^осн|^по осн|^штат|^постоян",
}
GENDERS = {
    Gender.FEMALE: ("женский", "ж", "жен", "женщина"),
    Gender.MALE: ("мужской", "м", "муж", "мужчина"),
}
EDUCATION = {
    EducationLevel.HIGHER_PEDAGOGICAL: ("высшее педагогическое", "высшее пед", "ВПО пед"),
    EducationLevel.HIGHER: ("высшее", "ВПО", "высшее профессиональное", "ВО"),
    EducationLevel.SECONDARY_PEDAGOGICAL: (
        "среднее профессиональное педагогическое",
        "СПО пед",
        "среднее педагогическое",
        "среднее специальное педагогическое",
    ),
    EducationLevel.SECONDARY: (
        "среднее профессиональное",
        "СПО",
        "среднее специальное",
        "среднее",
    ),
    EducationLevel.STUDENT: ("студент", "студент педагогической программы", "обучается"),
}
MIDDLE = r"(?:средн\w*[ \-/]*(?:проф|спец|пед)|ср[. \-/]+(?:проф|спец|пед)|спо\b|с/с\b)"
EDUCATION_PATTERNS = {
    EducationLevel.STUDENT: r"^студент|^обучается|^учится",
    EducationLevel.HIGHER_PEDAGOGICAL: r"^(?:высш|впо\b|во\b|бакалавр|магистр|специалитет).*\bпед",
    EducationLevel.SECONDARY_PEDAGOGICAL: rf"^{MIDDLE}.*\bпед|^средн\w* пед|^ср[. ]+пед",
    EducationLevel.HIGHER: r"^(?:высш|впо\b|бакалавр|магистр|специалитет)",
    EducationLevel.SECONDARY: rf"^{MIDDLE}",
}
CATEGORIES = {
    CategoryLevel.FIRST: ("первая", "1", "I", "1 категория", "первая категория", "ПКК"),
    CategoryLevel.HIGHEST: ("высшая", "высшая категория", "в", "ВКК"),
    CategoryLevel.METHODIST: ("педагог-методист",),
    CategoryLevel.MENTOR: ("педагог-наставник",),
    NO_CATEGORY: ("нет", "без категории", "б/к", "не имеет", "СЗД", "соответствие"),
}
OF_CATEGORY = r"(?:[ .]*(?:кв\w*|квал\w*))?(?:[ .]*(?:кат\w*|к))?[ .]*"
CATEGORY_PATTERNS = {
    CategoryLevel.HIGHEST: rf"^(?:высш\w*|выс|в[./ ]*к|вк?к){OF_CATEGORY}$",
    CategoryLevel.FIRST: rf"^(?:перв\w*|[1iі][- ]?(?:я|ая)?|п[./ ]*к){OF_CATEGORY}$",
    CategoryLevel.METHODIST: r"^(?:категория )?педагог[ -]?методист$",
    CategoryLevel.MENTOR: r"^(?:категория )?педагог[ -]?наставник$",
    NO_CATEGORY: (
        r"^(?:нет|без|не имеет|не аттест|не присв|отсутств|б[./ ]*к)"
        r"|^(?:на )?соотв|^сзд|^с/з/д|^с\.?з\.?д"
    ),
}
ABSENCES = {
    AbsenceKind.CHILD_CARE: ("отпуск по уходу за ребёнком", "декрет", "по уходу за ребёнком"),
    AbsenceKind.LONG_LEAVE: ("длительный отпуск до одного года", "длительный отпуск"),
    AbsenceKind.SUSPENDED: ("трудовой договор приостановлен", "приостановлен", "мобилизован"),
}
ABSENCE_PATTERNS = {
    AbsenceKind.CHILD_CARE: r"декрет|уход\w* за реб|отпуск.* до (?:1,5|полутора|3|трех) ?(?:лет|х)",
    AbsenceKind.LONG_LEAVE: r"длительн|годичн|отпуск.* до (?:одного |1 )?года",
    AbsenceKind.SUSPENDED: r"приостан|мобилиз|\bсво\b",
}


def soon() -> date:
    """The last day that a year written in two digits may mean."""
    return clock.today() + SOON


@dataclass(frozen=True)
class Category(Choice):
    """A category, alone or with the day of its order in the same cell."""

    def __call__(self, cell: Cell) -> Any:
        text = norm(as_text(cell))
        if (days := DAY_IN_TEXT.findall(text)) and (level := self.level_in(text)) is not None:
            return Parts({"category": level, **days_of(text, days)})
        try:
            return super().__call__(cell)
        except CellError:
            level = self.level_in(text.translate(LOOK_ALIKES))
            if level is None:
                raise
            return level

    def level_in(self, text: str) -> Any:
        """The level said before the order, the day, the number; nothing when it is none."""
        words = AFTER_LEVEL.split(text, maxsplit=1)[0].strip(" .:-")
        try:
            return super().__call__(words) if words and self.is_plain(text, words) else None
        except CellError:
            return None

    def is_plain(self, text: str, words: str) -> bool:
        """Nothing after the level but its order: «высшая, педагог-наставник» is two levels."""
        return re.search(r"наставник|методист", text.removeprefix(words)) is None


def days_of(text: str, days: list[str]) -> dict[str, date]:
    """The first day and the last, as the words before them say."""
    found: dict[str, date] = {}
    for day in days[:2]:
        before = text[: text.index(day)].rstrip(" .")
        ends = re.search(r"\b(?:до|по)$", before) or "category_from" in found
        code = "category_last_day" if ends else "category_from"
        found[code] = read_date(day, OLDEST_WORK, date(2100, 12, 31), short_latest=soon())
    return found


@dataclass(frozen=True)
class Rate(Number):
    """A share of a full post: «0,5», «1 ст.», «½ ставки», «1/2»."""

    def __call__(self, cell: Cell) -> Decimal:
        if not isinstance(cell, str):
            return super().__call__(cell)
        text = re.sub(r" ?(?:став\w*|шт\w*\.?(?: ?ед\w*\.?)?|ст|ед)\.?$", "", norm(cell)).strip(
            " ."
        )
        if re.search(r"час|\bч\b", text):
            raise CellError("hours", "Указаны часы. Напишите долю ставки, например 0,5.")
        if text in {"пол", "полставки", "половина", "½"}:
            return Decimal("0.5")
        if text in {"¼", "¾"}:
            return Decimal("0.25") if text == "¼" else Decimal("0.75")
        if found := re.fullmatch(r"(\d)/(\d)", text):
            return super().__call__(rounded(found[1], found[2]))
        return super().__call__(text or cell)


def rounded(over: str, under: str) -> str:
    if under == "0":
        raise CellError("not_a_number", "Нужно число.")
    share = Fraction(int(over), int(under))
    return str((Decimal(share.numerator) / share.denominator).quantize(Decimal("0.01")))


class Snils(Parser):
    """СНИЛС however it is divided; Excel drops the zeros in front of a number."""

    def __call__(self, cell: Cell) -> str:
        text = as_text(cell)
        if isinstance(cell, int | float) and text.isdecimal():
            text = text.zfill(SNILS_LENGTH)
        try:
            return read_snils(text)
        except RuleViolation as refusal:
            raise CellError("bad_snils", refusal.message) from refusal


@dataclass(frozen=True)
class Years(Parser):
    """Full years of service: «12», «12 лет», «12 лет 5 мес.», «12,5»."""

    largest: int = 75

    def __call__(self, cell: Cell) -> int:
        text = norm(as_text(cell))
        found = re.fullmatch(
            r"(\d{1,2})(?:[.,]\d+)?(?: ?(?:лет|год\w*|г|л)\b\.?)?(?:[ ,и]+\d{1,2} ?м\w*\.?)?"
            r"(?:[ ,и]+\d{1,2} ?д\w*\.?)?",
            text,
        )
        if re.fullmatch(r"(?:нет|0|б/с|\d{1,2} ?м\w*\.?)", text):
            return 0
        if found is None or int(found[1]) > self.largest:
            raise CellError("not_years", "Нужно число полных лет, например 12.")
        return int(found[1])
