"""Sets of staff published for indicators: who is counted on a day, by K1-K4 of the readings."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from rostok.kernel.measures import Ask, Members, NearMiss, measure
from rostok.kernel.periods import years_before
from rostok.orgs.models import OrgUnit
from rostok.people.models import Gender, PersonSensitive
from rostok.staff.counted import (
    ALL_COUNTED,
    MANAGEMENT,
    TEACHING,
    Rows,
    absent,
    counted,
    ended,
    in_other_kinds,
    kinds_of,
    of_other_categories,
    of_other_posts,
    part_timers,
    started_later,
)
from rostok.staff.models import (
    CategoryLevel,
    EmploymentKind,
    QualificationCategory,
    StaffCard,
    Vacancy,
)

Narrow = Callable[[Ask], Q]


def people(rows: Rows) -> Members:
    return Members(
        rows=rows, member="person", unit="organisation", on="start", order="person__norm", fact="pk"
    )


def misses(categories: tuple[str, ...], *own: NearMiss) -> tuple[NearMiss, ...]:
    """Why somebody is not in a base, the nearest reason first."""
    return (
        *own,
        NearMiss(lambda ask: people(absent(ask, categories)), "в длительном отпуске"),
        NearMiss(
            lambda ask: people(of_other_categories(ask, categories)), "другая категория должности"
        ),
        NearMiss(lambda ask: people(in_other_kinds(ask, categories)), "организация другого вида"),
        NearMiss(lambda ask: people(ended(ask)), "работа окончена до даты расчёта"),
        NearMiss(lambda ask: people(started_later(ask)), "принят(а) после даты расчёта"),
        NearMiss(
            lambda ask: people(part_timers(ask, EmploymentKind.EXTERNAL)), "внешний совместитель"
        ),
        NearMiss(lambda ask: people(part_timers(ask, EmploymentKind.CONTRACT)), "договор ГПХ"),
    )


def teachers_who(narrow: Narrow, ask: Ask) -> Members:
    return people(counted(ask, TEACHING).filter(narrow(ask)))


def teachers_missed(condition: Narrow, phrase: str) -> NearMiss:
    """Teachers who are counted as such, and the one thing that keeps them out of a narrower set."""
    return NearMiss(partial(teachers_who, condition), phrase)


# What narrows teaching staff to a set. Each is a condition on rows of employments.


def is_one_of(found: QuerySet[Any]) -> Q:
    """The person is among those of a query. A subquery is walked once; a join, person by person."""
    return Q(person__in=found.values("person"))


def born_after(day: date) -> Q:
    return is_one_of(PersonSensitive.objects.filter(birth_date__gt=day))


def is_young_by_age(ask: Ask) -> Q:
    """Younger than the pack's limit on the day; the limit itself too where the pack includes it."""
    below = int(ask.limits["young_age_below"]) + bool(ask.limits.get("young_age_inclusive"))
    return born_after(years_before(ask.on, below))


def is_in_first_years(ask: Ask) -> Q:
    """Fewer full years since the first pedagogical post than the pack's limit."""
    since = years_before(ask.on, int(ask.limits["young_years"]))
    return is_one_of(StaffCard.objects.filter(pedagogical_since__gt=since))


def is_young(ask: Ask) -> Q:
    by_age = is_young_by_age(ask)
    return by_age if ask.filters.get("by") == "age" else by_age & is_in_first_years(ask)


def is_near_pension(ask: Ask) -> Q:
    women = years_before(ask.on, int(ask.limits["near_pension_age_women"]))
    men = years_before(ask.on, int(ask.limits["near_pension_age_men"]))
    return is_one_of(
        PersonSensitive.objects.filter(
            Q(person__gender=Gender.FEMALE, birth_date__lte=women)
            | Q(person__gender=Gender.MALE, birth_date__lte=men)
        )
    )


def holds_category(ask: Ask, *levels: str) -> Q:
    return is_one_of(QualificationCategory.objects.active_on(ask.on).filter(level__in=levels))


def has_highest(ask: Ask) -> Q:
    return holds_category(ask, CategoryLevel.HIGHEST)


def has_first(ask: Ask) -> Q:
    """The first category is the person's best one."""
    return holds_category(ask, CategoryLevel.FIRST) & ~has_highest(ask)


def has_neither(ask: Ask) -> Q:
    return ~holds_category(ask, CategoryLevel.FIRST, CategoryLevel.HIGHEST)


def has_no_birth_date(_ask: Ask) -> Q:
    return ~is_one_of(PersonSensitive.objects.filter(birth_date__isnull=False))


def has_no_first_day(_ask: Ask) -> Q:
    return ~is_one_of(StaffCard.objects.filter(pedagogical_since__isnull=False))


NO_BIRTH_DATE = teachers_missed(has_no_birth_date, "не указана дата рождения")
NO_FIRST_DAY = teachers_missed(has_no_first_day, "не указано начало педагогической работы")
TOO_OLD = teachers_missed(lambda ask: ~is_young_by_age(ask), "старше предельного возраста")
TOO_EXPERIENCED = teachers_missed(
    lambda ask: ~is_in_first_years(ask), "педагогический стаж больше предельного"
)
YOUNGER = teachers_missed(lambda ask: ~is_near_pension(ask), "младше этого возраста")
NO_GENDER = teachers_missed(lambda _ask: Q(person__gender=""), "не указан пол")
HIGHEST_INSTEAD = teachers_missed(has_highest, "высшая категория")
FIRST_INSTEAD = teachers_missed(has_first, "первая категория")
WITHOUT_CATEGORY = teachers_missed(has_neither, "нет действующей категории")


