"""Roadmaps of the demo as if lived through: past years accepted, the last year still at work."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.config.demo.chance import Chance
from rostok.config.demo.roadmap_acts import (
    Pair,
    hand_to_districts,
    plan_year,
    prolong,
    service_of,
)
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgKind, OrgUnit, System
from rostok.people.models import Person
from rostok.roadmaps.models import (
    Occurrence,
    OccurrenceState,
    Proof,
    ProofKind,
    Roadmap,
)
from rostok.roadmaps.queries import nearest_year, years_of
from rostok.roadmaps.services import (
    NewProof,
    add_proof,
    begin,
    move_due,
    return_occurrence,
    submit,
)
from rostok.staff.models import Employment

# Who works and who accepts where a persona is at home; elsewhere people of the services.
KEEPERS = {
    "muya": ("methodist", "service-head"),
    "tomsk": ("region-specialist", "ministry"),
}
PROLONGED, HANDED = ("zarechny",), ("tomsk",)
SERVICES = (OrgKind.SERVICE, OrgKind.INSTITUTE, OrgKind.AUTHORITY)
# What became of the terms of the last year, round and round.
PAST = (
    "accepted",
    "accepted",
    "waiting",
    "accepted",
    "late",
    "accepted",
    "returned",
    "accepted",
    "accepted",
    "waiting",
    "accepted",
)
AHEAD = ("begun", "", "slipped", "begun", "")
LEFT_BEHIND = 0.05
CARRIED_OVER = 0.15
FEW = 4
LONGEST_TITLE = 120
DOCUMENTS = {
    *("order", "regulation", "agreement", "plan", "schedule", "roadmap"),
    *("note", "report", "protocol", "list", "register"),
}
PAGES = ("materials", "publication", "model", "event", "programme")
COMMENT = "Приложен приказ прошлого года. Приложите действующий и укажите его дату."
REASON = "Ждём перечень участников от школ: собирают до конца следующего месяца."
PROGRESS = "Проект документа согласован с методистами, готовим к подписанию."


@dataclass(frozen=True)
class Hands:
    """Who works on a roadmap and who accepts, by account and by person."""

    worker: Actor
    accepter: Actor
    people: Sequence[Person]


def write_lives(systems: Mapping[str, System], seed: int) -> None:
    for key in systems:
        roadmap = Roadmap.objects.with_systems().filter(system__key=key).first()
        if roadmap is None:
            continue
        chance, pair = Chance(seed, f"roadmap:{key}"), service_of(roadmap.system.root)
        if key in PROLONGED:
            prolong_to_today(roadmap, pair, chance)
        last = nearest_year(years_of(roadmap), roadmap.system.today)
        if key in PROLONGED:
            plan_year(roadmap, pair, last)
        live_through(roadmap, chance, last)
        if key in HANDED:
            live_below(hand_to_districts(roadmap, pair, last, chance), chance, last)


def prolong_to_today(roadmap: Roadmap, pair: Pair, chance: Chance) -> None:
    """Year after year most of what was promised is done; the rest is carried over by an act."""
    while roadmap.end is not None and roadmap.end <= roadmap.system.today:
        rows = Occurrence.objects.filter(roadmap=roadmap, state=OccurrenceState.PLANNED)
        held = rows.with_actions().order_by("due", "pk")
        done = [row for row in held if not chance.happens(CARRIED_OVER)]
        accept_all(done, hands_of(roadmap), chance, roadmap.end - timedelta(days=1))
        prolong(roadmap, roadmap.end, pair, chance)


def live_below(copies: Sequence[Occurrence], chance: Chance, last: int) -> None:
    """What became of an action at those it was handed to, each by its own service."""
    for place, row in enumerate(copies):
        own = service_of(row.unit)
        hands = Hands(own.worker, own.accepter, ())
        fate = PAST[place % len(PAST)]
        if row.year < last or fate == "accepted":
            accept_all([row], hands, chance, row.roadmap.system.today)
        else:
            tell_story(row, fate, hands, chance)


def live_through(roadmap: Roadmap, chance: Chance, last: int) -> None:
    today = roadmap.system.today
    hands = hands_of(roadmap)
    rows = list(
        Occurrence.objects.filter(roadmap=roadmap, state=OccurrenceState.PLANNED)
        .with_actions()
        .order_by("action__key_activity__direction__position", "due", "pk")
    )
    if hands.people:
        appoint(rows, hands, chance)
    past = [row for row in rows if row.due is None or row.due <= today]
    earlier = [row for row in past if row.year < last and not chance.happens(LEFT_BEHIND)]
    latest = [row for row in past if row.year == last and row.due is not None]
    fates = {row.pk: PAST[place % len(PAST)] for place, row in enumerate(latest)}
    done = earlier + [row for row in latest if fates[row.pk] == "accepted"]
    accept_all(done, hands, chance, today)
    for row in latest:
        tell_story(row, fates[row.pk], hands, chance)
    ahead = [row for row in rows if row.due is not None and row.due > today]
    for place, row in enumerate(ahead):
        tell_story(row, AHEAD[place % len(AHEAD)], hands, chance)


def hands_of(roadmap: Roadmap) -> Hands:
    """Personas where the system has them, else the service itself under its own name."""
    names = KEEPERS.get(roadmap.system.key)
    root = roadmap.system.root
    people = people_of(root, roadmap.system.today)
    if names is None:
        own = service_of(root)
        return Hands(own.worker, own.accepter, people)
    users = [User.objects.select_related("person").get(username=f"demo-{one}") for one in names]
    first = [user.person for user in users if user.person is not None]
    others = [one for one in people if one not in first]
    return Hands(actor_of(users[0]), actor_of(users[1]), first[:1] + others[:FEW])


def people_of(root: OrgUnit, today: date) -> list[Person]:
    """People of the services of a territory, else of its first organisations."""
    working = Employment.objects.active_on(today).filter(
        organisation__in=OrgUnit.objects.below(root).values("pk")
    )
    of_services = working.filter(organisation__org_kind__in=SERVICES)
    chosen = of_services if of_services.exists() else working
    jobs = chosen.select_related("person").order_by("person__norm", "pk")[: FEW * 2]
    return list(dict.fromkeys(job.person for job in jobs))[:FEW]


def appoint(rows: Sequence[Occurrence], hands: Hands, chance: Chance) -> None:
    """The first person has every other row, so that their list is worth opening."""
    for place, row in enumerate(rows):
        row.responsible = hands.people[0] if place % 2 else chance.one_of(hands.people)
    Occurrence.objects.bulk_update(rows, ["responsible"], batch_size=200)


def accept_all(rows: Iterable[Occurrence], hands: Hands, chance: Chance, today: date) -> None:
    done = list(rows)
    proofs = []
    for row in done:
        ready = accepted_day(row, chance, today)
        proofs.append(proof_row(row, ready, hands, chance))
        row.state, row.accepted_on = OccurrenceState.ACCEPTED, ready
        row.sender_title, row.accepter_title = hands.worker.title, hands.accepter.title
    Proof.objects.bulk_create(proofs)
    Occurrence.objects.bulk_update(
        done, ["state", "accepted_on", "sender_title", "accepter_title"], batch_size=200
    )


def accepted_day(row: Occurrence, chance: Chance, today: date) -> date:
    """A working day shortly before the term."""
    last = min(row.due or date(row.year, 12, 20), today)
    first = max(row.start or date(row.year, 1, 9), last - timedelta(days=12))
    return chance.working_day(min(first, last), last)


def proof_row(row: Occurrence, ready: date, hands: Hands, chance: Chance) -> Proof:
    given = proof_of(row, ready, chance)
    moment = clock.now().replace(year=ready.year, month=ready.month, day=min(ready.day, 28))
    return Proof(
        occurrence=row,
        kind=given.kind,
        title=given.title,
        number=given.number,
        signed_on=given.signed_on,
        address=given.address,
        author_title=hands.worker.title,
        added_at=moment,
    )


def proof_of(row: Occurrence, ready: date, chance: Chance) -> NewProof:
    """A document or a page, as the expected result of the row asks."""
    kind = row.action.result_kind
    if kind in PAGES:
        address = f"https://service.example/{row.roadmap.system.key}/{row.action.code}/"
        return NewProof(ProofKind.ADDRESS, title_of(row), address=address)
    number = f"{chance.number(12, 380)}-од" if kind == "order" else str(chance.number(3, 140))
    signed = ready - timedelta(days=chance.number(1, 6))
    return NewProof(ProofKind.DOCUMENT, title_of(row), number, signed)


def title_of(row: Occurrence) -> str:
    """A document as the text expects it, else a note that the rest was done."""
    said = re.split(r"[;,\n]", row.action.result or row.action.title)[0].strip()
    if row.action.result_kind in DOCUMENTS or row.action.result_kind in PAGES:
        return said[:LONGEST_TITLE]
    return f"Справка о выполнении: {said[:LONGEST_TITLE]}"


def tell_story(row: Occurrence, fate: str, hands: Hands, chance: Chance) -> None:
    """What is still open, by the services that people use, on days of its own time."""
    today = row.roadmap.system.today
    day = accepted_day(row, chance, today)
    if fate in {"waiting", "returned"}:
        with clock.moved_to(day):
            proof = proof_of(row, day, chance)
            add_proof(hands.worker, occurrence=row, proof=proof)
            submit(hands.worker, occurrence=row)
        if fate == "returned":
            with clock.moved_to(day):
                return_occurrence(hands.accepter, occurrence=row, comment=COMMENT)
    elif fate == "begun":
        begin(hands.worker, occurrence=row, progress=PROGRESS)
    elif fate == "slipped" and row.due is not None:
        begin(hands.worker, occurrence=row)
        later = min(row.due + timedelta(days=30), date(row.due.year, 12, 31))
        if later > row.due:
            move_due(hands.worker, occurrence=row, due=later, reason=REASON)
