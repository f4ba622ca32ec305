"""Small groups stay hidden, whatever is subtracted from whatever."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from rostok.kernel.suppression import NOBODY, Cell, Group, hidden_cells

MINIMUM = 5


def hidden(*cells):
    """A table of plain numbers: (key, key of the total, how many)."""
    return hidden_cells([number(*cell) for cell in cells], MINIMUM)


def number(key, parent, size):
    return Cell(key, parent, (Group(size, size),))


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
    length = draw(st.integers(1, 15))
    parents = [None, *(draw(st.integers(0, at - 1)) for at in range(1, length))]
    own = [draw(st.integers(0, 9)) for _ in range(length)]
    with_parts = {parent for parent in parents if parent is not None}
    own = [
        size if at not in with_parts or draw(st.booleans()) else 0 for at, size in enumerate(own)
    ]
    sizes = list(own)
    for at in range(length - 1, 0, -1):
        sizes[parents[at]] += sizes[at]
    return [number(at, parents[at], sizes[at]) for at in range(length)], own


@settings(deadline=None)
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


@settings(deadline=None)
@given(trees())
def test_every_small_group_is_hidden_and_nothing_is_shown_below_a_hidden_one(tree):
    cells, _own = tree
    hid = hidden_cells(cells, MINIMUM)
    assert {cell.key for cell in cells if 0 < cell.size < MINIMUM} <= hid
    assert all(cell.key in hid for cell in cells if cell.parent in hid)


@st.composite
def tables(draw, groups=2):
    """A tree of shares: of each unit's own people, in each table, how many are counted."""
    cells, _own = draw(trees())
    length = len(cells)
    own = [
        [draw(counted_of(st.integers(0, 9))) for _ in range(groups)]
        if draw(st.booleans())
        else [NOBODY] * groups
        for _ in range(length)
    ]
    sums = [list(row) for row in own]
    for at in range(length - 1, 0, -1):
        above = cells[at].parent
        sums[above] = [
            Group(one.counted + part.counted, one.base + part.base)
            for one, part in zip(sums[above], sums[at], strict=True)
        ]
    return [Cell(at, cells[at].parent, tuple(sums[at])) for at in range(length)], own


@st.composite
def counted_of(draw, sizes):
    base = draw(sizes)
    return Group(draw(st.integers(0, base)), base)


def below(cells, key):
    """The keys of a cell and of all below it."""
    found = {key}
    for cell in cells:
        if cell.parent in found:
            found.add(cell.key)
    return found


def derivable(cells, own, shown, key):
    """Whether a cell is a sum of shown ones, whoever knows which units have nobody of their own."""
    length = len(cells)

    def vector(at):
        inside = below(cells, at)
        return [Fraction(one in inside) for one in range(length)]

    empty = [at for at in range(length) if not any(map(any, own[at]))]
    known = [vector(at) for at in shown] + [
        [Fraction(one == at) for one in range(length)] for at in empty
    ]
    return rank([*known, vector(key)]) == rank(known)


@settings(deadline=None)
@given(tables())
def test_a_share_betrays_neither_who_has_the_fact_nor_who_lacks_it(table):
    cells, own = table
    hid = hidden_cells(cells, MINIMUM)
    shown = [cell.key for cell in cells if cell.key not in hid]
    for cell in cells:
        if any(group.is_small(MINIMUM) for group in cell.groups):
            assert cell.key in hid
            assert not derivable(cells, own, shown, cell.key)


@settings(deadline=None)
@given(tables())
def test_what_is_left_of_a_total_is_never_a_small_group(table):
    cells, _own = table
    hid = hidden_cells(cells, MINIMUM)
    for total in cells:
        if total.key in hid:
            continue
        rest = rest_of(cells, hid, total)
        assert not any(group.is_small(MINIMUM) for group in rest)


def rest_of(cells, hid, total):
    """The total less its shown parts."""
    parts = [one for one in cells if one.parent == total.key and one.key not in hid]
    return [
        Group(
            group.counted - sum(part.groups[at].counted for part in parts),
            group.base - sum(part.groups[at].base for part in parts),
        )
        for at, group in enumerate(total.groups)
    ]


@settings(deadline=None)
@given(tables(groups=1))
def test_the_rest_of_a_total_leaves_the_counted_of_each_hidden_part_open(table):
    """Bases are no secret, so a rest of eight of eight would tell of each two of these eight."""
    cells, _own = table
    hid = hidden_cells(cells, MINIMUM)
    for total in cells:
        if total.key in hid or total.groups[0].is_alike:
            continue
        [rest] = rest_of(cells, hid, total)
        for part in cells:
            if part.parent == total.key and part.key in hid and part.groups[0].base:
                others = rest.base - part.groups[0].base
                least = max(0, rest.counted - others)
                most = min(part.groups[0].base, rest.counted)
                assert least < most


@settings(deadline=None)
@given(tables(), st.data())
def test_whoever_knows_some_by_name_learns_nothing_of_the_others(table, data):
    """What they know is taken from all that is shown; no small group of strangers is left."""
    cells, own = table
    known = data.draw(st.sets(st.sampled_from([cell.key for cell in cells]), max_size=6))
    hid = hidden_cells(cells, MINIMUM, known)
    for cell in cells:
        strangers = [own[key] for key in below(cells, cell.key) if key not in known]
        for at in range(len(cell.groups)):
            rest = Group(
                sum(groups[at].counted for groups in strangers),
                sum(groups[at].base for groups in strangers),
            )
            assert cell.key in hid or not rest.is_small(MINIMUM)
        is_known = not any(any(map(any, groups)) for groups in strangers)
        assert not (is_known and any(map(any, cell.groups)) and cell.key in hid)


def test_nineteen_of_twenty_hides_the_one_who_lacks_the_fact():
    cells = [
        Cell(1, None, (Group(30, 60),)),
        Cell(2, 1, (Group(19, 20),)),
        Cell(3, 1, (Group(11, 40),)),
    ]
    assert hidden_cells(cells, MINIMUM) == {2, 3}


def test_a_neighbour_known_by_name_does_not_protect():
    """Whoever knows the twelve of the first school would subtract them to find the three."""
    cells = [number(1, None, 35), number(2, 1, 12), number(3, 1, 3), number(4, 1, 20)]
    assert hidden_cells(cells, MINIMUM) == {2, 3}
    assert hidden_cells(cells, MINIMUM, known={2}) == {3, 4}


def test_a_total_is_hidden_from_whoever_knows_all_but_a_few_of_it():
    cells = [number(1, None, 23), number(2, 1, 20), number(3, 1, 3)]
    assert hidden_cells(cells, MINIMUM, known={2}) == {1, 3}


def test_tables_shown_side_by_side_hide_the_same_cells():
    """Small in one table only: the same cells are hidden in both, or one would give the other."""
    cells = [
        Cell(1, None, (Group(30, 60), Group(20, 60))),
        Cell(2, 1, (Group(10, 20), Group(2, 20))),
        Cell(3, 1, (Group(20, 40), Group(18, 40))),
    ]
    assert hidden_cells(cells, MINIMUM) == {2, 3}
