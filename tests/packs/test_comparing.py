"""What differs between two regulations, piece by piece and by code."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rostok.packs.comparing import differences, key_field, with_clauses_of
from rostok.packs.loading import dump, load_pack

PIECES = [{"code": "a", "title": "Первый", "n": 1}, {"code": "b", "title": "Второй", "n": 2}]


def told(old: Any, new: Any) -> list[tuple[str, str, str, str]]:
    found = differences({"roadmap": {"items": old}}, {"roadmap": {"items": new}})
    return [(one.path, one.kind, one.old, one.new) for one in found]


def test_a_pack_does_not_differ_from_itself() -> None:
    content = dump(load_pack("muya"))
    assert differences(content, content) == []


def test_the_order_of_pieces_is_no_difference() -> None:
    assert told(PIECES, PIECES[::-1]) == []


def test_a_changed_piece_is_named_by_its_code_with_both_values() -> None:
    changed = [{**PIECES[0], "n": 3}, PIECES[1]]
    assert told(PIECES, changed) == [("items.a.n", "changed", "1", "3")]


def test_added_and_removed_pieces_are_told_by_their_titles() -> None:
    new = [PIECES[1], {"code": "c", "title": "Третий", "n": 3}]
    assert told(PIECES, new) == [
        ("items.a", "removed", "Первый", ""),
        ("items.c", "added", "", "Третий"),
    ]


def test_pieces_without_a_key_of_their_own_are_compared_whole() -> None:
    assert key_field([{"title": "а"}, {"title": "а"}]) is None
    assert told([{"title": "а"}, {"title": "а"}], [{"title": "а"}]) == [
        ("items", "changed", "а, а", "а")
    ]


def test_two_regulations_of_the_five_differ_in_every_section() -> None:
    found = differences(dump(load_pack("muya")), dump(load_pack("todzha")))
    assert {"pack", "roadmap", "indicators", "parties", "clauses"} <= {one.section for one in found}


def test_a_regulation_begun_from_another_keeps_its_clauses() -> None:
    """The new prefix of every clause is no difference; an edited text is one."""
    old = {
        "clauses": {"clauses": [{"id": f"MUY-1-0{n}", "text": f"Пункт {n}"} for n in range(1, 5)]},
        "purpose": {"goals": [{"text": "Рост", "clause": "MUY-1-01"}]},
    }
    new: dict[str, Any] = json.loads(json.dumps(old).replace("MUY-", "SEV-"))
    new["clauses"]["clauses"][1]["text"] = "Пункт иной"
    found = differences(with_clauses_of(new, old), new)
    assert [(one.path, one.kind) for one in found] == [("clauses.SEV-1-02.text", "changed")]


def test_two_regulations_of_their_own_keep_their_clauses_apart() -> None:
    muya, todzha = dump(load_pack("muya")), dump(load_pack("todzha"))
    assert with_clauses_of(todzha, muya) is muya
    assert with_clauses_of({}, muya) is muya


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(values, values)
def test_differences_are_empty_only_for_equal_content(old: Any, new: Any) -> None:
    """Whatever the shapes: never an error, and equality is never told as a difference."""
    assert differences({"x": {"v": old}}, {"x": {"v": old}}) == []
    found = differences({"x": {"v": [old]}}, {"x": {"v": [new]}})
    assert bool(found) == ([old] != [new]) or {str(old), str(new)} <= {"None", "[]", "{}", ""}
