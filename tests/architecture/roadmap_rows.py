"""Rows of the roadmap in the world of the architecture tests."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.roadmaps.models import (
    Action,
    CalendarFeed,
    Occurrence,
    OccurrenceState,
    ProofKind,
    WorkPlan,
)
from rostok.roadmaps.queries import nearest_year, years_of
from rostok.roadmaps.services import (
    NewProof,
    OwnAction,
    add_own_action,
    add_proof,
    draw_plan,
    hand_down,
)
from tests import factories as make

SCAN = b"%PDF-1.4\n%%EOF\n"


def add_proof_of_action(side: Any) -> None:
    """One occurrence of the roadmap with a file behind it."""
    occurrence = Occurrence.objects.filter(roadmap__system=side.system).order_by("pk")[0]
    scan = SimpleUploadedFile("приказ.pdf", SCAN)
    proof = add_proof(
        make.BOSS, occurrence=occurrence, proof=NewProof(ProofKind.FILE, "Приказ", file=scan)
    )
    for row in (occurrence, occurrence.action, proof, occurrence.roadmap.acts.get()):
        side.keep(row)
    year = nearest_year(years_of(occurrence.roadmap), clock.today())
    own = OwnAction("Семинар для наставников", due=date(year, 12, 1))
    for _ in range(2):
        made = add_own_action(make.BOSS, roadmap=occurrence.roadmap, unit=occurrence.unit, own=own)
    Occurrence.objects.filter(pk=made.pk).update(state=OccurrenceState.SUBMITTED)
    name_the_administrator(occurrence)
    add_plan(side, made)
    side.keep(occurrence.action.key_activity)
    add_feed(side)
    hand_on(side, occurrence.action, made.action)


def hand_on(side: Any, action: Action, own: Action) -> None:
    """The first action to one more school, and one more action to the school of the side."""
    for one, school in ((action, make.make_school(side.municipality)), (own, side.school)):
        due = one.occurrences.own().order_by("due")[0].due
        with clock.moved_to(min(due, clock.today())):
            hand_down(make.BOSS, action=one, above=side.municipality, units=[school])


def add_plan(side: Any, own: Occurrence) -> None:
    """The work plan of the municipality, and one of its own lines."""
    if WorkPlan not in side.rows:
        values = {"roadmap": own.roadmap, "unit": own.unit, "year": own.year}
        side.keep(draw_plan(make.BOSS, **values))
        side.own_line = own.pk


def add_feed(side: Any) -> None:
    """The secret address of somebody's calendar."""
    if CalendarFeed not in side.rows:
        user = make.make_user(side.municipality)
        side.keep(CalendarFeed.objects.create(user=user))


def name_the_administrator(occurrence: Occurrence) -> None:
    """All but what is sent is for them to do, so that their own list grows too."""
    chief = User.objects.filter(username__startswith="administrator", person__isnull=False).first()
    if chief is not None:
        rows = Occurrence.objects.filter(roadmap=occurrence.roadmap)
        rows.exclude(state=OccurrenceState.SUBMITTED).update(responsible=chief.person)
