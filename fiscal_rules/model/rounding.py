"""Controlled rounding (受控舍入): tables in whole units of which rows and columns still add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from fiscal_rules.model.circulation import Arc, rounded_flows
from fiscal_rules.model.money import half_up

_CELL, _MARGIN = 0, 1
"""Totals of rows and columns are what people quote: how near they come counts before the cells."""
Exact = Sequence[Sequence[Fraction | int]]
Whole = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class RoundedTable:
    """A two-way table in whole units, row by row: cells add up to ``rows`` and to ``columns``.

    Those add up to ``total``.
    """

    cells: Whole
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RoundedGrid:
    """A two-way table with what its totals are made of otherwise.

    ``right`` divides the total of each row once more, ``low`` (a row each) that of each column;
    ``right_totals`` and ``low_totals`` add up to the total.
    """

    table: RoundedTable
    right: Whole
    right_totals: tuple[int, ...]
    low: Whole
    low_totals: tuple[int, ...]


def round_table(cells: Exact, unit: Fraction | int = 1) -> RoundedTable:
    """Round a two-way table, its totals with it, to whole units that add up both ways.

    The total is rounded half up. Every other figure, cell, total of a row or of a column, is one
    of the two whole units beside its exact value; whole ones stay. Totals of rows and columns are
    together as near as they can be, then the cells; of equally near tables, the one that rounds up
    the earliest cell, row by row. Rows must be of one length, the unit above 0.

    >>> round_table([[25, 25], [25, 25]], unit=100)
    RoundedTable(cells=((1, 0), (0, 0)), rows=(1, 0), columns=(1, 0), total=1)
    >>> round_table([[Fraction(1, 3), Fraction(2, 3)], [Fraction(-1, 3), Fraction(4, 3)]]).cells
    ((0, 1), (0, 1))
    """
    return round_grid([[Fraction(cell) / unit for cell in row] for row in cells]).table


def round_grid(cells: Exact, *, right: Exact = (), low: Exact = ()) -> RoundedGrid:
    """Round a two-way table, and with it what its totals are divided into, as ``round_table`` does.

    ``right`` has a row for each row of the table, which adds up to it; ``low`` rows as long as those
    of the table, which together add up to it. Where both are given, the first figures of their
    totals are of one thing, and come out alike.

    >>> half = Fraction(1, 2)
    >>> made = round_grid([[half, half], [half, half]], right=[[half, half], [0, 1]])
    >>> made.table.cells, made.right, made.right_totals
    (((1, 0), (0, 1)), ((1, 0), (0, 1)), (1, 1))
    """
    arcs = dict(_arcs(cells, right, low))
    for held in _with_shared_totals(arcs, shared=bool(right and low)):
        flows = rounded_flows(list(held.values()))
        if flows is not None:
            return _grid(dict(zip(held, flows, strict=True)), cells, right, low)
    raise AssertionError("a grid that does not add up cannot be rounded")


_Key = tuple[str, int, int]
"""What an arc carries: cell, row, column, right, right total, low, low total, total; and places."""


def _arcs(cells: Exact, right: Exact, low: Exact) -> Iterator[tuple[_Key, Arc]]:
    """Draw the grid: from its total to columns (or through ``low``), rows (``right``), and back."""
    for i, row in enumerate(cells):
        for j, value in enumerate(row):
            yield ("cell", i, j), Arc(("column", j), ("row", i), Fraction(value), _CELL)
    for i, row in enumerate(cells):
        end = ("divided row", i) if right else "end"
        yield ("row", i, 0), Arc(("row", i), end, _sum(row), _MARGIN)
    for j, column in enumerate(zip(*cells, strict=True)):
        start = ("divided column", j) if low else "start"
        yield ("column", j, 0), Arc(start, ("column", j), _sum(column), _MARGIN)
    for i, row in enumerate(right):
        for k, value in enumerate(row):
            yield ("right", i, k), Arc(("divided row", i), ("right", k), Fraction(value), _CELL)
    for k, column in enumerate(zip(*right, strict=True)):
        yield ("right total", k, 0), Arc(("right", k), "end", _sum(column), _MARGIN)
    for h, row in enumerate(low):
        for j, value in enumerate(row):
            yield ("low", h, j), Arc(("low", h), ("divided column", j), Fraction(value), _CELL)
        yield ("low total", h, 0), Arc("start", ("low", h), _sum(row), _MARGIN)
    total = half_up(_sum([_sum(row) for row in cells]))
    yield ("total", 0, 0), Arc("end", "start", Fraction(total))


def _with_shared_totals(arcs: Mapping[_Key, Arc], *, shared: bool) -> Iterator[Mapping[_Key, Arc]]:
    """Hold the first totals of ``right`` and ``low`` alike: at their nearest, else at the other."""
    if not shared:
        yield arcs
        return
    one, other = ("right total", 0, 0), ("low total", 0, 0)
    value = arcs[one].value
    assert value == arcs[other].value, "one thing has two totals"
    nearest = half_up(value)
    for whole in dict.fromkeys((nearest, floor(value), ceil(value))):
        held = Fraction(whole)
        yield {
            **arcs,
            one: replace(arcs[one], value=held),
            other: replace(arcs[other], value=held),
        }


def _grid(flows: Mapping[_Key, int], cells: Exact, right: Exact, low: Exact) -> RoundedGrid:
    def table(name: str, exact: Exact) -> Whole:
        return tuple(
            tuple(flows[name, i, j] for j, _ in enumerate(row)) for i, row in enumerate(exact)
        )

    def line(name: str, count: int) -> tuple[int, ...]:
        return tuple(flows[name, i, 0] for i in range(count))

    rows, columns = line("row", len(cells)), line("column", _width(cells))
    return RoundedGrid(
        table=RoundedTable(table("cell", cells), rows, columns, flows["total", 0, 0]),
        right=table("right", right),
        right_totals=line("right total", _width(right)),
        low=table("low", low),
        low_totals=line("low total", len(low)),
    )


def _width(table: Exact) -> int:
    return len(table[0]) if table else 0


def _sum(values: Sequence[Fraction | int]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0))
