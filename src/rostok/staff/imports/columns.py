"""The columns of a staff list: their names, their words, and what else such lists hold."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular import CellError, Checked, Choice, Column, Day, Text
from rostok.people.queries import read_phone
from rostok.staff.imports.names import FullName, Name
from rostok.staff.imports.wording import (
    ABSENCE_PATTERNS,
    ABSENCES,
    CATEGORIES,
    CATEGORY_PATTERNS,
    EDUCATION,
    EDUCATION_PATTERNS,
    GENDERS,
    KIND_PATTERNS,
    KINDS,
    NO_CATEGORY,
    OLDEST_WORK,
    Category,
    Rate,
    Snils,
    Years,
    soon,
)
from rostok.staff.reference import BETWEEN_SUBJECTS, posts_of_the_list, subjects_of_the_list

__all__ = ["COLUMNS", "EXAMPLES", "NO_CATEGORY"]

OLDEST_BIRTH = date(1920, 1, 1)
YOUNGEST = timedelta(days=14 * 365)


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


def grown_up() -> date:
    """The last day on which somebody who works may have been born."""
    return clock.today() - YOUNGEST


def worked(month_is: str = "first") -> Day:
    """A day of working life; a month alone means its first day, or its last."""
    return Day(earliest=OLDEST_WORK, month_is=month_is, short_until=soon)


POST_TITLES = tuple(post.title for post in posts_of_the_list())
SUBJECT_TITLES = tuple(subject.title for subject in subjects_of_the_list())
NAMES = ("last_name", "first_name", "patronymic")
HIRED = r"дат\w* (?:прием|поступл|начала работы|назначен|трудоустр)|прин\w* на работу|дата прием"

COLUMNS = (
    Column(
        "full_name",
        "ФИО",
        aliases=(
            "Ф.И.О.",
            "Ф. И. О.",
            "Фамилия, имя, отчество",
            "Сотрудник",
            "Работник",
            "Педагог",
        ),
        parse=FullName(),
        pattern=r"^ф\.? ?и\.? ?о\b|фамилия,? ?(?:и )?имя|^фио|(?:^|\s)ф\.и\.о",
        gives=NAMES,
        extra=True,
        help="Фамилия, имя и отчество в одной ячейке.",
    ),
    Column(
        "organisation",
        "Код организации",
        aliases=("код ОО", "код учреждения", "организация", "ОО", "ОУ", "школа"),
        parse=Text(300),
        pattern=r"^(?:наимен\w*|назван\w*|кратк\w* наимен\w*)? ?(?:образоват\w* )?"
        r"(?:организаци|учрежден)|^место работы|^(?:наимен\w* )?(?:оо|оу|доу)\b",
        constant=True,
        help="Код или название из списка организаций. Для одной организации можно не заполнять.",
        example="oo-001",
    ),
    Column(
        "last_name",
        "Фамилия",
        required=True,
        parse=Name(80, "last_name"),
        pattern=r"^фамилия(?: (?:работника|педагога|сотрудника|учителя))?$",
        example="Северова",
    ),
    Column("first_name", "Имя", required=True, parse=Name(60, "first_name"), example="Анна"),
    Column(
        "patronymic",
        "Отчество",
        parse=Name(60, "patronymic"),
        pattern=r"^отчество\b",
        example="Игоревна",
        help="Если отчества нет, оставьте пустым.",
    ),
    Column(
        "gender",
        "Пол",
        parse=Choice(GENDERS, {"f": r"^ж", "m": r"^м"}),
        example="женский",
    ),
    Column(
        "birth_date",
        "Дата рождения",
        aliases=("д.р.", "день рождения", "число, месяц, год рождения", "рожд.", "др"),
        parse=Day(earliest=OLDEST_BIRTH, short_until=grown_up),
        pattern=r"дат\w* рожд|день,? месяц,? год рожд|^д\.? ?р\b|число.*рожд",
        example="14.03.1991",
        sensitive=True,
        help="По ней считается возраст и отличаются однофамильцы.",
    ),
    Column(
        "snils",
        "СНИЛС",
        aliases=("страховой номер", "№ СНИЛС", "номер СНИЛС"),
        parse=Snils(),
        pattern=r"\bснилс\b|страхов\w* (?:номер|свидет)",
        example="112-233-445 95",
        sensitive=True,
        help="Хранится только отпечаток номера: по нему человека узнают в другой организации.",
    ),
    Column(
        "phone",
        "Телефон",
        aliases=("мобильный телефон", "контактный телефон", "сотовый телефон", "тел."),
        parse=checked("bad_phone", partial(read_phone)),
        pattern=r"телефон",
        example="+7 900 000-00-00",
        sensitive=True,
    ),
    Column(
        "post",
        "Должность",
        aliases=(
            "занимаемая должность",
            "должность по штатному расписанию",
            "специальность/должность",
            "кем работает",
        ),
        required=True,
        parse=Listed(200, POST_TITLES),
        pattern=r"^(?:наименование |занимаем\w* |основн\w* |штатн\w* )*должност(?!\w* по совм)",
        constant=True,
        example="учитель",
        help="По номенклатуре должностей 2022 года (постановление Правительства РФ № 225).",
    ),
    Column(
        "kind",
        "Вид занятости",
        aliases=(
            "вид работы",
            "занятость",
            "совместительство",
            "основное место работы/совместительство",
            "характер работы",
            "условия привлечения",
            "осн./совм.",
            "основной/совместитель",
        ),
        parse=Choice(KINDS, KIND_PATTERNS),
        pattern=r"вид занят|тип занят|совместител|условия привлеч|характер работы|форма занят",
        constant=True,
        example="основное",
        help="Пустая ячейка означает основное место работы.",
    ),
    Column(
        "rate",
        "Ставка",
        aliases=("доля ставки", "количество ставок", "кол-во ставок", "ставок", "размер ставки"),
        parse=Rate(Decimal("0.01"), Decimal(3)),
        pattern=r"\bставк|\bставок",
        example="1",
    ),
    Column(
        "subjects",
        "Предметы",
        aliases=("предмет", "преподаваемые предметы", "дисциплины", "преподаваемая дисциплина"),
        parse=Listed(300, SUBJECT_TITLES),
        pattern=r"предмет|дисциплин",
        separator=BETWEEN_SUBJECTS,
        example="математика, физика",
        help="Несколько предметов пишут через запятую.",
    ),
    Column(
        "start",
        "Дата приёма",
        aliases=(
            "принят",
            "дата приема на работу",
            "работает с",
            "принят на работу",
            "дата принятия",
            "в данной организации с",
        ),
        parse=worked(),
        pattern=HIRED,
        example="01.09.2019",
        help="Обязательна для новых; у тех, кто уже записан, без неё останется прежняя.",
    ),
    Column(
        "last_day",
        "Дата увольнения",
        aliases=("уволен", "последний день работы"),
        parse=worked("last"),
        pattern=r"дат\w* увольн|^увол",
        help="Последний день работы. Пустая ячейка означает, что человек работает.",
    ),
    Column(
        "education",
        "Образование",
        aliases=("уровень образования", "образование уровень", "образование уровень образования"),
        parse=Choice(EDUCATION, EDUCATION_PATTERNS),
        pattern=r"^(?:уровень |вид )?образовани[ея](?: \(?уровень)?$",
        example="высшее педагогическое",
    ),
    Column(
        "pedagogical_since",
        "Начало педагогической работы",
        aliases=(
            "педагогический стаж с",
            "педагогическая работа с",
            "начало педагогического стажа",
        ),
        parse=worked(),
        pattern=r"начал\w* пед|пед\w* стаж\w* с\b",
        example="01.09.2013",
        help="Первый день первой педагогической должности. По нему считается стаж.",
    ),
    Column(
        "experience",
        "Педагогический стаж, лет",
        aliases=("педагогический стаж", "пед. стаж", "педстаж", "стаж педагогический"),
        parse=Years(),
        pattern=r"^(?:стаж\b.*)?\bпед[а-я.]*(?: работы)? ?стаж(?!.* с\b)|стаж\w*(?: работы)?:? пед",
        extra=True,
        help="Запишется, если указать ниже, на какой день посчитан стаж.",
    ),
    Column(
        "category",
        "Категория",
        aliases=("квалификационная категория", "категория наличие", "кв. категория", "кв. кат."),
        parse=Category(CATEGORIES, CATEGORY_PATTERNS),
        pattern=r"^(?:наличие |имеющ\w* )?(?:квалиф\w* |кв\.? ?)?категори[яи](?!.*(?:дат|срок|\bс$|"
        r"\bпо$|\bдо$|присво))",
        gives=("category_from", "category_last_day"),
        example="первая",
    ),
    Column(
        "category_from",
        "Категория с",
        aliases=(
            "дата присвоения категории",
            "категория присвоена",
            "дата присвоения",
            "дата аттестации",
            "категория дата присвоения",
            "категория дата",
            "квалификационная категория дата",
        ),
        parse=worked(),
        pattern=r"(?:дат\w* (?:присво|аттест|установл)|категори\w*:? дат)",
        example="22.12.2023",
    ),
    Column(
        "category_last_day",
        "Категория по",
        aliases=("категория до", "срок действия категории", "действует до", "срок действия"),
        parse=Day(earliest=OLDEST_WORK, month_is="last"),
        pattern=r"(?:срок действ|действ\w* до|окончани\w* (?:срока|действия|категор))",
        help="Если пусто: присвоенная до 01.09.2023 действует 5 лет, более поздняя — бессрочно.",
    ),
    Column(
        "absence",
        "Длительное отсутствие",
        aliases=("отсутствие", "декрет", "длительный отпуск"),
        parse=Choice(ABSENCES, ABSENCE_PATTERNS),
        help="Только отпуск по уходу за ребёнком, длительный отпуск, приостановленный договор.",
    ),
    Column("absence_from", "Отсутствие с", parse=worked()),
    Column("absence_last_day", "Отсутствие по", parse=worked("last")),
    Column(
        "start_if_unknown",
        "Дата приёма новых, если в файле её нет",
        parse=worked(),
        constant=True,
        hidden=True,
        help="У тех, кто уже записан, дата приёма не изменится.",
    ),
    Column(
        "category_from_if_unknown",
        "Категория с, если в файле дня нет",
        parse=worked(),
        constant=True,
        hidden=True,
        help="У кого эта категория уже записана, ничего не изменится.",
    ),
    Column(
        "experience_on",
        "На какой день посчитан стаж в годах",
        parse=worked(),
        constant=True,
        hidden=True,
        help="Началом работы станет 1 сентября, при котором к этому дню выходит столько полных лет."
        " Известную точную дату, если она с этим сходится, не меняем.",
    ),
    Column(
        "organisation_above",
        "Организация над строками",
        parse=Text(300),
        gives=("organisation",),
        hidden=True,
    ),
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
