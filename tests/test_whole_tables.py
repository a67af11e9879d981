"""Controlled rounding: every figure one of its two neighbours, everything adding up, the nearest."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.model.circulation import Arc, round_flows
from fiscal_rules.model.money import half_up, largest_remainder
from fiscal_rules.model.whole_tables import RoundedTable, round_table

ALWAYS_ALIKE = settings(derandomize=True, deadline=None, max_examples=150)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
Exact = Sequence[Sequence[Fraction]]


@st.composite
def tables(draw: st.DrawFn, *, most_rows: int, most_columns: int) -> Exact:
    """Draw a table; few denominators, so that ties are many, or any, and wholes among them."""
    width = draw(st.integers(1, most_columns))
    of = draw(st.sampled_from([1, 2, 3, 4, 100, None]))
    cell = (
        st.fractions(-20, 20, max_denominator=60)
        if of is None
        else st.integers(-20 * of, 20 * of).map(lambda n: Fraction(n, of))
    )
    row = st.lists(cell, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=most_rows))


def margins(cells: Sequence[Sequence[Fraction | int]]) -> list[Fraction]:
    """Add up every row, then every column."""
    every = [*cells, *zip(*cells, strict=True)]
    return [sum((Fraction(cell) for cell in line), Fraction(0)) for line in every]


def exact_total(exact: Exact) -> Fraction:
    return sum((sum(row, Fraction(0)) for row in exact), Fraction(0))


def all_beside(made: Sequence[Fraction], exact: Sequence[Fraction]) -> bool:
    pairs = zip(made, exact, strict=True)
    return all(whole in {floor(value), ceil(value)} for whole, value in pairs)


def all_roundings(exact: Exact) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Try every cell at both of its neighbours, and keep what a controlled rounding may be."""
    width = len(exact[0])
    choices = ({floor(cell), ceil(cell)} for row in exact for cell in row)
    for flat in product(*choices):
        cells = tuple(flat[i * width : (i + 1) * width] for i in range(len(exact)))
        if sum(flat) == half_up(exact_total(exact)) and all_beside(margins(cells), margins(exact)):
            yield cells


def rank(cells: Sequence[Sequence[int]], exact: Exact) -> tuple[object, ...]:
    """Say how good a rounding is: totals near, then cells near, then the earliest rounded up."""
    totals = zip(margins(cells), margins(exact), strict=True)
    flat = [cell for row in cells for cell in row]
    values = [cell for row in exact for cell in row]
    return (
        sum(abs(made - value) for made, value in totals),
        sum(abs(made - value) for made, value in zip(flat, values, strict=True)),
        [-cell for cell in flat],
    )


def assert_controlled(made: RoundedTable, exact: Exact) -> None:
    """Assert all that a controlled rounding promises, but that it is the nearest."""
    assert made.total == half_up(exact_total(exact))
    assert [*made.rows, *made.columns] == margins(made.cells)
    assert sum(made.rows) == sum(made.columns) == made.total
    assert all_beside(margins(made.cells), margins(exact))
    for whole, row in zip(made.cells, exact, strict=True):
        assert all_beside([Fraction(cell) for cell in whole], row)


Cost = tuple[Fraction, Fraction, int]
"""What a change costs: nearness of the totals, of the cells, and cells that go down."""
Change = tuple[str, str, Cost]


def changes(made: RoundedTable, exact: Exact) -> Iterator[Change]:
    """List how single figures may go to their other neighbour, between which nodes, at what cost."""
    width = len(exact[0])
    for i, row in enumerate(exact):
        for j, value in enumerate(row):
            weight = 1 << (len(exact) * width - i * width - j)
            yield from change(f"row {i}", f"column {j}", made.cells[i][j], value, cell=weight)
        yield from change("all", f"row {i}", made.rows[i], sum(row, Fraction(0)), cell=0)
    for j, column in enumerate(zip(*exact, strict=True)):
        yield from change(f"column {j}", "whole", made.columns[j], sum(column, Fraction(0)), cell=0)


def change(tail: str, head: str, whole: int, value: Fraction, *, cell: int) -> Iterator[Change]:
    """Say what it costs to send a figure up, or down against the arc; whole figures stay."""
    for other in {floor(value), ceil(value)} - {whole}:
        farther = abs(other - value) - abs(whole - value)
        cost = (Fraction(0), farther, cell * (whole - other)) if cell else (farther, Fraction(0), 0)
        yield (tail, head, cost) if other > whole else (head, tail, cost)


def can_be_bettered(made: RoundedTable, exact: Exact) -> bool:
    """Look for a ring of changes that together cost less than nothing (Bellman and Ford)."""
    found = list(changes(made, exact))
    best: dict[str, Cost] = {end: (Fraction(0), Fraction(0), 0) for end, _, _ in found}
    best |= {end: (Fraction(0), Fraction(0), 0) for _, end, _ in found}
    for _ in range(len(best) + 1):
        before = dict(best)
        for tail, head, cost in found:
            x, y = best[tail], cost
            best[head] = min(best[head], (x[0] + y[0], x[1] + y[1], x[2] + y[2]))
        if best == before:
            return False
    return True


def random_table(source: random.Random, rows: int, columns: int) -> Exact:
    """Draw a table of positive and negative figures, some whole, with ties or without."""
    of = source.choice([2, 4, 100, 10_000, 999_983])
    return [
        [
            Fraction(source.randint(-9 * of, 9 * of), source.choice([1, of, of]))
            for _ in range(columns)
        ]
        for _ in range(rows)
    ]


