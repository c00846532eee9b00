"""Public tables give nobody away: neither a small cell nor what a sum would tell of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jaring.core.disclosure import CELL_MIN, hidden_cells

columns = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 4000)), min_size=1, max_size=24)


@given(columns)
def test_no_cell_below_five_is_shown(counts: list[int]) -> None:
    hidden = hidden_cells(counts)

    assert all(count >= CELL_MIN for position, count in enumerate(counts) if position not in hidden.cells)
    assert hidden.total or sum(counts) >= CELL_MIN


@given(columns)
def test_what_is_shown_leaves_every_hidden_cell_open(counts: list[int]) -> None:
    """Whoever takes the shown cells from the total knows what the hidden ones come to, and no one of them."""
    hidden = hidden_cells(counts)

    if hidden.cells and not hidden.total:
        together = sum(counts) - sum(count for position, count in enumerate(counts) if position not in hidden.cells)
        assert len(hidden.cells) > 1
        assert together >= CELL_MIN


@given(columns)
def test_nothing_is_hidden_without_need(counts: list[int]) -> None:
    hidden = hidden_cells(counts)

    if min(counts) >= CELL_MIN:
        assert (hidden.cells, hidden.total) == (frozenset(), False)
    small = {position for position, count in enumerate(counts) if count < CELL_MIN}
    if len(small) > 1 and sum(counts[position] for position in small) >= CELL_MIN:
        assert hidden.cells == small


@given(columns, st.data())
def test_what_another_column_hides_is_hidden_and_kept_vague(counts: list[int], data: st.DataObject) -> None:
    also = data.draw(st.sets(st.integers(0, len(counts) - 1)))

    hidden = hidden_cells(counts, also)

    assert also <= hidden.cells
    assert len(hidden.cells) != 1 or hidden.total


def test_one_small_district_takes_its_smallest_neighbour_with_it() -> None:
    assert hidden_cells([120, 3, 44, 310]).cells == {1, 2}
    assert hidden_cells([120, 3, 4, 310]).cells == {1, 2}
    assert hidden_cells([120, 1, 1, 310]).cells == {0, 1, 2}
    assert hidden_cells([3]) == (frozenset({0}), True)
