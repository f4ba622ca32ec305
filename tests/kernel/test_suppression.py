"""Small groups stay hidden, whatever is subtracted from whatever."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rostok.kernel.suppression import Cell, hidden_cells

MINIMUM = 5


def hidden(*cells):
    return hidden_cells([Cell(*cell) for cell in cells], MINIMUM)


def test_a_small_group_takes_the_next_smallest_with_it():
    assert hidden((1, None, 33), (2, 1, 3), (3, 1, 10), (4, 1, 20)) == {2, 3}


def test_two_small_groups_that_stay_few_together_take_a_third():
    assert hidden((1, None, 24), (2, 1, 2), (3, 1, 2), (4, 1, 20)) == {2, 3, 4}


def test_two_small_groups_that_are_enough_together_need_no_other():
    assert hidden((1, None, 28), (2, 1, 4), (3, 1, 4), (4, 1, 20)) == {2, 3}


def test_an_empty_group_is_shown_and_hides_nobody():
    assert hidden((1, None, 23), (2, 1, 3), (3, 1, 0), (4, 1, 20)) == {2, 4}


def test_an_only_small_part_hides_its_total():
    assert hidden((1, None, 3), (2, 1, 3)) == {1, 2}


def test_a_total_hidden_for_its_parts_is_protected_above_too():
    found = hidden((1, None, 40), (2, 1, 20), (3, 1, 16), (4, 1, 4), (5, 4, 4), (6, 3, 16))
    assert {4, 5, 3, 6} == found


def test_people_of_the_total_itself_are_protected_like_a_part():
    assert hidden((1, None, 33), (2, 1, 10), (3, 1, 20)) == {2}


def test_large_groups_are_all_shown():
    assert hidden((1, None, 30), (2, 1, 10), (3, 1, 20)) == set()


@st.composite
def trees(draw):
    """Up to fifteen groups; some people of a total may belong to none of its parts."""
    number = draw(st.integers(1, 15))
    parents = [None, *(draw(st.integers(0, at - 1)) for at in range(1, number))]
    own = [draw(st.integers(0, 9)) for _ in range(number)]
    with_parts = {parent for parent in parents if parent is not None}
    own = [
        size if at not in with_parts or draw(st.booleans()) else 0 for at, size in enumerate(own)
    ]
    sizes = list(own)
    for at in range(number - 1, 0, -1):
        sizes[parents[at]] += sizes[at]
    return [Cell(at, parents[at], sizes[at]) for at in range(number)], own


@given(trees())
def test_no_small_group_can_be_found_by_adding_and_subtracting(tree):
    cells, own = tree
    hid = hidden_cells(cells, MINIMUM)
    number = len(cells)

    def vector(key):
        """The cell as a sum of the groups of people that belong to one unit itself."""
        holds = [Fraction(at == key) for at in range(number)]
        for at in range(key + 1, number):
            parent = at
            while parent is not None and parent > key:
                parent = cells[parent].parent
            holds[at] = Fraction(parent == key)
        return holds

    known = [vector(cell.key) for cell in cells if cell.key not in hid]
    known += [
        [Fraction(at == key) for at in range(number)] for key in range(number) if not own[key]
    ]
    for cell in cells:
        if 0 < cell.size < MINIMUM:
            assert rank([*known, vector(cell.key)]) == rank(known) + 1


def rank(rows):
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(found, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for at in range(found + 1, len(rows)):
            factor = rows[at][column] / rows[found][column]
            rows[at] = [x - factor * y for x, y in zip(rows[at], rows[found], strict=True)]
        found += 1
    return found


@given(trees())
def test_every_small_group_is_hidden_and_nothing_is_shown_below_a_hidden_one(tree):
    cells, _own = tree
    hid = hidden_cells(cells, MINIMUM)
    assert {cell.key for cell in cells if 0 < cell.size < MINIMUM} <= hid
    assert all(cell.key in hid for cell in cells if cell.parent in hid)
