"""Controlled rounding (受控舍入): tables in whole units of which rows and columns still add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.model.circulation import Arc, round_flows
from fiscal_rules.model.money import half_up

_CELL, _MARGIN = 0, 1
"""Totals of rows and columns are what people quote: how near they come counts before the cells."""


@dataclass(frozen=True, slots=True)
class RoundedTable:
    """A two-way table in whole units, row by row: cells add up to ``rows`` and to ``columns``.

    Those add up to ``total``.
    """

    cells: tuple[tuple[int, ...], ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    total: int


def round_table(
    cells: Sequence[Sequence[Fraction | int]], unit: Fraction | int = 1
) -> RoundedTable:
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
    exact = [[Fraction(cell) / unit for cell in row] for row in cells]
    width = len(exact[0]) if exact else 0
    total = Fraction(half_up(sum((sum(row, Fraction(0)) for row in exact), Fraction(0))))
    rows = [sum(row, Fraction(0)) for row in exact]
    columns = [sum(column, Fraction(0)) for column in zip(*exact, strict=True)]
    arcs = [
        *(
            Arc(("row", i), ("column", j), cell, _CELL)
            for i, row in enumerate(exact)
            for j, cell in enumerate(row)
        ),
        *(Arc("all", ("row", i), value, _MARGIN) for i, value in enumerate(rows)),
        *(Arc(("column", j), "whole", value, _MARGIN) for j, value in enumerate(columns)),
        Arc("whole", "all", total),
    ]
    flows = iter(round_flows(arcs))
    made = tuple(tuple(next(flows) for _ in range(width)) for _ in exact)
    return RoundedTable(
        cells=made,
        rows=tuple(next(flows) for _ in rows),
        columns=tuple(next(flows) for _ in columns),
        total=next(flows),
    )
