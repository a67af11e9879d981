"""Read a Parquet budget: kinds of line by one pass over its columns, and every row that is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb

from fiscal_rules.model.budget import Budget, LineTable, RefusedRow
from fiscal_rules.model.diagnostic import BudgetRefusedError, Place
from fiscal_rules.model.funding import AGREED_COLUMNS
from fiscal_rules.model.money import show_number, yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNITS, ColumnKind
from fiscal_rules.readers.budgets.cells import MoneyUnit
from fiscal_rules.readers.budgets.columns.codes import Keys, coded_columns, with_unknown
from fiscal_rules.readers.budgets.columns.relation import relation_of, texts_of, variables_of
from fiscal_rules.readers.budgets.columns.schema import Schema, read_schema
from fiscal_rules.readers.budgets.columns.sorting import Sorting, sort_lines
from fiscal_rules.readers.budgets.columns.stages import suspect_stages
from fiscal_rules.readers.budgets.header import missing_headers, no_header
from fiscal_rules.readers.budgets.messages import parquet
from fiscal_rules.readers.budgets.records import Record, read_each
from fiscal_rules.readers.budgets.sorts import told_apart
from fiscal_rules.readers.budgets.table import Table
from fiscal_rules.readers.database import Limits, Workspace, open_database

_MOST_YUAN = 10**15
_MOST_PERFORMANCE = 2
_DIGESTED_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A Parquet file whose schema is sound."""

    database: duckdb.DuckDBPyConnection
    path: str
    schema: Schema
    pack: RulePack
    keys: Keys

    def rows(self, condition: str) -> list[int]:
        """List the rows for which a condition on ``checked`` holds, in order."""
        sql = f"SELECT row FROM ({self.checked}) WHERE {condition} ORDER BY row"
        return [row for (row,) in self.database.execute(sql).fetchall()]

    @property
    def checked(self) -> str:
        """A SELECT of ``row`` and whether the numbers are ``suspect``."""
        stages = (f"coalesce({each}, false)" for each in suspect_stages(self.schema, self.keys))
        suspect = " OR ".join((_suspect(self.keys, self.pack), *stages))
        return f"SELECT row, ({suspect}) AS suspect FROM ({self.schema.rows})"


def read_columns(
    path: Path, pack: RulePack, *, money_unit: MoneyUnit | None, limits: Limits
) -> Budget:
    """Read a Parquet budget; rows that cannot be read are kept as refused.

    BudgetRefusedError says what is wrong with the file as a whole.
    """
    folder = Workspace()
    shown = str(path)
    database = open_database((shown,), folder.path, threads=limits.workers, memory=limits.memory)
    database.execute("SET VARIABLE lines = $1", [shown])
    try:
        opened = _opened(database, shown, pack, money_unit)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise BudgetRefusedError((parquet.NO_PARQUET.at(Place(shown), reason=reason),)) from error
    (count,) = database.execute(f"SELECT count(*) FROM ({opened.schema.rows})").fetchall()[0]
    sorting = sort_lines(database, opened.keys, opened.schema.rows)
    variables = variables_of(opened.keys, sorting)
    for name, held in variables.items():
        database.execute(f"SET VARIABLE {name} = $1", [[*held]])
    refused = _refused(opened, sorting)
    table = LineTable(
        relation=relation_of(opened.schema, opened.keys, without=bool(refused)),
        texts=texts_of(opened.schema, opened.keys, without=bool(refused)),
        variables={
            "lines": shown,
            **opened.keys.variables,
            **variables,
            "refused": tuple(refused),
        },
        items=sorting.items,
        periods=sorting.periods,
        places=sorting.places,
        hows=sorting.hows,
        rows=count,
        refused=tuple(refused),
        keeps=folder,
        told_apart=told_apart(pack),
    )
    header = opened.schema.header
    return Budget(
        path=shown,
        digest=_digest(path),
        lines=(),
        refused=tuple(refused.values()),
        measures=(),
        columns=() if header is None else header.columns,
        extra_columns=tuple(field.title for field in opened.schema.carried),
        notes=opened.schema.notes,
        table=table,
    )


def _opened(
    database: duckdb.DuckDBPyConnection, path: str, pack: RulePack, money_unit: MoneyUnit | None
) -> Opened:
    schema = read_schema(database, path, money_unit)
    table = Table(path, None, ())
    if schema.header is None:
        raise BudgetRefusedError((no_header(table),))
    problems = (*schema.problems, *missing_headers(table, schema.header))
    if problems:
        raise BudgetRefusedError(problems)
    coded = coded_columns(schema, pack)
    for column in coded:
        database.execute(f"SET VARIABLE {column.variable} = $1", [[*column.labels]])
    coded = with_unknown(database, schema, coded, pack, path=path)
    numbers = {
        name: sql
        for name, field in schema.known.items()
        if name in UNITS and (sql := field.whole_units) is not None
    }
    keys = Keys(coded, numbers, pack)
    for name, held in keys.variables.items():
        database.execute(f"SET VARIABLE {name} = $1", [[*held]])
    return Opened(database, path, schema, pack, keys)


