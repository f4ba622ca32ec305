"""What staff holds about a person, and how a viewer's post is called."""

from django.db.models import Case, When

from rostok.kernel import clock
from rostok.people.models import Person
from rostok.privacy.about import Holding, Record, tell
from rostok.privacy.viewing import posts
from rostok.staff.models import Absence, Employment, EmploymentKind, StaffCard, TransferRequest
from rostok.staff.refs import work_of


def education_of(person: Person) -> list[Record]:
    card = StaffCard.objects.filter(person=person).first()
    return [{"Образование": card.get_education_display()}] if card and card.education else []


def pedagogical_since_of(person: Person) -> list[Record]:
    card = StaffCard.objects.filter(person=person).first()
    since = card.pedagogical_since if card else None
    return [{"Педагогическая работа с": since}] if since else []


def categories_of(person: Person) -> list[Record]:
    return [
        {"Категория": str(one), "С": one.start, "По": one.last_day}
        for one in person.categories.all()
    ]


def employments_of(person: Person) -> list[Record]:
    rows = Employment.objects.filter(person=person).select_related("post", "organisation")
    return [
        {
            "Должность": str(one.post),
            "Организация": str(one.organisation),
            "Вид занятости": one.get_kind_display(),
            "Ставка": one.rate,
            "Предметы": ", ".join(subject.title for subject in one.subjects.all()),
            "С": one.start,
            "По": one.last_day,
        }
        for one in rows.prefetch_related("subjects")
    ]


def absences_of(person: Person) -> list[Record]:
    rows = Absence.objects.filter(employment__person=person)
    return [
        {"Отсутствие": one.get_kind_display(), "С": one.start, "По": one.last_day} for one in rows
    ]


def transfers_of(person: Person) -> list[Record]:
    rows = TransferRequest.objects.filter(person=person)
    return [
        {
            "Откуда": str(one.from_organisation),
            "Куда": str(one.to_organisation),
            "Запрошен": one.asked_on,
            "Состояние": one.get_state_display(),
        }
        for one in rows.select_related("from_organisation", "to_organisation")
    ]


NAME, WORK = "people.name", "staff.work"
BIRTH_DATE, PHONE, SNILS = "people.birth_date", "people.phone", "people.snils"
EDUCATION, SINCE, CATEGORIES = "staff.education", "staff.pedagogical_since", "staff.categories"

tell(WORK, Holding("Работа", employments_of, disputable=True, order=10))
tell("staff.absences", Holding("Длительные отсутствия", absences_of, order=11))
tell(EDUCATION, Holding("Образование", education_of, disputable=True, order=12))
tell(
    SINCE, Holding("Начало педагогической работы", pedagogical_since_of, disputable=True, order=13)
)
tell(
    CATEGORIES,
    Holding("Квалификационная категория", categories_of, disputable=True, order=14),
)
tell("staff.transfers", Holding("Переводы", transfers_of, order=15))


def post_of(person: int) -> str:
    """The post at the main place of work of today."""
    places = work_of(person)
    if not places:
        return ""
    work = Employment.objects.filter(person=person, organisation=places[0]).active_on(clock.today())
    main_first = Case(When(kind=EmploymentKind.MAIN, then=0), default=1)
    found = work.select_related("post").order_by(main_first, "start").first()
    return str(found.post).lower() if found else ""


posts.add("employments", post_of, origin="staff")
