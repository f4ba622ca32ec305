"""A roadmap goes on for another year by one act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from rostok.indicators.queries import own_target, targets_of
from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit
from rostok.orgs.services import activate_system
from rostok.roadmaps import journal, services
from rostok.roadmaps.comparing import renewal_of
from rostok.roadmaps.drafts import answers_of, draft_of
from rostok.roadmaps.models import Occurrence, OccurrenceState, Roadmap, RoadmapAct
from rostok.roadmaps.prolonging import CANCEL, LEAVE, MOVE, SINGLE, Answers, Plan
from tests.factories import BOSS, make_municipality, make_region, make_regulation
from tests.roadmaps.conftest import Place

DAY = date(2024, 12, 20)
ACT = Answers(kind="Приказ", number="300", signed_on=date(2024, 12, 18), for_all=LEAVE)
EXPECTED = {"muya": 15, "tomsk": 37, "khakassia": 22, "todzha": 8, "odintsovo": 24}


@pytest.mark.parametrize("pack", EXPECTED)
def test_each_regulation_prolonged_by_a_year_gives_its_terms(db: None, pack: str) -> None:
    version = make_regulation(pack)
    root: OrgUnit = make_region() if version.level == "region" else make_municipality()
    start = date(2023, 1, 1)
    system = activate_system(BOSS, pack=version, key=pack, root=root, from_date=start)
    roadmap = Roadmap.objects.get(system=system)
    year, before = roadmap.end.year, roadmap.occurrences.count()
    assert not roadmap.occurrences.filter(year=year).exists()
    act = services.prolong_roadmap(BOSS, roadmap=roadmap, answers=ACT)
    made = roadmap.occurrences.filter(year=year)
    assert made.count() == roadmap.occurrences.count() - before == EXPECTED[pack]
    assert (act.start, act.end) == (date(year, 1, 1), date(year + 1, 1, 1))
    assert all(one.due is None or one.due.year == year for one in made)


def prolong(place: Place, answers: Answers = ACT, version: int | None = None) -> RoadmapAct:
    with clock.moved_to(DAY):
        act = services.prolong_roadmap(
            place.head, roadmap=place.roadmap, answers=answers, version=version
        )
    place.roadmap.refresh_from_db()
    return act


def test_single_days_continue_only_when_asked(place: Place) -> None:
    plan = Plan(place.roadmap, ACT)
    single = {one.code for one in plan.actions if plan.way_of(one) == SINGLE}
    assert {"a1", "a4", "a20", "a26", "a28"} <= single
    first = next(one for one in plan.actions if one.code == "a1")
    prolong(place, replace(ACT, actions=frozenset({first.pk})))
    made = place.roadmap.occurrences.get(year=2025)
    assert (made.action.code, made.due) == ("a1", date(2025, 8, 25))


def test_what_was_for_the_whole_period_lasts_longer_and_says_so(place: Place) -> None:
    prolong(place)
    action = place.roadmap.actions.get(code="a5")
    assert action.ends == date(2025, 12, 31)
    last = date_words(date(2025, 12, 31))
    assert action.term == f"В течение 2023 – 2024 гг. (продлено до {last})"
    assert renewal_of(place.roadmap, place.system.current_version).is_empty


def test_open_items_are_moved_left_or_cancelled(place: Place) -> None:
    moved, left, gone = (place.occurrence(code) for code in ("a1", "a2", "a3"))
    choices = {moved.pk: MOVE, gone.pk: CANCEL}
    act = prolong(place, replace(ACT, unfinished=choices))
    for one in (moved, left, gone):
        one.refresh_from_db()
    assert (moved.year, moved.due, moved.first_due) == (2025, date(2025, 8, 25), date(2023, 8, 25))
    assert moved.when == "с 2023 на 2025"
    assert moved.slips.get().reason == f"Продление: {act}"
    assert (left.year, left.state) == (2023, OccurrenceState.PLANNED)
    assert (gone.state, gone.comment) == (OccurrenceState.CANCELLED, f"Отменено: {act}")
    assert gone.cancelled_on == act.signed_on
    words = sentence_of(timeline_of(moved).order_by("-pk")[0])
    assert words.endswith("Новых сроков: 15, перенесено: 1.")


def test_what_is_carried_over_twice_says_from_which_year_it_comes(place: Place) -> None:
    moved = place.occurrence("a1")
    for _year in (2025, 2026):
        prolong(place, replace(ACT, unfinished={moved.pk: MOVE}))
    moved.refresh_from_db()
    assert moved.when == "с 2023 на 2026"


def test_open_copies_go_with_their_term(place: Place) -> None:
    parent = place.occurrence("a8")
    services.hand_down(place.head, action=parent.action, above=place.unit, units=[place.school])
    prolong(place, replace(ACT, unfinished={parent.pk: MOVE}))
    parent.refresh_from_db()
    copy = parent.copies.get()
    assert (copy.year, copy.number, copy.due) == (2025, parent.number, date(2025, 12, 31))
    assert parent.number >= 60
    again = Occurrence.objects.get(action=parent.action, unit=place.school, year=2025, number=1)
    assert again.above.unit == place.unit


def test_targets_of_the_new_year_stand_beside_the_regulation(place: Place) -> None:
    code, value = next(iter(targets_of(place.system, 2024).items()))
    with clock.moved_to(DAY):
        services.prolong_roadmap(
            BOSS, roadmap=place.roadmap, answers=replace(ACT, targets={code: value})
        )
    row = own_target(place.system, place.unit, code, 2025)
    assert row is not None
    assert (row.value, row.ground) == (value, "Приказ от 18.12.2024 № 300")


def test_targets_need_their_right_and_then_nothing_is_written(place: Place) -> None:
    code = next(iter(targets_of(place.system, 2024)))
    with pytest.raises(Forbidden):
        prolong(place, replace(ACT, targets={code: Decimal(1)}))
    place.roadmap.refresh_from_db()
    assert place.roadmap.end == date(2025, 1, 1)
    assert place.roadmap.acts.count() == 1


def test_prolonged_at_once_by_two_is_refused_to_the_second(place: Place) -> None:
    seen = place.roadmap.version
    prolong(place, version=seen)
    with pytest.raises(StaleForm):
        prolong(place, version=seen)
    assert place.roadmap.acts.count() == 2


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (replace(ACT, kind=" "), "kind"),
        (replace(ACT, number=""), "number"),
        (replace(ACT, signed_on=None), "signed_on"),
        (replace(ACT, signed_on=date(2024, 12, 21)), "signed_on"),
    ],
)
def test_an_act_that_is_not_named_prolongs_nothing(
    place: Place, answers: Answers, field: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        prolong(place, answers)
    assert field in refused.value.fields


def test_only_those_who_govern_prolong(place: Place) -> None:
    with pytest.raises(Forbidden):
        services.prolong_roadmap(place.methodist, roadmap=place.roadmap, answers=ACT)


def test_the_guided_act_keeps_answers_between_steps(place: Place, admin: Client) -> None:
    base = "/roadmaps/of/rayon/prolong/"
    with clock.moved_to(DAY):
        assert "Продлить на следующий год" in admin.get("/roadmaps/of/rayon/").content.decode()
        given = {"kind": "Приказ", "number": "", "signed_on": ""}
        assert admin.post(base, given).headers["Location"] == f"{base}actions/"
        chosen = admin.get(f"{base}actions/").context["form"].initial["actions"]
        admin.post(f"{base}actions/", {"actions": chosen})
        moved = place.occurrence("a1")
        admin.post(f"{base}unfinished/", {"for_all": "leave", f"of-{moved.pk}": "move"})
        offered = admin.get(f"{base}targets/").context["form"].initial
        admin.post(f"{base}targets/", {code: str(value) for code, value in offered.items()})
        check = admin.get(f"{base}check/")
        assert place.roadmap.acts.count() == 1
        assert len(check.context["unfinished"]["move"]) == 1
        version = check.context["form"].initial
        refused = admin.post(f"{base}check/", version)
        assert refused.status_code == 422
        assert "Укажите номер акта" in refused.content.decode()
        draft = Document(BytesIO(b"".join(admin.get(f"{base}check/?draft=1"))))
        admin.post(base, {"kind": "Приказ", "number": "300", "signed_on": "18.12.2024"})
        stale = admin.post(f"{base}check/", version)
        assert "ответы изменили" in stale.content.decode()
        shown = stale.context["form"]
        done = admin.post(f"{base}check/", {one.name: one.value() for one in shown})
    act = place.roadmap.acts.get(number="300")
    assert done.headers["Location"] == f"/roadmaps/acts/{act.pk}/"
    assert "Срок дорожной карты" in "\n".join(line.text for line in draft.paragraphs)
    page = admin.get(f"/roadmaps/acts/{act.pk}/")
    assert page.status_code == 200
    document = Document(BytesIO(b"".join(admin.get(f"/roadmaps/acts/{act.pk}/?draft=1"))))
    drafted, _targets = draft.tables
    actions, targets = document.tables
    assert [row.cells[4].text for row in drafted.rows] == [
        row.cells[4].text for row in actions.rows
    ]
    assert any("перенесено с 2023 года" in row.cells[4].text for row in actions.rows)
    assert len(actions.rows) == 1 + 16
    assert [len(actions.columns), len(targets.columns)] == [6, 3]
    assert len(targets.rows) == 1 + len(offered)


def test_another_goes_on_with_the_answers_from_elsewhere(
    place: Place, admin: Client, enter_as: Callable[[Client, OrgUnit, str], None]
) -> None:
    base = "/roadmaps/of/rayon/prolong/"
    with clock.moved_to(DAY):
        admin.post(base, {"kind": "Постановление", "number": "12", "signed_on": ""})
        admin.post(f"{base}unfinished/", {"for_all": "cancel"})
        other = Client()
        enter_as(other, place.unit, "service_head")
        assert "Вернуться к продлению" in other.get("/roadmaps/of/rayon/").content.decode()
        page = other.get(f"{base}check/")
    assert page.context["plan"].answers.act_words == "Постановление № 12"
    assert page.context["plan"].answers.for_all == CANCEL
    assert f"Ответы сохранены {date_words(DAY)}" in page.content.decode()


def test_answers_are_kept_for_this_version_of_the_roadmap_alone(place: Place) -> None:
    act = {"kind": "Приказ", "number": "7", "signed_on": None}
    with clock.moved_to(DAY):
        kept = services.keep_answers(place.head, roadmap=place.roadmap, act=act)
        kept = services.keep_answers(place.head, roadmap=kept, actions=[])
    begun = [one for one in timeline_of(kept) if one.kind == journal.PROLONGING_BEGUN]
    assert len(begun) == 1
    assert answers_of(draft_of(kept)).number == "7"
    assert answers_of(draft_of(kept)).actions == frozenset()
    kept.version += 1
    assert draft_of(kept) == {}


def test_what_was_prolonged_has_no_draft_any_more(place: Place) -> None:
    with clock.moved_to(DAY):
        services.keep_answers(place.head, roadmap=place.roadmap, actions=[])
    prolong(place)
    assert place.roadmap.draft == {}


def test_only_those_who_govern_keep_answers(place: Place) -> None:
    for actor in (place.methodist, place.stranger):
        with pytest.raises(Forbidden):
            services.keep_answers(actor, roadmap=place.roadmap, actions=[])
    place.roadmap.refresh_from_db()
    assert place.roadmap.draft == {}
