"""Results in columns: the lines with what they came to, read back a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import overload

import duckdb

from fiscal_rules.engine.allocate.run import pots_of
from fiscal_rules.engine.columns.recipes import Laid, Recipe, outcome
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine, LineTable
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.money import show_number, yuan
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNITS, ColumnKind
from fiscal_rules.readers.budgets.staged import TEXTS

_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Computed:
    """A line as columns computed it: its recipe, and its grants out of pots by parameter."""

    result: LineResult
    recipe: Recipe
    grants: Mapping[str, int]


@dataclass(frozen=True)
class ColumnResults(Sequence[LineResult]):
    """The result of every line, in the order of the budget; nothing is held but what is asked for.

    ``statement`` is the SELECT that computes them; ``keeps`` is what must live as long.
    """

    database: duckdb.DuckDBPyConnection
    statement: str
    table: LineTable
    budget: Budget
    recipes: Mapping[int, Recipe]
    keeps: object

    def __len__(self) -> int:
        return self.table.rows

    @overload
    def __getitem__(self, index: int) -> LineResult: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LineResult, ...]: ...
    def __getitem__(self, index: int | slice) -> LineResult | tuple[LineResult, ...]:
        if isinstance(index, slice):
            found = self.computed(range(*index.indices(len(self))))
            return tuple(computed.result for computed in found)
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.computed([index % len(self)])[0].result

    def __iter__(self) -> Iterator[LineResult]:
        for first in range(0, len(self), _AT_ONCE):
            found = self._where("row >= $1 AND row < $2", [first, first + _AT_ONCE])
            yield from (computed.result for computed in found)

    def computed(self, rows: Sequence[int]) -> tuple[Computed, ...]:
        """Read some rows, in their own order."""
        found = self._where("row IN (SELECT unnest($1::BIGINT[]))", [list(rows)])
        by_row = dict(zip(sorted(set(rows)), found, strict=True))
        return tuple(by_row[row] for row in rows)

    def rows_of(self, line: str) -> list[int]:
        """Find a line by its id."""
        sql = f"SELECT row FROM ({self.table.relation}) WHERE line = $1"
        return [row for (row,) in self.database.execute(sql, [line]).fetchall()]

    def _where(self, condition: str, values: list[object]) -> list[Computed]:
        sql = f"SELECT * FROM ({self.statement}) WHERE {condition} ORDER BY row"
        found = self.database.execute(sql, values)
        names = [column[0] for column in found.description or ()]
        return [self._computed(dict(zip(names, row, strict=True))) for row in found.fetchall()]

    def _computed(self, row: Mapping[str, object]) -> Computed:
        made = self.recipes[_whole(row["recipe"])]
        pots = enumerate(pots_of(share.stretch for share in made.shares))
        grants = {pot[0]: row.get(f"grant_{position}") for position, pot in pots}
        known = {pot: grant for pot, grant in grants.items() if isinstance(grant, int)}
        return Computed(self._result(row), made, known)

    def _result(self, row: Mapping[str, object]) -> LineResult:
        laid = self._laid(_whole(row["recipe"]), _whole(row["bits"]))
        line = self._line(row)
        found = laid.outcome
        paid = zip(found.payments, laid.columns, strict=True)
        return LineResult(
            line=line,
            status=found.status,
            authority=found.authority,
            rules=found.rules,
            clauses=found.clauses,
            payments=tuple(key.of(line.id, _whole(row[column])) for key, column in paid),
            open=_whole(row["open"]),
            standing=found.standing,
            needs=found.needs,
            duties=found.duties,
            findings=found.findings,
            used=found.used,
        )

    @cached_property
    def _outcomes(self) -> dict[tuple[int, int], Laid]:
        return {}

    def _laid(self, made: int, bits: int) -> Laid:
        if (made, bits) not in self._outcomes:
            self._outcomes[made, bits] = outcome(self.recipes[made], bits)
        return self._outcomes[made, bits]

    def _line(self, row: Mapping[str, object]) -> BudgetLine:
        if self.budget.lines:
            return self.budget.lines[_whole(row["row"])]
        example = self.table.kinds[_whole(row["kind"])].example
        numbers = {c: _whole(row[c]) for c in UNITS if row.get(c) is not None}
        texts = {c: str(row[c]) for c in TEXTS if row.get(c) is not None}
        carried = {
            name: str(row[f"carried_{i}"])
            for i, name in enumerate(self.budget.extra_columns)
            if row[f"carried_{i}"] is not None
        }
        return replace(
            example,
            id=str(row["line"]),
            at=Place(self.budget.path),
            amount=numbers["amount"],
            item_text=texts.get("item", ""),
            function_code=texts.get("function_code"),
            money={c: numbers[c] for c in example.money},
            numbers={c: Fraction(numbers[c], UNITS[c]) for c in example.numbers},
            cells=_cells(str(row["line"]), texts, numbers),
            extra=carried,
        )


def _cells(line: str, texts: Mapping[str, str], numbers: Mapping[str, int]) -> dict[str, str]:
    cells = {"line": line, **texts}
    for column, number in numbers.items():
        is_money = COLUMN_BY_ID[column].kind is ColumnKind.MONEY
        cells[column] = yuan(number) if is_money else show_number(Fraction(number, UNITS[column]))
    return cells


def _whole(value: object) -> int:
    assert isinstance(value, int), "a column of whole numbers holds something else"
    return value
