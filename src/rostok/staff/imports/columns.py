"""The clean template of a staff list: its columns, their words and examples."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular import CellError, Checked, Choice, Column, Day, Number, Text
from rostok.people.models import Gender
from rostok.people.queries import read_phone, read_snils
from rostok.staff.models import AbsenceKind, CategoryLevel, EducationLevel, EmploymentKind
from rostok.staff.reference import posts_of_the_list, subjects_of_the_list

NO_CATEGORY = "none"
OLDEST_BIRTH = date(1920, 1, 1)
OLDEST_WORK = date(1940, 1, 1)


def checked(code: str, read: "partial[str]") -> Checked:
    """A parser out of a function of the domain that refuses with a phrase."""

    def function(text: str) -> str:
        try:
            return read(text)
        except RuleViolation as refusal:
            raise CellError(code, refusal.message) from refusal

    return Checked(function)


@dataclass(frozen=True)
class Listed(Text):
    """Words found later in one of our lists, whose titles the sheet of rules prints."""

    titles: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.titles


POST_TITLES = tuple(post.title for post in posts_of_the_list())
SUBJECT_TITLES = tuple(subject.title for subject in subjects_of_the_list())
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
CATEGORIES = {
    CategoryLevel.FIRST: ("первая", "1", "I", "1 категория", "первая категория", "ПКК"),
    CategoryLevel.HIGHEST: ("высшая", "высшая категория", "в", "ВКК"),
    CategoryLevel.METHODIST: ("педагог-методист",),
    CategoryLevel.MENTOR: ("педагог-наставник",),
    NO_CATEGORY: ("нет", "без категории", "б/к", "не имеет", "СЗД", "соответствие"),
}
ABSENCES = {
    AbsenceKind.CHILD_CARE: ("отпуск по уходу за ребёнком", "декрет", "по уходу за ребёнком"),
    AbsenceKind.LONG_LEAVE: ("длительный отпуск до одного года", "длительный отпуск"),
    AbsenceKind.SUSPENDED: ("трудовой договор приостановлен", "приостановлен", "мобилизован"),
}

COLUMNS = (
    Column(
        "organisation",
        "Код организации",
        aliases=("код ОО", "код учреждения", "организация"),
        parse=Text(40),
        help="Код из списка организаций. Для списка одной организации можно не заполнять.",
        example="oo-001",
    ),
    Column("last_name", "Фамилия", required=True, parse=Text(80), example="Северова"),
    Column("first_name", "Имя", required=True, parse=Text(60), example="Анна"),
    Column(
        "patronymic",
        "Отчество",
        parse=Text(60),
        example="Игоревна",
        help="Если отчества нет, оставьте пустым.",
    ),
    Column("gender", "Пол", parse=Choice(GENDERS), example="женский"),
    Column(
        "birth_date",
        "Дата рождения",
        aliases=("д.р.", "день рождения"),
        parse=Day(earliest=OLDEST_BIRTH),
        example="14.03.1991",
        sensitive=True,
        help="По ней считается возраст и отличаются однофамильцы.",
    ),
    Column(
        "snils",
        "СНИЛС",
        parse=checked("bad_snils", partial(read_snils)),
        example="112-233-445 95",
        sensitive=True,
        help="Хранится только отпечаток номера: по нему человека узнают в другой организации.",
    ),
    Column(
        "phone",
        "Телефон",
        aliases=("мобильный телефон", "контактный телефон"),
        parse=checked("bad_phone", partial(read_phone)),
        example="+7 900 000-00-00",
        sensitive=True,
    ),
    Column(
        "post",
        "Должность",
        required=True,
        parse=Listed(200, POST_TITLES),
        example="учитель",
        help="По номенклатуре должностей 2022 года (постановление Правительства РФ № 225).",
    ),
    Column(
        "kind",
        "Вид занятости",
        aliases=("вид работы", "занятость", "совместительство"),
        parse=Choice(KINDS),
        example="основное",
        help="Пустая ячейка означает основное место работы.",
    ),
    Column(
        "rate",
        "Ставка",
        aliases=("доля ставки", "количество ставок"),
        parse=Number(Decimal("0.01"), Decimal(3)),
        example="1",
    ),
    Column(
        "subjects",
        "Предметы",
        aliases=("предмет", "преподаваемые предметы"),
        parse=Listed(300, SUBJECT_TITLES),
        example="математика, физика",
        help="Несколько предметов пишут через запятую.",
    ),
    Column(
        "start",
        "Дата приёма",
        aliases=("принят", "дата приема на работу", "работает с"),
        required=True,
        parse=Day(earliest=OLDEST_WORK),
        example="01.09.2019",
    ),
    Column(
        "last_day",
        "Дата увольнения",
        aliases=("уволен", "последний день работы"),
        parse=Day(earliest=OLDEST_WORK),
        help="Последний день работы. Пустая ячейка означает, что человек работает.",
    ),
    Column("education", "Образование", parse=Choice(EDUCATION), example="высшее педагогическое"),
    Column(
        "pedagogical_since",
        "Начало педагогической работы",
        aliases=("педагогический стаж с", "педагогическая работа с"),
        parse=Day(earliest=OLDEST_WORK),
        example="01.09.2013",
        help="Первый день первой педагогической должности. По нему считается стаж.",
    ),
    Column(
        "category",
        "Категория",
        aliases=("квалификационная категория",),
        parse=Choice(CATEGORIES),
        example="первая",
    ),
    Column(
        "category_from",
        "Категория с",
        aliases=("дата присвоения категории", "категория присвоена"),
        parse=Day(earliest=OLDEST_WORK),
        example="22.12.2023",
    ),
    Column(
        "category_last_day",
        "Категория по",
        aliases=("категория до", "срок действия категории"),
        parse=Day(earliest=OLDEST_WORK),
        help="Если пусто: присвоенная до 01.09.2023 действует 5 лет, более поздняя — бессрочно.",
    ),
    Column(
        "absence",
        "Длительное отсутствие",
        parse=Choice(ABSENCES),
        help="Только отпуск по уходу за ребёнком, длительный отпуск, приостановленный договор.",
    ),
    Column("absence_from", "Отсутствие с", parse=Day(earliest=OLDEST_WORK)),
    Column("absence_last_day", "Отсутствие по", parse=Day(earliest=OLDEST_WORK)),
)

EXAMPLES = (
    {column.code: column.example for column in COLUMNS if column.example},
    {
        "organisation": "oo-001",
        "last_name": "Полевой",
        "first_name": "Олег",
        "patronymic": "Семёнович",
        "gender": "мужской",
        "birth_date": "02.11.1979",
        "post": "заместитель директора по УВР",
        "start": "15.08.2011",
        "education": "высшее",
        "pedagogical_since": "01.09.2001",
    },
)
