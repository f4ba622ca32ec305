"""What is held about a person here: of what they were told, and how they chose to be told."""

from rostok.kernel.notices import kinds, terms
from rostok.notifications.models import Notice, NoticeChoice
from rostok.people.models import Person
from rostok.privacy.about import Holding, Record, tell


def notices_of(person: Person) -> list[Record]:
    """Kinds and days: the rows themselves may have left the person's sight."""
    rows = Notice.objects.filter(user__person=person)
    return [
        {"Уведомление": kind_title(one.kind), "Пришло": one.at, "Прочитано": one.read_at}
        for one in rows
    ]


def choices_of(person: Person) -> list[Record]:
    rows = NoticeChoice.objects.filter(user__person=person)
    return [{"О чём": kind_title(one.kind), "Как": one.get_channel_display()} for one in rows]


def kind_title(name: str) -> str:
    """A kind that no package registers any more is shown by its name."""
    known = kinds.find(name) or terms.find(name)
    return known.title if known else name


tell("notifications.notices", Holding("Уведомления", notices_of, order=63))
tell("notifications.choices", Holding("О чём уведомлять", choices_of, order=64))
