"""A new version of the regulation comes to the living roadmap; what was done stays."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.orgs.queries import version_effects
from rostok.roadmaps import services
from rostok.roadmaps.comparing import renewal_of
from rostok.roadmaps.models import Action, Occurrence, OccurrenceState
from rostok.roadmaps.services import OwnAction
from tests.roadmaps.conftest import TODAY, Place
from tests.roadmaps.versions import another_version, drop_row, put_in_force, row_of, walk

NEW_ROW = {"code": "b1", "title": "Неделя наставничества"}


def edited(roadmap: dict[str, Any]) -> None:
    """One row added, one in other words, one re-timed, one gone."""
    activity, sample = next(pair for pair in walk(roadmap) if pair[1]["code"] == "a8")
    activity["actions"].append({**sample, **NEW_ROW})
    row_of(roadmap, "a1")["result"] = "Приказ и положение"
    row_of(roadmap, "a14").update(term="Ежеквартально", term_kind="quarterly")
    drop_row(roadmap, "a19")


def renew(place: Place, edit: Any = edited) -> None:
    put_in_force(place.system, edit, TODAY)
    place.roadmap.refresh_from_db()
    services.renew_roadmap(place.head, roadmap=place.roadmap, version=place.roadmap.version)
    place.roadmap.refresh_from_db()


def action(place: Place, code: str) -> Action:
    found: Action = Action.objects.get(roadmap=place.roadmap, code=code)
    return found


def terms(place: Place, code: str) -> list[tuple[int, int, str]]:
    rows = action(place, code).occurrences.order_by("year", "number")
    return list(rows.values_list("year", "number", "state"))


def test_added_changed_and_dropped_are_shown_before_anything_is_done(place: Place) -> None:
    version = another_version(place.system.current_version, edited)
    renewal = renewal_of(place.roadmap, version)
    assert [row.action.code for row in renewal.added] == ["b1"]
    assert [one.code for one in renewal.dropped] == ["a19"]
    words = {one.action.code: [word.title for word in one.words] for one in renewal.changed}
    assert words == {"a1": ["Результат"], "a14": ["Срок", "Дни срока"]}
    table = version_effects.get("roadmaps")(place.system, version, TODAY)
    assert len(table.rows) == 5
    assert action(place, "a19").is_in_force


def test_a_version_is_applied_at_once(place: Place) -> None:
    renew(place)
    assert action(place, "a1").result == "Приказ и положение"
    assert terms(place, "b1") == [(2023, 1, "planned"), (2024, 1, "planned")]
    gone = action(place, "a19")
    assert (gone.ended_on, gone.ended_ground[:21]) == (TODAY, "Исключено редакцией 2")
    assert {state for _year, _number, state in terms(place, "a19")} == {"cancelled"}
    assert place.roadmap.pack_version == place.system.current_version
    words = sentence_of(timeline_of(place.roadmap).order_by("-pk")[0])
    assert words.endswith("добавлено 1, изменено 2, исключено 1.")
    assert "добавлено 1" in sentence_of(timeline_of(gone).order_by("-pk")[0])


def test_untouched_terms_are_made_anew_and_nothing_is_late_from_birth(place: Place) -> None:
    renew(place)
    assert [(year, number) for year, number, _state in terms(place, "a14")] == [
        (2023, 4),
        *((2024, one) for one in (1, 2, 3, 4)),
    ]


def test_what_was_overdue_does_not_vanish_with_a_new_term(place: Place) -> None:
    late = place.occurrence("a14")
    Occurrence.objects.filter(pk=late.pk).update(start=None, due=date(2023, 9, 1))
    renew(place)
    assert [number for year, number, _state in terms(place, "a14") if year == 2023] == [1, 2, 3, 4]


def test_touched_terms_stay_and_are_not_doubled(place: Place) -> None:
    begun = services.begin(place.methodist, occurrence=place.occurrence("a14"), progress="Начали")
    renew(place)
    assert terms(place, "a14") == [
        (2023, 1, "in-work"),
        *((2024, one, "planned") for one in (1, 2, 3, 4)),
    ]
    begun.refresh_from_db()
    assert begun.due == date(2023, 12, 31)


def test_a_copy_touched_below_keeps_the_term_above(place: Place) -> None:
    services.hand_down(
        place.head, action=action(place, "a14"), above=place.unit, units=[place.school]
    )
    copy = Occurrence.objects.get(action__code="a14", unit=place.school, year=2023)
    services.begin(place.methodist, occurrence=copy)
    renew(place)
    kept = Occurrence.objects.get(action__code="a14", unit=place.unit, year=2023)
    assert list(kept.copies.all()) == [copy]
    later = Occurrence.objects.filter(action__code="a14", unit=place.school, year=2024)
    assert later.count() == 4
    assert all(one.above_id for one in later)


def test_accepted_stays_when_a_row_is_dropped(place: Place) -> None:
    done = services.submit(place.methodist, occurrence=place.proved("a1"))
    services.accept(place.head, occurrence=done)
    renew(place, lambda roadmap: drop_row(roadmap, "a1"))
    done.refresh_from_db()
    assert done.state == OccurrenceState.ACCEPTED
    assert not action(place, "a1").is_in_force


def test_what_comes_back_in_a_later_version_is_due_again(place: Place) -> None:
    kept = row_of(place.system.current_version.content["roadmap"], "a8")
    renew(place, lambda roadmap: drop_row(roadmap, "a8"))
    with clock.moved_to(date(2023, 11, 1)):
        put_in_force(
            place.system,
            lambda roadmap: walk(roadmap)[0][0]["actions"].append(dict(kept)),
            date(2023, 11, 1),
        )
        services.renew_roadmap(place.head, roadmap=place.roadmap)
    assert action(place, "a8").is_in_force
    assert terms(place, "a8") == [(2023, 1, "planned"), (2024, 1, "planned")]


def test_own_actions_and_those_cancelled_by_an_act_are_left_alone(place: Place) -> None:
    own = OwnAction("Семинар", due=date(2023, 12, 1))
    made = services.add_own_action(place.head, roadmap=place.roadmap, unit=place.unit, own=own)
    services.cancel_action(place.head, action=action(place, "a14"), ground="Приказ № 5")
    renew(place)
    made.refresh_from_db()
    assert (made.state, made.action.title) == (OccurrenceState.PLANNED, "Семинар")
    assert action(place, "a14").ended_ground == "Приказ № 5"
    assert {state for _year, _number, state in terms(place, "a14")} == {"cancelled"}


def test_nothing_to_change_and_stale_are_refused(place: Place) -> None:
    with pytest.raises(RuleViolation, match="уже приведена"):
        services.renew_roadmap(place.head, roadmap=place.roadmap)
    shown = put_in_force(place.system, edited, TODAY)
    services.renew_roadmap(place.head, roadmap=place.roadmap, version=1, shown=shown)
    put_in_force(place.system, dict.copy, date(2023, 10, 3))
    with clock.moved_to(date(2023, 10, 3)):
        with pytest.raises(StaleForm):
            services.renew_roadmap(place.head, roadmap=place.roadmap, version=1)
        with pytest.raises(StaleForm, match="редакция сменилась"):
            services.renew_roadmap(place.head, roadmap=place.roadmap, version=2, shown=shown)


def test_a_stranger_renews_nothing(place: Place) -> None:
    put_in_force(place.system, edited, TODAY)
    with pytest.raises(Forbidden):
        services.renew_roadmap(place.methodist, roadmap=place.roadmap)


def test_the_page_shows_the_changes_and_applies_them(place: Place, admin: Client) -> None:
    put_in_force(place.system, edited, TODAY)
    table = admin.get("/roadmaps/of/rayon/").content.decode()
    assert "Положение действует в новой редакции" in table
    page = admin.get("/roadmaps/of/rayon/renew/")
    words = page.content.decode()
    for expected in ("Неделя наставничества", "Приказ и положение", "Дни срока", "Исключается"):
        assert expected in words
    assert admin.post("/roadmaps/of/rayon/renew/", page.context["form"].initial).status_code == 302
    assert "новой редакции</" not in admin.get("/roadmaps/of/rayon/").content.decode()
    assert "Применять нечего" in admin.get("/roadmaps/of/rayon/renew/").content.decode()
