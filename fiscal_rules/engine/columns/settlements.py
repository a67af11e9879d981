"""Settlements in columns: read back a batch at a time, added up, and held against the scalar path."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

from fiscal_rules.engine.columns.results import ColumnResults
from fiscal_rules.engine.columns.settling import (
    COMPUTED_STATUSES,
    Settling,
    account_columns,
    findings_of,
    payer,
    write_members,
    write_settled,
)
from fiscal_rules.engine.settle import settlement_of
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import RefusedRow
from fiscal_rules.model.settlement import (
    MOST_SETTLED_LINES,
    Account,
    PayerAccount,
    SettledLine,
    Settlement,
    SettlementFinding,
    Settlements,
    SettlementStatus,
    SettlementTotals,
    StatusAccount,
)
from fiscal_rules.model.vocabulary import STAGE, Standing

_AT_ONCE = 2_000
_SAMPLE = 50
"""How many settlements are computed a second time, line by line."""
_MOST_LINES_AGAIN = 100
"""Settlements with more lines than this are not computed a second time."""
_STANDINGS = tuple(Standing)
_NOTICED = (SettlementFinding.REFUSED_ROW, SettlementFinding.WHOLE_LINE)


def settle_columns(results: ColumnResults, settling: Settling) -> Settlements | None:
    """Settle all lines that are settled with others; None where there are none.

    Checked on the way: every line once, all of its money; a sample against the scalar path.
    """
    if not {STAGE.id, "settles"} <= {*results.budget.columns}:
        return None
    count = write_members(settling)
    if not count:
        return None
    write_settled(settling, _named(results.budget.refused))
    each = ColumnSettlements(settling)
    _conserved(each, count)
    _verify(each, results)
    return Settlements(each, _totals(each), each.find, each.select)


def _named(refused: Sequence[RefusedRow]) -> list[str]:
    return [row.settles for row in refused if row.settles is not None]


@dataclass(frozen=True)
class ColumnSettlements(Sequence[Settlement]):
    """Every settlement by its id; nothing is held but what is asked for."""

    settling: Settling

    def __len__(self) -> int:
        sql = "SELECT count(*) FROM read_parquet($1)"
        return _whole(self.settling.database.execute(sql, [self.settling.settled]).fetchall()[0][0])

    @overload
    def __getitem__(self, index: int) -> Settlement: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Settlement, ...]: ...
    def __getitem__(self, index: int | slice) -> Settlement | tuple[Settlement, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        at = index % len(self)
        (found,) = self._between(at, at + 1)
        return found

    def __iter__(self) -> Iterator[Settlement]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self._between(first, first + _AT_ONCE)

    def find(self, settles: str) -> Settlement | None:
        """Find a settlement by its id."""
        found = self._where("id = $2", [settles])
        return found[0] if found else None

    def select(self, statuses: Sequence[SettlementStatus], most: int) -> Sequence[Settlement]:
        """Give the first settlements of some statuses, no more than so many."""
        listed = ", ".join(f"'{status}'" for status in statuses)
        rows = self.settling.database.execute(
            f"SELECT position FROM read_parquet($1) WHERE status IN ({listed}) "
            f"ORDER BY position LIMIT {most}",
            [self.settling.settled],
        ).fetchall()
        return self.at([position for (position,) in rows])

    def at(self, positions: Sequence[int]) -> Sequence[Settlement]:
        """List the settlements at some positions."""
        return self._where("position IN (SELECT unnest($2::BIGINT[]))", [[*positions]])

    def rows_of(self, settlements: Sequence[str]) -> dict[str, list[int]]:
        """List the rows of the lines of some settlements."""
        sql = "SELECT id, row FROM read_parquet($1) WHERE id IN (SELECT unnest($2::VARCHAR[]))"
        rows: dict[str, list[int]] = {}
        given = [self.settling.members, [*settlements]]
        for settles, row in self.settling.database.execute(sql, given).fetchall():
            rows.setdefault(settles, []).append(row)
        return rows

    def _between(self, first: int, end: int) -> list[Settlement]:
        return self._where(f"position >= {first} AND position < {end}", [])

    def _where(self, condition: str, values: Sequence[str | list[int]]) -> list[Settlement]:
        found = self.settling.database.execute(
            f"SELECT * FROM read_parquet($1) WHERE {condition} ORDER BY id",
            [self.settling.settled, *values],
        )
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        if not rows:
            return []
        lines = self._lines([str(row["id"]) for row in rows])
        return [self._settlement(row, lines.get(str(row["id"]), ())) for row in rows]

    def _lines(self, ids: Sequence[str]) -> dict[str, list[SettledLine]]:
        """Give the lines that are listed of some settlements, whose ids are in order."""
        found: dict[str, list[SettledLine]] = {}
        # The first and the last say which parts of the file are read at all.
        rows = self.settling.database.execute(
            "SELECT id, line, stage, year, document, amount FROM read_parquet($1) "
            "WHERE id >= $2 AND id <= $3 AND id IN (SELECT unnest($4::VARCHAR[])) QUALIFY "
            f"row_number() OVER (PARTITION BY id ORDER BY year, line) <= {MOST_SETTLED_LINES} "
            "ORDER BY id, year, line",
            [self.settling.members, ids[0], ids[-1], [*ids]],
        ).fetchall()
        for key, *line in rows:
            found.setdefault(key, []).append(SettledLine(*line))
        return found

    def _settlement(self, row: Mapping[str, object], lines: Sequence[SettledLine]) -> Settlement:
        tables, pack = self.settling.lines, self.settling.pack
        where, item, rank = row["where_"], row["item"], _whole(row["standing"])
        place = None if where is None else tables.places[_whole(where)]
        return Settlement(
            id=str(row["id"]),
            unit=None if place is None else place.unit,
            counterpart=None if place is None else place.counterpart,
            item=None if item is None else tables.items[_whole(item)].item,
            lines=tuple(lines),
            count=_whole(row["lines"]),
            status=SettlementStatus(str(row["status"])),
            payers=tuple(
                PayerAccount(government.id, _account(row, payer(i)))
                for i, government in enumerate(pack.governments)
                if row[f"shown_{i}"]
            ),
            open=_account(row, "open"),
            total=_account(row, "total"),
            standing=None if rank < 0 else _STANDINGS[rank],
            findings=findings_of(_whole(row["findings"])),
        )


def _account(row: Mapping[str, object], of: str) -> Account:
    values = (row[column] for column in account_columns(of))
    return Account(*(None if value is None else int(str(value)) for value in values))


def _whole(value: object) -> int:
    assert isinstance(value, int), "a column of whole numbers holds something else"
    return value


def _conserved(each: ColumnSettlements, count: int) -> None:
    """Hold settlements against their lines: every line once, and all of their money."""
    database, settling = each.settling.database, each.settling
    sql = "SELECT sum({})::HUGEINT, sum(amount)::HUGEINT FROM read_parquet($1)"
    lines, amount = database.execute(sql.format("lines"), [settling.settled]).fetchall()[0]
    counted, whole = database.execute(sql.format("1"), [settling.members]).fetchall()[0]
    assert (lines, amount) == (counted, whole) == (count, whole), "a line to be settled was lost"
    payers = [*map(payer, range(len(settling.pack.governments))), "open"]
    unequal = " OR ".join(
        f"total_{column} <> {' + '.join(_known(of, column) for of in payers)}"
        for column in ("due", "advanced", "deducted", "payment")
    )
    wrong = f"SELECT count(*) FROM read_parquet($1) WHERE {unequal}"
    (found,) = database.execute(wrong, [settling.settled]).fetchall()[0]
    assert not found, "payers and what is open do not add up to a settlement"
    settled = f"status = '{SettlementStatus.SETTLED}' AND (open_due <> 0 OR open_payment <> 0)"
    wrong = f"SELECT count(*) FROM read_parquet($1) WHERE {settled}"
    (found,) = database.execute(wrong, [settling.settled]).fetchall()[0]
    assert not found, "a settlement is settled of which something is open"


def _known(of: str, column: str) -> str:
    return f"coalesce({of}_{column}, 0)"


def _verify(each: ColumnSettlements, results: ColumnResults) -> None:
    """Hold a sample against the scalar path; a difference is our mistake, and ends the run."""
    count = len(each)
    chance = random.Random(count)  # noqa: S311 (no secret)
    sample = sorted(chance.sample(range(count), min(_SAMPLE, count)))
    held = [one for one in each.at(sample) if one.count <= _MOST_LINES_AGAIN]
    rows = each.rows_of([found.id for found in held])
    every = results.computed([row for found in held for row in rows[found.id]])
    lines = iter(_as_sorted(one.result, one.recipe.line.item_text) for one in every)
    for found in held:
        own = [next(lines) for _ in rows[found.id]]
        noticed = [finding for finding in found.findings if finding in _NOTICED]
        again = settlement_of(each.settling.pack, found.id, own, noticed)
        assert again == found, f"columns and scalar path differ:\n{found}\n{again}"


def _as_sorted(result: LineResult, item_text: str) -> LineResult:
    """Give a line the item that its sort has: of very many unknown ones, not all are told apart."""
    return replace(result, line=replace(result.line, item_text=item_text))


def _totals(each: ColumnSettlements) -> SettlementTotals:
    """Add up settlements (``model.settlement.add_settlements``)."""
    pack, database, path = each.settling.pack, each.settling.database, each.settling.settled
    sums = ", ".join(f"sum({c})::HUGEINT" for c in account_columns("total"))
    rows = database.execute(
        f"SELECT status, count(*), {sums} FROM read_parquet($1) GROUP BY status", [path]
    ).fetchall()
    by_status = {status: (count, Account(*found)) for status, count, *found in rows}
    columns = [f"bool_or(shown_{i})" for i in range(len(pack.governments))]
    for i in range(len(pack.governments)):
        columns += [f"sum({c}) FILTER (shown_{i})::HUGEINT" for c in account_columns(payer(i))]
    for of in ("open", "total"):
        columns += [f"sum({c})::HUGEINT" for c in account_columns(of)]
    (row,) = database.execute(
        f"SELECT {', '.join(columns)} FROM read_parquet($1) WHERE status IN ({COMPUTED_STATUSES})",
        [path],
    ).fetchall()
    shown, rest = row[: len(pack.governments)], row[len(pack.governments) :]
    accounts = [Account(*rest[at : at + 4]) for at in range(0, len(rest), 4)]
    named = zip(pack.governments, shown, accounts[:-2], strict=True)
    return SettlementTotals(
        statuses=tuple(
            StatusAccount(status, *by_status[status])
            for status in SettlementStatus
            if status in by_status
        ),
        payers=tuple(PayerAccount(g.id, account) for g, is_shown, account in named if is_shown),
        open=accounts[-2],
        total=accounts[-1],
    )
