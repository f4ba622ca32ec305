"""What people of the demo decided about their data: consents, one withdrawn, requests, looks."""

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.config.demo.doubles import SCHOOL, teachers_of
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.clock import moved_to
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.models import ConsentText, RequestKind
from rostok.privacy.queries import MENTORING, PROCESSING, PUBLICATION
from rostok.privacy.services import (
    answer_request,
    block_part,
    give_consent,
    make_request,
    record_list,
    record_request,
    withdraw_consent,
)
from rostok.privacy.texts import place_of, text_on, texts_at
from rostok.privacy.viewing import note_card, note_export

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LONG_AGO, LATELY = timedelta(days=60), timedelta(days=30)
SIGNERS = 8


def write_decisions(actor: Actor, units: Mapping[str, OrgUnit]) -> None:
    """Nothing where the demo has no school with a coordinator."""
    users = {row.username: row for row in User.objects.filter(username__startswith="demo-")}
    teacher, coordinator = users.get("demo-teacher"), users.get("demo-school-coordinator")
    if SCHOOL not in units or teacher is None or coordinator is None or teacher.person is None:
        return
    today = clock.today()
    signers = [work.person for work in teachers_of(units[SCHOOL])][2 : SIGNERS + 2]
    with moved_to(today - LONG_AGO):
        sign_list(actor, units[SCHOOL], signers)
        decide(teacher)
    with moved_to(today - LATELY):
        look(coordinator, [teacher.person, *signers[:3]])
        ask(actor, signers, today - LATELY)
    make_request(actor_of(teacher), kind=RequestKind.CORRECTION, text="В карточке нет диплома.")


def sign_list(actor: Actor, school: OrgUnit, signers: list[Person]) -> None:
    record_list(
        actor,
        unit=school,
        people=signers,
        purpose=PROCESSING,
        given_on=clock.today(),
        scan=BytesIO(SCAN),
        scan_name="Подписанный список.pdf",
    )


def decide(teacher: User) -> None:
    """The teacher agrees to three purposes and takes one back."""
    me = actor_of(teacher)
    for purpose in (PROCESSING, PUBLICATION, MENTORING):
        given = give_consent(me, purpose=purpose, text=asked_text(teacher, purpose))
    withdraw_consent(me, consent=given)


def asked_text(teacher: User, purpose: str) -> ConsentText:
    place = place_of(Person.objects.get(user=teacher))
    found = text_on(texts_at(place, purpose), clock.today())
    if found is None:
        raise LookupError(f"the demo has no text of a consent: {purpose}")
    return found


def look(coordinator: User, people: list[Person]) -> None:
    me = actor_of(coordinator)
    for person in people:
        note_card(me, person, closed=True)
    note_export(me, "Педагоги и руководители", [person.pk for person in people])


def ask(actor: Actor, signers: list[Person], day: date) -> None:
    """One answered, one left past its term, and a telephone in dispute."""
    first, second, third = signers[:3]
    asked = record_request(actor, person=first, kind=RequestKind.ACCESS, received_on=day)
    answer_request(actor, request=asked, answer="Сведения выданы на руки под подпись.")
    record_request(
        actor,
        person=second,
        kind=RequestKind.CORRECTION,
        received_on=day,
        text="Неверно записан день приёма на работу.",
        scan=BytesIO(SCAN),
        scan_name="Обращение.pdf",
    )
    block_part(actor, person=third, part="people.phone", reason="Говорит, что номер чужой.")
