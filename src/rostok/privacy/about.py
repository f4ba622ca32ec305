"""What the system holds about a person: each package says it of its own tables, in `about.py`.

A holding is a block of the person's own copy; one that is `disputable` can be put out of use while
it is checked, and the services that change it then refuse (`queries.refuse_disputed`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from rostok.accounts.models import RoleHolding, SignIn, User
from rostok.accounts.queries import role_titles
from rostok.kernel.models import StoredFile
from rostok.kernel.registry import Registry
from rostok.people.models import Person, PersonSensitive
from rostok.privacy.models import Block, Consent, DataRequest
from rostok.privacy.purposes import title_of

Record = dict[str, Any]


@dataclass(frozen=True)
class Holding:
    """`records` are rows of label and value; `files` are those that belong to the person."""

    title: str
    records: Callable[[Person], Sequence[Record]]
    files: Callable[[Person], Iterable[StoredFile]] = lambda _person: ()
    disputable: bool = False
    order: int = 100


holdings: Registry[Holding] = Registry("holdings", "Что хранится о человеке")


def tell(name: str, holding: Holding) -> Holding:
    """`tell("staff.work", Holding("Работа", work_of, disputable=True))`."""
    return holdings.add(name, holding, origin=name.split(".", maxsplit=1)[0])


def in_order() -> list[tuple[str, Holding]]:
    found = ((name, holdings.get(name)) for name in holdings)
    return sorted(found, key=lambda pair: pair[1].order)


def part_title(part: str) -> str:
    found = holdings.find(part)
    return found.title.lower() if found else part


def part_choices() -> list[tuple[str, str]]:
    """Parts that may be disputed."""
    return [(name, one.title) for name, one in in_order() if one.disputable]


# What the packages below hold: they know nothing of this one.


def names_of(person: Person) -> list[Record]:
    return [
        {
            "Фамилия": person.last_name,
            "Имя": person.first_name,
            "Отчество": person.patronymic,
            "Пол": person.get_gender_display() if person.gender else "",
        }
    ]


def closed_of(person: Person) -> PersonSensitive:
    return PersonSensitive.objects.filter(person=person).first() or PersonSensitive()


def birth_date_of(person: Person) -> list[Record]:
    found = closed_of(person).birth_date
    return [{"Дата рождения": found}] if found else []


def phone_of(person: Person) -> list[Record]:
    found = closed_of(person).phone
    return [{"Телефон": found}] if found else []


def snils_of(person: Person) -> list[Record]:
    """The number itself is not kept, only a mark that it was given."""
    return [{"СНИЛС": "хранится отпечаток номера"}] if closed_of(person).snils_hash else []


def account_of(person: Person) -> list[Record]:
    user = User.objects.filter(person=person).first()
    if user is None:
        return []
    return [
        {
            "Имя для входа": user.username,
            "Почта": user.email,
            "Доступ с": user.joined_at,
            "Последний вход": user.last_login,
            "Может входить": user.is_active,
        }
    ]


def roles_of(person: Person) -> list[Record]:
    titles = role_titles()
    held = RoleHolding.objects.filter(user__person=person).select_related("unit")
    return [
        {"Роль": titles(row), "Где": str(row.unit), "С": row.start, "По": row.last_day}
        for row in held
    ]


def sign_ins_of(person: Person) -> list[Record]:
    rows = SignIn.objects.filter(user__person=person)
    return [{"Устройство": one.device, "Вход": one.began_at, "Был(а)": one.seen_at} for one in rows]


# What this package itself holds.


def consents_given(person: Person) -> list[Record]:
    rows = Consent.objects.filter(person=person).select_related("text")
    return [
        {
            "Цель": title_of(one.purpose),
            "Редакция текста": one.text.version,
            "Дано": one.given_on,
            "Как": one.get_medium_display(),
            "Отозвано": one.withdrawn_on,
            "Текст": one.text.text,
        }
        for one in rows
    ]


def consent_scans(person: Person) -> list[StoredFile]:
    """Scans of this person alone: a list signed by many would tell of the others."""
    others = Consent.objects.filter(scan=OuterRef("scan")).exclude(person=person)
    rows = Consent.objects.filter(person=person).select_related("scan", "withdrawal_scan")
    found = [
        file
        for one in rows.annotate(is_list=Exists(others))
        for file in (None if one.is_list else one.scan, one.withdrawal_scan)
    ]
    return distinct(found)


def requests_made(person: Person) -> list[Record]:
    return [
        {
            "О чём": one.get_kind_display(),
            "Получено": one.received_on,
            "Просьба": one.text,
            "Состояние": one.get_state_display(),
            "Ответ": one.answer,
            "Отвечено": one.answered_on,
        }
        for one in DataRequest.objects.filter(person=person)
    ]


def request_files(person: Person) -> list[StoredFile]:
    rows = DataRequest.objects.filter(person=person).select_related("scan", "answer_file")
    return distinct([file for one in rows for file in (one.scan, one.answer_file)])


def distinct(files: Iterable[StoredFile | None]) -> list[StoredFile]:
    """One scan of a list may stand at many rows."""
    return list({file.pk: file for file in files if file is not None}.values())


def disputes_of(person: Person) -> list[Record]:
    return [
        {
            "Что": part_title(one.part),
            "Почему": one.reason,
            "С": one.blocked_at,
            "До": one.lifted_at,
            "Чем кончилось": one.outcome,
        }
        for one in Block.objects.filter(person=person)
    ]


tell("people.name", Holding("Фамилия, имя, отчество, пол", names_of, disputable=True, order=1))
tell("people.birth_date", Holding("Дата рождения", birth_date_of, disputable=True, order=2))
tell("people.phone", Holding("Телефон", phone_of, disputable=True, order=3))
tell("people.snils", Holding("СНИЛС", snils_of, disputable=True, order=4))
tell("accounts.user", Holding("Учётная запись", account_of, order=60))
tell("accounts.roles", Holding("Роли", roles_of, order=61))
tell("accounts.sign_ins", Holding("Входы на устройствах", sign_ins_of, order=62))
tell("privacy.consents", Holding("Согласия", consents_given, consent_scans, order=70))
tell("privacy.requests", Holding("Обращения о данных", requests_made, request_files, order=71))
tell("privacy.disputes", Holding("Споры о данных", disputes_of, order=72))