@measure(
    "staff.employed",
    member="person",
    title="Педагогические работники и управленческие кадры",
    near_misses=misses(ALL_COUNTED),
    filters=("org_kinds",),
)
def employed(ask: Ask) -> Members:
    """Main employments of teaching staff and managers on the day: one row, one person."""
    return people(counted(ask, ALL_COUNTED))


@measure(
    "staff.teaching",
    member="person",
    title="Педагогические работники",
    near_misses=misses(
        TEACHING,
        NearMiss(lambda ask: people(of_other_posts(ask, TEACHING)), "другая должность"),
    ),
    filters=("org_kinds", "posts"),
)
def teaching(ask: Ask) -> Members:
    rows = counted(ask, TEACHING)
    posts = ask.filters.get("posts")
    return people(rows.filter(post__code__in=posts) if posts else rows)


@measure(
    "staff.management",
    member="person",
    title="Управленческие кадры",
    near_misses=misses(MANAGEMENT),
    filters=("org_kinds",),
)
def management(ask: Ask) -> Members:
    return people(counted(ask, MANAGEMENT))


@measure(
    "staff.young",
    member="person",
    title="Молодые педагоги",
    near_misses=misses(TEACHING, NO_BIRTH_DATE, TOO_OLD, NO_FIRST_DAY, TOO_EXPERIENCED),
    filters=("by",),
)
def young(ask: Ask) -> Members:
    """By age and experience, or with `by: age` by age alone."""
    return teachers_who(is_young, ask)


@measure(
    "staff.under-35",
    member="person",
    title="Педагогические работники моложе 35 лет",
    near_misses=misses(TEACHING, NO_BIRTH_DATE, TOO_OLD),
)
def under_35(ask: Ask) -> Members:
    return teachers_who(is_young_by_age, ask)


@measure(
    "staff.first-years",
    member="person",
    title="Педагогические работники в первые три года работы",
    near_misses=misses(TEACHING, NO_FIRST_DAY, TOO_EXPERIENCED),
)
def first_years(ask: Ask) -> Members:
    return teachers_who(is_in_first_years, ask)


@measure(
    "staff.highest-category",
    member="person",
    title="Педагогические работники с высшей категорией",
    near_misses=misses(TEACHING, FIRST_INSTEAD, WITHOUT_CATEGORY),
)
def highest_category(ask: Ask) -> Members:
    return teachers_who(has_highest, ask)


@measure(
    "staff.first-category",
    member="person",
    title="Педагогические работники с первой категорией",
    near_misses=misses(TEACHING, HIGHEST_INSTEAD, WITHOUT_CATEGORY),
)
def first_category(ask: Ask) -> Members:
    return teachers_who(has_first, ask)


@measure(
    "staff.near-pension",
    member="person",
    title="Педагогические работники предпенсионного и пенсионного возраста",
    near_misses=misses(TEACHING, NO_BIRTH_DATE, NO_GENDER, YOUNGER),
)
def near_pension(ask: Ask) -> Members:
    return teachers_who(is_near_pension, ask)


def organisations(rows: QuerySet[OrgUnit]) -> Members:
    return Members(rows=rows, member="pk", unit="pk", order="sort_key", fact="pk")


def unmanaged(ask: Ask) -> Members:
    open_ones = OrgUnit.objects.organisations().open_on(ask.on)
    return organisations(open_ones.filter(org_kind__in=kinds_of(ask)))


def of_other_kinds(ask: Ask) -> Members:
    return organisations(OrgUnit.objects.organisations().exclude(org_kind__in=kinds_of(ask)))


@measure(
    "staff.teams",
    member="organisation",
    title="Управленческие команды",
    near_misses=(
        NearMiss(unmanaged, "на дату расчёта нет ни одного руководителя"),
        NearMiss(of_other_kinds, "организация другого вида"),
    ),
    filters=("org_kinds",),
)
def teams(ask: Ask) -> Members:
    """Organisations with at least one manager counted on the day."""
    managed = counted(ask, MANAGEMENT).values("organisation")
    return organisations(OrgUnit.objects.organisations().filter(pk__in=managed))


def vacancies_among(rows: QuerySet[Vacancy], ask: Ask) -> Members:
    placed = rows.filter(organisation__in=OrgUnit.objects.open_on(ask.on)).filter(
        organisation__org_kind__in=kinds_of(ask)
    )
    return Members(
        rows=placed,
        member="pk",
        unit="organisation",
        on="start",
        order="organisation__sort_key",
        fact="pk",
    )


@measure(
    "staff.vacancies",
    member="vacancy",
    title="Вакансии",
    near_misses=(
        NearMiss(
            lambda ask: vacancies_among(Vacancy.objects.filter(end__lte=ask.on), ask),
            "вакансия закрыта до даты расчёта",
        ),
        NearMiss(
            lambda ask: vacancies_among(Vacancy.objects.filter(start__gt=ask.on), ask),
            "вакансия открыта после даты расчёта",
        ),
    ),
)
def vacancies(ask: Ask) -> Members:
    return vacancies_among(Vacancy.objects.active_on(ask.on), ask)
