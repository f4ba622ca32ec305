"""Columns of the table of territories and organisations."""

from dataclasses import dataclass
from typing import Any

from rostok.kernel.tabular import Cell, CellError, Choice, Column, Parser, Text, as_text
from rostok.kernel.tabular import Day as DayParser
from rostok.kernel.text import norm
from rostok.orgs.kinds import BRANCH, BRANCHES
from rostok.orgs.models import FlagKind, OrgKind, UnitKind
from rostok.orgs.zones import ZONES

OTHER_BRANCHES = {
    BRANCH + OrgKind.KINDERGARTEN: (
        "дошкольное подразделение",
        "дошкольное отделение",
        "детский сад при школе",
        "подразделение: детский сад",
    ),
    BRANCH + OrgKind.SCHOOL: ("филиал школы", "подразделение: школа"),
}
KINDS: dict[str, tuple[str, ...]] = {
    UnitKind.COUNTRY: ("страна",),
    UnitKind.REGION: ("регион", "субъект", "субъект РФ", "область", "республика", "край"),
    UnitKind.MUNICIPALITY: (
        "муниципалитет",
        "муниципальное образование",
        "МО",
        "район",
        "муниципальный район",
        "муниципальный округ",
        "городской округ",
        "кожуун",
    ),
    UnitKind.UNIT: ("подразделение", "структурное подразделение", "филиал", "отделение"),
    **{value: (str(title), *OTHER_BRANCHES.get(value, ())) for value, title in BRANCHES.items()},
    OrgKind.SCHOOL: (
        "общеобразовательная организация",
        "общеобразовательное учреждение",
        "школа",
        "СОШ",
        "ООШ",
        "НОШ",
        "ОО",
        "гимназия",
        "лицей",
        "школа-интернат",
    ),
    OrgKind.KINDERGARTEN: (
        "дошкольная организация",
        "дошкольная образовательная организация",
        "дошкольное образовательное учреждение",
        "детский сад",
        "д/с",
        "ДОУ",
        "ДОО",
        "МБДОУ",
    ),
    OrgKind.ADDITIONAL: (
        "организация дополнительного образования",
        "учреждение дополнительного образования",
        "дополнительное образование",
        "УДО",
        "ОДО",
        "ДДТ",
        "ЦДТ",
        "ДЮСШ",
        "СШ",
        "дом творчества",
    ),
    OrgKind.VOCATIONAL: (
        "профессиональная образовательная организация",
        "СПО",
        "ПОО",
        "колледж",
        "техникум",
    ),
    OrgKind.INSTITUTE: ("организация ДПО", "ДПО", "институт", "ИРО", "ИПК"),
    OrgKind.SERVICE: (
        "методическая служба",
        "ММС",
        "методический кабинет",
        "методический центр",
        "РМК",
        "ИМЦ",
        "ЦНППМ",
    ),
    OrgKind.AUTHORITY: (
        "орган управления образованием",
        "управление образования",
        "отдел образования",
        "комитет образования",
        "департамент образования",
        "министерство образования",
        "РУО",
        "МОУО",
    ),
}
FLAGS: dict[str, tuple[str, ...]] = {
    FlagKind.LOW_RESULTS: (str(FlagKind.LOW_RESULTS.label), "ШНОР", "низкие результаты"),
    FlagKind.SMALL_RURAL: (str(FlagKind.SMALL_RURAL.label), "малокомплектная", "МКШ"),
    FlagKind.GROWTH_POINT: (str(FlagKind.GROWTH_POINT.label), "Точка роста"),
    FlagKind.QUANTORIUM: (str(FlagKind.QUANTORIUM.label), "кванториум"),
    FlagKind.IT_CUBE: (str(FlagKind.IT_CUBE.label), "IT-куб", "ИТ-куб"),
}


@dataclass(frozen=True)
class Flags(Parser):
    """Several marks in one cell, parted by semicolons; kept sorted."""

    def __call__(self, cell: Cell) -> list[str]:
        words = [word for part in as_text(cell).split(";") if (word := part.strip())]
        return sorted({flag_named(word) for word in words})

    def show(self, value: Any) -> str:
        return "; ".join(FLAGS[flag][0] for flag in value)


def flag_named(word: str) -> str:
    for flag, names in FLAGS.items():
        if norm(word) in map(norm, names):
            return flag
    shown = ", ".join(names[-1] for names in FLAGS.values())
    raise CellError("unknown_choice", f"Такого признака нет. Возможны: {shown}.")


COLUMNS = (
    Column(
        "code",
        "Код",
        ("Код организации", "Код территории"),
        required=True,
        parse=Text(40),
        help="По коду запись узнаётся при следующих загрузках",
        example="03-north-1",
    ),
    Column(
        "title",
        "Полное название",
        ("Название", "Наименование", "Полное наименование", "Наименование организации"),
        required=True,
        parse=Text(500),
    ),
    Column(
        "short_title",
        "Краткое название",
        ("Краткое наименование", "Сокращённое наименование", "Кратко"),
        parse=Text(200),
        help="Если пусто, берётся полное",
    ),
    Column(
        "kind",
        "Вид",
        ("Вид организации", "Тип", "Тип организации", "Вид территории или организации"),
        required=True,
        parse=Choice(KINDS),
    ),
    Column(
        "parent",
        "Входит в (код)",
        ("Входит в", "Код вышестоящей", "Код родителя", "Код муниципалитета", "Вышестоящая"),
        parse=Text(40),
        help="Код территории или организации; она может стоять ниже в этом же файле",
        example="03-north",
    ),
    Column("opened_on", "Открыта", ("Дата открытия",), parse=DayParser()),
    Column(
        "last_day",
        "Последний день работы",
        ("Закрыта", "Дата закрытия", "Дата ликвидации"),
        parse=DayParser(),
    ),
    Column(
        "time_zone",
        "Часовой пояс",
        ("Временная зона", "Пояс"),
        parse=Choice({zone: (*names, zone) for zone, names in ZONES.items()}),
        help="Если пусто, как у вышестоящей",
    ),
    Column(
        "flags",
        "Признаки",
        ("Признак", "Отметки"),
        parse=Flags(),
        help="Через точку с запятой. Загрузка только добавляет признаки, со дня загрузки",
        example="Точка роста; малокомплектная",
    ),
)
