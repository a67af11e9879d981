"""Instalments: a table divided over the quarters adds up in every direction, to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fiscal_rules.model.instalments import QUARTERS, Amounts, instalments
from fiscal_rules.model.money import largest_remainder

ALWAYS_ALIKE = settings(derandomize=True, deadline=None, max_examples=150)
Table = list[list[int]]
LATE = (Fraction(3, 10), Fraction(3, 10), Fraction(1, 4), Fraction(3, 20))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 5))
    row = st.lists(st.integers(-30, 99), min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=6))


@st.composite
def weights(draw: st.DrawFn) -> tuple[Fraction, ...]:
    """Draw shares of a whole, 0 among them."""
    parts = draw(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any))
    return tuple(Fraction(part, sum(parts)) for part in parts)


def added(parts: Sequence[Amounts]) -> Table:
    return [
        [sum(amounts) for amounts in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)
    ]


def is_beside(amount: int, exact: Fraction) -> bool:
    return amount in {floor(exact), ceil(exact)}


def columns(table: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*table, strict=True)]


def assert_beside(part: Amounts, table: Table, weight: Fraction) -> None:
    """Assert that amounts, rows and the total of a part are beside their exact values."""
    for made, row in zip(part, table, strict=True):
        assert all(is_beside(x, y * weight) for x, y in zip(made, row, strict=True))
        assert is_beside(sum(made), sum(row) * weight)
    assert is_beside(sum(map(sum, part)), sum(map(sum, table)) * weight)


def test_quarters_come_out_as_by_hand() -> None:
    # Exact quarters are 25.25 and 24.75, 50 together: 25 and 25. Of what is left, 76 and 74, a third
    # is 25.33 and 24.67: again 25 and 25. Half of 51 and 49 is 25.5 and 24.5: the first goes up.
    assert instalments([[101], [99]], QUARTERS) == (
        ((25,), (25,)),
        ((25,), (25,)),
        ((26,), (24,)),
        ((25,), (25,)),
    )


def test_other_weights_come_out_as_by_hand() -> None:
    # 30 %, 30 %, 25 %, 15 % of 10 are 3, 3, 2.5, 1.5; of 7 they are 2.1, 2.1, 1.75, 1.05; together
    # 5.1, 5.1, 4.25, 2.55: the nearest are 5, 5, 4, 3. So the 2.5 goes down and the 1.5 up.
    assert instalments([[10, 7]], LATE) == (((3, 2),), ((3, 2),), ((2, 2),), ((2, 1),))


@ALWAYS_ALIKE
@given(tables(), st.integers(1, 12))
def test_like_parts_are_beside_their_exact_values_in_every_direction(
    table: Table, count: int
) -> None:
    share = Fraction(1, count)
    parts = instalments(table, (share,) * count)
    assert added(parts) == table
    for part in parts:
        assert_beside(part, table, share)
        pairs = zip(columns(part), columns(table), strict=True)
        assert all(is_beside(made, whole * share) for made, whole in pairs)


@ALWAYS_ALIKE
@given(tables(), weights())
def test_parts_by_weight_add_up_and_amounts_rows_and_totals_are_beside_their_exact_values(
    table: Table, shares: tuple[Fraction, ...]
) -> None:
    parts = instalments(table, shares)
    assert len(parts) == len(shares)
    assert added(parts) == table
    for part, share in zip(parts, shares, strict=True):
        assert_beside(part, table, share)


@ALWAYS_ALIKE
@given(st.integers(0, 500), weights())
@example(6, (Fraction(1, 4),) * 4)
def test_a_single_amount_is_divided_by_the_largest_remainder(
    amount: int, shares: tuple[Fraction, ...]
) -> None:
    """Of equal shares any may be the larger: their order is that in which parts are taken."""
    found = tuple(part[0][0] for part in instalments([[amount]], shares))
    expected = largest_remainder([amount * share for share in shares])
    if len(set(shares)) == 1:
        assert sorted(found) == sorted(expected)
    else:
        assert found == expected


SMALL = st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=1, max_size=2)
THREE = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(SMALL)
def test_parts_by_weight_are_the_nearest_that_trying_all_finds(table: Table) -> None:
    """Nearest in the totals of the parts first, then in those of their rows, then in amounts."""
    exact = [[[weight * amount for amount in row] for row in table] for weight in THREE]
    flat = [value for part in exact for row in part for value in row]
    admitted = [
        way
        for chosen in product(*({floor(value), ceil(value)} for value in flat))
        if added(way := in_parts(chosen, len(table))) == table and all(map(within, way, exact))
    ]
    best = min(admitted, key=lambda way: distance(way, exact))
    assert instalments(table, THREE) == best


def in_parts(flat: Sequence[int], rows: int) -> tuple[Amounts, ...]:
    pairs = [tuple(flat[i : i + 2]) for i in range(0, len(flat), 2)]
    return tuple(tuple(pairs[k : k + rows]) for k in range(0, len(pairs), rows))


def within(part: Amounts, exact: list[list[Fraction]]) -> bool:
    rows = [(sum(made), sum(row, Fraction(0))) for made, row in zip(part, exact, strict=True)]
    whole = sum(made for made, _ in rows), sum((value for _, value in rows), Fraction(0))
    return all(is_beside(made, value) for made, value in (*rows, whole))


def distance(
    way: tuple[Amounts, ...], exact: list[list[list[Fraction]]]
) -> tuple[Fraction, Fraction, Fraction, list[int]]:
    cells = [cell for part in way for row in part for cell in row]
    values = [cell for part in exact for row in part for cell in row]
    rows = [sum(row) for part in way for row in part]
    row_values = [sum(row, Fraction(0)) for part in exact for row in part]
    totals = [sum(map(sum, part)) for part in way]
    total_values = [sum((sum(row, Fraction(0)) for row in part), Fraction(0)) for part in exact]
    return (
        apart(totals, total_values),
        apart(rows, row_values),
        apart(cells, values),
        [-cell for cell in cells],
    )


def apart(made: Sequence[int], exact: Sequence[Fraction]) -> Fraction:
    return sum((abs(x - y) for x, y in zip(made, exact, strict=True)), Fraction(0))


def test_weights_that_make_no_whole_are_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="do not add up to a whole"):
        instalments([[1]], (Fraction(1, 2),))