def test_a_thousand_random_tables_add_up_within_their_neighbours() -> None:
    source = random.Random(20191017)  # noqa: S311 (tables, no secret)
    for _ in range(1000):
        exact = random_table(source, source.randint(1, 8), source.randint(1, 8))
        assert_controlled(round_table(exact), exact)


@pytest.mark.parametrize(
    ("exact", "cells", "rows", "columns", "total"),
    [
        # 0.5 + 0.5 make 1 in both rows and in both columns: one half of each goes up.
        ([[HALF, HALF], [HALF, HALF]], ((1, 0), (0, 1)), (1, 1), (1, 1), 2),
        # The total, 1.5, is rounded half up to 2; of three equal rows the first two go up.
        ([[HALF], [HALF], [HALF]], ((1,), (1,), (0,)), (1, 1, 0), (2,), 2),
        # Thirds: nearest would be 0 everywhere, but the total is 1.
        ([[THIRD, THIRD, THIRD]], ((1, 0, 0),), (1,), (1, 0, 0), 1),
        # A half below 0 goes away from 0, as everywhere.
        ([[-HALF]], ((-1,),), (-1,), (-1,), -1),
        # Whole figures stay whole.
        ([[Fraction(3), Fraction(-7)]], ((3, -7),), (-4,), (3, -7), -4),
        # The rows 0.6 + 0.6 and 0.4 + 0.4: rows and columns (1, 1) are nearest, and what follows.
        (
            [[Fraction(3, 5), Fraction(3, 5)], [Fraction(2, 5), Fraction(2, 5)]],
            ((1, 0), (0, 1)),
            (1, 1),
            (1, 1),
            2,
        ),
        ([], (), (), (), 0),
        ([[], []], ((), ()), (0, 0), (), 0),
    ],
)
def test_a_table_comes_out_as_by_hand(
    exact: Exact,
    cells: tuple[tuple[int, ...], ...],
    rows: tuple[int, ...],
    columns: tuple[int, ...],
    total: int,
) -> None:
    assert round_table(exact) == RoundedTable(cells, rows, columns, total)


@ALWAYS_ALIKE
@given(tables(most_rows=3, most_columns=3))
def test_it_is_the_one_that_trying_all_of_them_finds(exact: Exact) -> None:
    assert round_table(exact).cells == min(all_roundings(exact), key=lambda made: rank(made, exact))


@pytest.mark.parametrize("seed", range(60))
def test_no_ring_of_changes_betters_it(seed: int) -> None:
    source = random.Random(seed)  # noqa: S311 (a table, no secret)
    exact = random_table(source, source.randint(3, 9), source.randint(3, 9))
    assert not can_be_bettered(round_table(exact), exact)


@ALWAYS_ALIKE
@given(tables(most_rows=12, most_columns=12))
def test_of_larger_tables_too_all_figures_are_beside_their_exact_ones(exact: Exact) -> None:
    assert_controlled(round_table(exact), exact)


@ALWAYS_ALIKE
@given(tables(most_rows=6, most_columns=6))
def test_rows_and_columns_are_alike(exact: Exact) -> None:
    turned = [list(column) for column in zip(*exact, strict=True)]
    made, other = round_table(exact), round_table(turned)
    distances = [
        sum(abs(x - y) for x, y in zip(margins(held.cells), margins(table), strict=True))
        for held, table in ((made, exact), (other, turned))
    ]
    assert distances[0] == distances[1]


@ALWAYS_ALIKE
@given(tables(most_rows=5, most_columns=5), st.integers(-50, 50))
def test_whole_units_added_to_a_cell_are_added_to_its_result_and_nothing_else(
    exact: Exact, more: int
) -> None:
    positive = [[abs(cell) + 50 for cell in row] for row in exact]
    shifted = [[*row] for row in positive]
    shifted[0][0] += more
    made, other = round_table(positive), round_table(shifted)
    assert other.cells[0][0] == made.cells[0][0] + more
    assert (other.cells[0][1:], other.cells[1:]) == (made.cells[0][1:], made.cells[1:])


@ALWAYS_ALIKE
@given(tables(most_rows=5, most_columns=5), st.fractions(Fraction(1, 100), 100))
def test_the_unit_divides_the_table(exact: Exact, unit: Fraction) -> None:
    scaled = [[cell * unit for cell in row] for row in exact]
    assert round_table(scaled, unit) == round_table(exact)


@ALWAYS_ALIKE
@given(tables(most_rows=5, most_columns=5))
def test_what_is_rounded_stays(exact: Exact) -> None:
    cells = round_table(exact).cells
    assert round_table(cells).cells == cells


@ALWAYS_ALIKE
@given(st.lists(st.fractions(0, 20, max_denominator=12), min_size=1, max_size=9))
def test_a_row_with_a_whole_total_is_rounded_by_the_largest_remainder(row: list[Fraction]) -> None:
    row.append(ceil(sum(row)) - sum(row, Fraction(0)))
    assert round_table([row]).cells == (largest_remainder(row),)


@pytest.mark.parametrize("of", [2, 4, 1_000_000, 999_983])
def test_twelve_by_sixty_takes_well_under_a_second(of: int) -> None:
    source = random.Random(of)  # noqa: S311 (a table, no secret)
    exact = [[Fraction(source.randint(0, 10**12), of) for _ in range(60)] for _ in range(12)]
    start = perf_counter()
    made = round_table(exact)
    assert perf_counter() - start < 0.8
    assert_controlled(made, exact)


def test_flows_that_cannot_be_balanced_are_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="no rounding within the neighbours"):
        round_flows([Arc("a", "b", Fraction(7)), Arc("b", "a", HALF)])
