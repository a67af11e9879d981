"""Results in columns: the lines with what they came to, read back a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import overload

import duckdb

from fiscal_rules.engine.allocate.run import pots_of
from fiscal_rules.engine.columns.kinds import findings_of
from fiscal_rules.engine.columns.outcomes import Outcomes
from fiscal_rules.engine.columns.recipes import Recipe
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import Budget, BudgetLine, LineTable
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.money import show_number, yuan
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, COLUMNS, UNITS, ColumnKind
from fiscal_rules.readers.budgets.staged import TEXTS
from fiscal_rules.readers.database import Limits, Workspace

_AT_ONCE = 10_000
_CHOICES = frozenset(c.id for c in COLUMNS if c.kind is ColumnKind.CHOICE)
_MONEY = frozenset(c.id for c in COLUMNS if c.kind is ColumnKind.MONEY and c.id != "amount")
_NUMBERS = frozenset(UNITS) - _MONEY - {"amount"}


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
    outcomes: Outcomes
    keys: tuple[tuple[int, int], ...]
    """Each kind that lines have, with each way in which its comparisons came out."""
    files: tuple[str, ...]
    """The narrow files, one for each shard."""
    folder: Workspace
    limits: Limits

    def __len__(self) -> int:
        return self.table.lines

    @overload
    def __getitem__(self, index: int) -> LineResult: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LineResult, ...]: ...
    def __getitem__(self, index: int | slice) -> LineResult | tuple[LineResult, ...]:
        if isinstance(index, slice):
            rows = [self._row(i) for i in range(*index.indices(len(self)))]
            return tuple(computed.result for computed in self.computed(rows))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.computed([self._row(index % len(self))])[0].result

    def __iter__(self) -> Iterator[LineResult]:
        for first in range(0, self.table.rows, _AT_ONCE):
            found = self._where(f"row >= {first} AND row < {first + _AT_ONCE}")
            yield from (computed.result for computed in found)

    def computed(self, rows: Sequence[int]) -> tuple[Computed, ...]:
        """Read some rows, in their own order."""
        if not rows:
            return ()
        # Written out, so that only the parts of the file are read in which they stand.
        found = self._where(f"row IN ({', '.join(map(str, rows))})")
        by_row = dict(zip(sorted(set(rows)), found, strict=True))
        return tuple(by_row[row] for row in rows)

    def _row(self, position: int) -> int:
        """Find the row of the line at a position: refused rows before it are passed over."""
        row = position
        for refused in self.table.refused:
            if refused > row:
                break
            row += 1
        return row

    def rows_of(self, line: str) -> list[int]:
        """Find a line by its id."""
        sql = f"SELECT row FROM ({self.table.texts}) WHERE line = $1"
        return [row for (row,) in self.database.execute(sql, [line]).fetchall()]

    def _where(self, condition: str) -> list[Computed]:
        numbers = f"SELECT * EXCLUDE (line) FROM ({self.statement}) WHERE {condition}"
        words = f"SELECT * FROM ({self.table.texts}) WHERE {condition}"
        found = self.database.execute(
            f"SELECT * FROM ({numbers}) JOIN ({words}) USING (row) ORDER BY row"
        )
        names = [column[0] for column in found.description or ()]
        return [self._computed(dict(zip(names, row, strict=True))) for row in found.fetchall()]

    def _computed(self, row: Mapping[str, object]) -> Computed:
        made = self.outcomes.recipes[_whole(row["kind"])]
        pots = enumerate(pots_of(share.stretch for share in made.shares))
        grants = {pot[0]: row.get(f"grant_{position}") for position, pot in pots}
        known = {pot: grant for pot, grant in grants.items() if isinstance(grant, int)}
        return Computed(self._result(row), made, known)

    def _result(self, row: Mapping[str, object]) -> LineResult:
        key = (_whole(row["kind"]), _whole(row["bits"]), _whole(row["place"]))
        amounts = {name: value for name, value in row.items() if isinstance(value, int | None)}
        laid = self.outcomes.of(*key).paid(amounts)
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

    def _line(self, row: Mapping[str, object]) -> BudgetLine:
        if self.budget.lines:
            return self.budget.lines[_whole(row["row"])]
        which = self.table.items[_whole(row["which"])]
        place = self.table.places[_whole(row["place"])]
        numbers = {c: _whole(row[c]) for c in UNITS if row[c] is not None}
        texts = {c: str(row[c]) for c in TEXTS if row[c] not in (None, "")}
        carried = {
            name: str(row[f"carried_{i}"])
            for i, name in enumerate(self.budget.extra_columns)
            if row[f"carried_{i}"] is not None
        }
        return BudgetLine(
            id=str(row["line"]),
            at=Place(self.budget.path, line=_whole(row["row"]) + 1),
            period=self.table.periods[_whole(row["period"])],
            unit=place.unit,
            amount=numbers["amount"],
            item=which.item,
            item_text=texts.get("item", ""),
            candidates=which.candidates,
            counterpart=place.counterpart,
            recipient=place.recipient,
            function_code=texts.get("function_code"),
            choices={c: text for c, text in texts.items() if c in _CHOICES},
            money={c: n for c, n in numbers.items() if c in _MONEY},
            numbers={c: Fraction(n, UNITS[c]) for c, n in numbers.items() if c in _NUMBERS},
            findings=findings_of(which, place),
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
