"""Instalments: a two-way table divided over quarters, or other parts of a year, to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from fiscal_rules.model.circulation import Arc, round_flows
from fiscal_rules.model.money import Fen
from fiscal_rules.model.whole_tables import round_table

Amounts = tuple[tuple[Fen, ...], ...]
"""A two-way table, row by row."""
QUARTERS = (Fraction(1, 4),) * 4
_CELL, _ROW, _PART = 0, 1, 2


def instalments(table: Sequence[Sequence[Fen]], weights: Sequence[Fraction]) -> tuple[Amounts, ...]:
    """Divide a table of whole amounts by weights: one table for each weight, adding up to it.

    In each part, every amount, every total of a row and the total are one of the two whole fen
    beside their exact values. Where all weights are alike, the totals of columns are too; else
    they add up, each off by less than a fen for each row. The weights must be ≥ 0 and add up to 1.

    >>> instalments([[5, 2], [1, 0]], QUARTERS)
    (((1, 1), (0, 0)), ((2, 0), (0, 0)), ((1, 1), (0, 0)), ((1, 0), (1, 0)))
    >>> instalments([[10]], (Fraction(1, 3), Fraction(2, 3)))
    (((3,),), ((7,),))
    """
    assert sum(weights) == 1, "weights that do not add up to a whole"
    if len(set(weights)) == 1:
        return _alike(table, len(weights))
    return _weighted(table, weights)


def _alike(table: Sequence[Sequence[Fen]], count: int) -> tuple[Amounts, ...]:
    """Take one part after another from what is left: a third of it, a half, the rest.

    What is left of a parts lies between a times the two neighbours of the exact part, whatever was
    taken; so the next part does too, for every amount and every total (de Werra 1971).
    """
    left = [list(row) for row in table]
    found = []
    for parts in range(count, 0, -1):
        part = round_table(left, parts).cells
        left = [
            [amount - taken for amount, taken in zip(row, of_it, strict=True)]
            for row, of_it in zip(left, part, strict=True)
        ]
        found.append(part)
    return tuple(found)


def _weighted(table: Sequence[Sequence[Fen]], weights: Sequence[Fraction]) -> tuple[Amounts, ...]:
    """Round a tree of sums: the parts, in each part the rows, in each row its amounts.

    The amounts of a cell in all parts flow together again, to what the table has there.
    """
    places = [(i, j) for i, row in enumerate(table) for j in range(len(row))]
    parts = range(len(weights))
    cells = [
        Arc(("row", k, i), ("cell", i, j), weights[k] * table[i][j], _CELL)
        for k in parts
        for i, j in places
    ]
    rows = [
        Arc(("part", k), ("row", k, i), weights[k] * sum(row), _ROW)
        for k in parts
        for i, row in enumerate(table)
    ]
    whole = sum(map(sum, table))
    wholes = [Arc("all", ("part", k), weights[k] * whole, _PART) for k in parts]
    back = [Arc(("cell", i, j), "all", Fraction(table[i][j])) for i, j in places]
    flows = iter(round_flows([*cells, *rows, *wholes, *back]))
    return tuple(tuple(tuple(next(flows) for _ in row) for row in table) for _ in parts)