def _suspect(keys: Keys, pack: RulePack) -> str:
    """Write when the numbers of a row cannot stand: the scalar reader then says why."""
    numbers = keys.numbers
    wrong = [f"{numbers['amount']} IS NULL"]
    for name, sql in numbers.items():
        most = _MOST_YUAN * UNITS[name]
        wrong.append(f"coalesce({sql}, 0) NOT BETWEEN 0 AND {most - 1}")
    if "performance" in numbers:
        wrong.append(f"{numbers['performance']} > {_MOST_PERFORMANCE * UNITS['performance']}")
    funds = [g.funds for g in pack.above() if g.funds in numbers]
    upper = " + ".join(f"coalesce({numbers[fund]}, 0)" for fund in funds if fund) or "0"
    wrong += [f"{upper} > {numbers['amount']}"] if funds else []
    wrong += [
        f"{numbers[column]} > {numbers['amount']} - ({upper})"
        for column in AGREED_COLUMNS
        if column in numbers
    ]
    for coded in keys.coded:
        if coded.is_counted:
            wrong.append(f"({coded.field.sql} IS NOT NULL AND {coded.position} IS NULL)")
        if coded.unreadable:
            # Rules may not ask for the column, yet what stands in it must be readable.
            wrong.append(f"{coded.position} IN ({', '.join(map(str, coded.unreadable))})")
    return " OR ".join(f"coalesce({each}, false)" for each in wrong)


def _refused(opened: Opened, sorting: Sorting) -> Mapping[int, RefusedRow]:
    """List the rows that are refused: suspects are read again, one by one."""
    rows = {*opened.rows("suspect"), *_doubled(opened)}
    if sorting.unread:
        rows.update(_unread(opened))
    return _read(opened, sorted(rows)) if rows else {}


def _unread(opened: Opened) -> list[int]:
    """List the rows with a word that cannot be read."""
    relation = relation_of(opened.schema, opened.keys, without=False)
    sql = f"SELECT row FROM ({relation}) WHERE least(which, period, place, how) < 0"
    return [row for (row,) in opened.database.execute(sql).fetchall()]


def _doubled(opened: Opened) -> list[int]:
    """List the rows whose id another row has too."""
    line, rows = opened.schema.line, opened.schema.rows
    if "line" not in opened.schema.known:
        return []
    twice = opened.database.execute(
        f"SELECT h FROM (SELECT hash({line}) AS h FROM ({rows})) GROUP BY h HAVING count(*) > 1"
    ).fetchall()
    if not twice:
        return []
    found = opened.database.execute(
        f"SELECT row FROM ({rows}) WHERE hash({line}) IN (SELECT unnest($1::UBIGINT[]))",
        [[h for (h,) in twice]],
    )
    return [row for (row,) in found.fetchall()]


def _read(opened: Opened, rows: Sequence[int]) -> Mapping[int, RefusedRow]:
    """Read some rows one by one, as text: the scalar reader says what is wrong with each."""
    read = read_each(list(_records(opened, rows)), pack=opened.pack)
    found = zip(rows, read, strict=True)
    return {row: each for row, each in found if isinstance(each, RefusedRow)}


def _records(opened: Opened, rows: Sequence[int]) -> Iterator[Record]:
    known, carried = opened.schema.known, opened.schema.carried
    numbers = opened.keys.numbers
    columns = [*known, *(str(field.position) for field in carried)]
    values = [numbers.get(name, field.sql) for name, field in known.items()]
    values += [field.sql for field in carried]
    found = opened.database.execute(
        f"SELECT row, {', '.join(values)} FROM ({opened.schema.rows}) "
        "WHERE row IN (SELECT unnest($1::BIGINT[])) ORDER BY row",
        [list(rows)],
    )
    for row, *cells in found.fetchall():
        texts = {c: _text(c, v) for c, v in zip(columns, cells, strict=True) if v is not None}
        place = Place(opened.path, line=row + 1)
        extra = {f.title: texts[str(f.position)] for f in carried if str(f.position) in texts}
        yield Record(row=str(row + 1), cells=texts, at=place, places={}, extra=extra)


def _text(column: str, value: object) -> str:
    """Write a value as the scalar reader reads it; numbers come in whole units."""
    if column not in UNITS or not isinstance(value, int):
        return str(value)
    if COLUMN_BY_ID[column].kind is ColumnKind.MONEY:
        return yuan(value)
    return show_number(Fraction(value, UNITS[column]))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while held := file.read(_DIGESTED_AT_ONCE):
            digest.update(held)
    return digest.hexdigest()
