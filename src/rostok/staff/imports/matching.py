"""Who a row means: by СНИЛС, else by name and birth date; rows of one person are put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rostok.kernel.text import norm
from rostok.staff.imports.entries import Entry
from rostok.staff.imports.known import Directory, Known
from rostok.staff.models import Employment
from rostok.staff.services.rules import ELSEWHERE


@dataclass
class Group:
    """The rows of one person; `known` is nobody for a newcomer."""

    known: Known | None
    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry, known: Known | None) -> None:
        """A row that says the same work again is left out with a problem."""
        same = next((other for other in self.entries if work_of(other) == work_of(entry)), None)
        if same is not None:
            entry.complain("repeated", f"Повторяет строку {same.number}.")
            return
        self.known = self.known or known
        self.entries.append(entry)


def work_of(entry: Entry) -> tuple[object, ...]:
    return (entry.organisation, entry.post, entry.kind, entry.start)


class Matcher:
    def __init__(self, directory: Directory, today: date) -> None:
        self.directory = directory
        self.today = today

    def groups(self, entries: Iterable[Entry]) -> list[Group]:
        """Rows by person, in the order of the file. Rows whose person is in doubt get a problem."""
        found: dict[tuple[object, ...], Group] = {}
        groups: list[Group] = []
        for entry in entries:
            known = self.person_of(entry)
            if known is None:
                self.refuse_turned(entry)
            settle_start(entry, known)
            if entry.problems:
                continue
            keys = keys_of(entry, known)
            group = next((found[key] for key in keys if key in found), None)
            if group is None or not may_be_one(group, entry, known):
                if any(is_sure(key) and key in found for key in keys):
                    text = "В другой строке с этим СНИЛС стоит другая дата рождения."
                    entry.complain("contradiction", text, "birth_date")
                    continue
                group = Group(known)
                groups.append(group)
            group.add(entry, known)
            for key in keys:
                found.setdefault(key, group)
        return groups

    def person_of(self, entry: Entry) -> Known | None:
        if entry.snils_hash in self.directory.by_hash:
            return self.by_snils(entry, self.directory.by_hash[entry.snils_hash])
        namesakes = [known for known in self.directory.by_norm[entry.norm] if fits(known, entry)]
        if entry.organisation is None:
            return None
        here = [known for known in namesakes if known.worked_at(entry.organisation.pk)]
        exact = [known for known in here if known.birth_date == entry.birth_date]
        if entry.birth_date and not here:
            here = [known for known in namesakes if known.birth_date == entry.birth_date]
        return self.only_one(entry, exact or here)

    def refuse_turned(self, entry: Entry) -> None:
        """«Елена Алексеева», where Алексеева Елена works, would become a second card."""
        if entry.organisation is None:
            return
        for known in self.directory.by_norm.get(norm(entry.turned_name), ()):
            if fits(known, entry) and known.worked_at(entry.organisation.pk):
                text = (
                    f"Похоже, фамилия и имя переставлены: у вас записан(а) {known.person}."
                    " Исправьте строку или столбцы файла."
                )
                entry.complain("turned_name", text, "last_name")
                return

    def only_one(self, entry: Entry, found: list[Known]) -> Known | None:
        if len(found) > 1:
            entry.complain("ambiguous_person", ambiguity(entry), "last_name")
            return None
        return found[0] if found else None

    def by_snils(self, entry: Entry, known: Known) -> Known | None:
        """The owner of the СНИЛС; a stranger who works elsewhere is not told about."""
        here = entry.organisation is not None and known.worked_at(entry.organisation.pk)
        if not known.mine and not here and known.is_engaged(self.today):
            text = f"Человек с этим СНИЛС {ELSEWHERE}."
            entry.complain("elsewhere", text, "snils")
        elif norm(known.person.first_name) != norm(entry.get("first_name") or ""):
            text = "Этот СНИЛС записан за человеком с другим именем: проверьте цифры."
            entry.complain("other_name", text, "snils")
        return known


def ambiguity(entry: Entry) -> str:
    if entry.birth_date:
        return "Таких карточек несколько. Укажите СНИЛС или объедините похожие карточки."
    return "Таких людей несколько. Укажите СНИЛС или дату рождения."


def settle_start(entry: Entry, known: Known | None) -> None:
    """Without a first day in the row: that of the same work on record, else the whole file's."""
    if entry.get("start") or entry.organisation is None or entry.post is None:
        return
    if any(problem.column == "start" for problem in entry.problems):
        return
    held = [one for one in known.employments if is_same_work(entry, one)] if known else []
    start = held[-1].start if held else entry.get("start_if_unknown")
    if start is None:
        text = (
            "Не указана дата приёма. Впишите её или задайте одну для всех новых на странице"
            " столбцов."
        )
        entry.complain("required", text, "start")
        return
    entry.begin(start)


def is_same_work(entry: Entry, one: Employment) -> bool:
    return (
        one.organisation_id == entry.placed.pk
        and one.post_id == entry.titled.pk
        and one.kind == entry.kind
    )


def fits(known: Known, entry: Entry) -> bool:
    """No contradiction: СНИЛС and birth dates are equal wherever both are known."""
    pairs = ((known.snils_hash, entry.snils_hash), (known.birth_date, entry.birth_date))
    return all(old is None or new is None or old == new for old, new in pairs)


def keys_of(entry: Entry, known: Known | None) -> list[tuple[object, ...]]:
    """What makes two rows one person, the surest first."""
    keys: list[tuple[object, ...]] = [("id", known.person.pk)] if known else []
    if entry.snils_hash:
        keys.append(("snils", entry.snils_hash))
    if entry.birth_date:
        keys.append(("born", entry.norm, entry.birth_date))
    if entry.organisation and not (entry.birth_date and entry.snils_hash):
        keys.append(("here", entry.norm, entry.organisation.pk))
    return keys


def is_sure(key: tuple[object, ...]) -> bool:
    """Rows with this key are one person whatever else they say."""
    return key[0] in {"id", "snils"}


def may_be_one(group: Group, entry: Entry, known: Known | None) -> bool:
    """Not two people on record; rows contradict each other in neither СНИЛС nor birth date."""
    if known is not None and group.known is not None and known is not group.known:
        return False
    return all(
        agree(other.snils_hash, entry.snils_hash) and agree(other.birth_date, entry.birth_date)
        for other in group.entries
    )


def agree(left: object, right: object) -> bool:
    return left is None or right is None or left == right
