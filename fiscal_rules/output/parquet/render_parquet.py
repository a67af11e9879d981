"""Write every line with its result as Parquet, and the decisions beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from fiscal_rules.engine.columns.recipes import paid_column
from fiscal_rules.engine.columns.results import ColumnResults
from fiscal_rules.engine.columns.shards import Shard, in_shards
from fiscal_rules.model.allocation import Allocation, Need, Outcome, Remark
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNITS, ColumnKind
from fiscal_rules.output.lines import carried_names, decision_id, input_columns
from fiscal_rules.output.names import OTHER
from fiscal_rules.output.parquet.join_files import join_files
from fiscal_rules.output.report import Report
from fiscal_rules.output.sums import settled_authority

Word = Callable[[Outcome], str | None]
BEFORE_PAYERS: dict[str, Word] = {
    "status": lambda found: found.status,
    "authority": settled_authority,
    "decision": lambda found: decision_id(found.item, found.rules),
    "standing": lambda found: found.standing,
}
"""The columns of a result that are words and stand before the payers; null is not settled."""
AFTER_PAYERS: dict[str, Word] = {
    "rules": lambda found: ";".join(found.rules),
    "clauses": lambda found: ";".join(found.clauses),
    "needs": lambda found: _ids(found.needs),
    "duties": lambda found: _ids(found.duties),
    "findings": lambda found: _ids(found.findings),
}
"""Those that stand after the payers, in the order of the contract."""
_TABLES = "tables.duckdb"
_BITS = 1 << 32
_ROW_GROUP = 61_440
"""The rows of a row group: what one connection holds in memory while it writes."""


def write_parquet(report: Report, path: Path) -> None:
    """Write the ``lines`` table: a row a line, in the budget's order, whatever works at once.

    Checked on the way: every row beside its own result, and what is written adds up to the report.
    """
    results = columns_of(report.allocation)
    folder = results.folder.path
    words = {**BEFORE_PAYERS, **AFTER_PAYERS}
    said = _said(results, words)
    _share_tables(results, folder / _TABLES)

    def load(database: duckdb.DuckDBPyConnection) -> None:
        _take_tables(database, folder / _TABLES)
        _load_words(database, said)

    def work(database: duckdb.DuckDBPyConnection, shard: Shard) -> Path:
        part = folder / f"part-{shard.number}.parquet"
        database.execute("SET VARIABLE narrow = $1", [[results.files[shard.number]]])
        sql = _statement(report.allocation, results, shard)
        database.execute(f"COPY ({sql}) TO '{part}' (FORMAT parquet, ROW_GROUP_SIZE {_ROW_GROUP})")
        return part

    parts = in_shards(results.table, folder, results.limits, load=load, work=work)
    _add_up(report, results, parts)
    join_files(parts, path)
    for part in parts:
        part.unlink()


def columns_of(allocation: Allocation) -> ColumnResults:
    """Give the results as columns: what a run makes of a budget always is."""
    results = allocation.results
    assert isinstance(results, ColumnResults), "a run allocates in columns"
    return results


def _share_tables(results: ColumnResults, path: Path) -> None:
    """Put what the statement refers to in a file, for those who work on shards."""
    path.unlink(missing_ok=True)
    database = results.database
    names = [
        name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    ]
    database.execute(f"ATTACH '{path}' AS shared")
    for name in names:
        database.execute(f"CREATE TABLE shared.{name} AS FROM {name}")
    database.execute("DETACH shared")


def _take_tables(database: duckdb.DuckDBPyConnection, path: Path) -> None:
    database.execute(f"ATTACH '{path}' AS shared (READ_ONLY)")
    found = database.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'shared' ORDER BY 1"
    ).fetchall()
    for (name,) in found:
        database.execute(f"CREATE TABLE {name} AS FROM shared.{name}")
    database.execute("DETACH shared")


def _ids(found: Iterable[Need | Remark]) -> str:
    return ";".join(dict.fromkeys(each.id for each in found))


def _said(
    results: ColumnResults, words: Mapping[str, Word]
) -> dict[str, list[int] | list[str | None]]:
    """Give for each outcome its number and its words, in columns."""
    found = [results.outcomes.of_kind(kind, bits).outcome for kind, bits in results.keys]
    numbers = [kind * _BITS + bits for kind, bits in results.keys]
    return {"outcome": numbers, **{name: [*map(word, found)] for name, word in words.items()}}


def _load_words(
    database: duckdb.DuckDBPyConnection, said: Mapping[str, list[int] | list[str | None]]
) -> None:
    """Keep each column's words once: a line then costs a small number for each."""
    names = [name for name in said if name != "outcome"]
    columns = ", ".join(f"unnest(${name}::VARCHAR[]) AS {name}" for name in names)
    database.execute(
        f"CREATE TABLE said AS SELECT unnest($outcome::BIGINT[]) AS outcome, {columns}", said
    )
    for name in names:
        database.execute(
            f"CREATE TYPE {name}_words AS ENUM "
            f"(SELECT DISTINCT {name} FROM said WHERE {name} IS NOT NULL ORDER BY {name})"
        )
    typed = ", ".join(f"{name}::{name}_words AS {name}" for name in names)
    database.execute(f"CREATE TABLE outcomes AS SELECT outcome, {typed} FROM said")


def _statement(allocation: Allocation, results: ColumnResults, shard: Shard) -> str:
    columns = [f"{sql} AS {_quoted(name)}" for name, sql in _columns(allocation)]
    texts = f"SELECT * FROM ({results.table.texts}) WHERE {shard.condition}"
    # A join may change the order of rows even within one thread: they are put in order after the
    # last, and what follows joins nothing.
    numbers = (
        f"SELECT s.* EXCLUDE (line), o.* FROM ({results.statement}) s "
        f"LEFT JOIN outcomes o ON o.outcome = s.kind * {_BITS} + s.bits ORDER BY s.row"
    )
    return (
        f"SELECT {', '.join(columns)} FROM (SELECT n.* RENAME (row AS row_of_result), t.* "
        f"FROM ({numbers}) n POSITIONAL JOIN ({texts}) t) l"
    )


def _columns(allocation: Allocation) -> Iterator[tuple[str, str]]:
    """Name each column of the table, with its SQL."""
    own = [(_written_name(column), _written(column)) for column in input_columns(allocation)]
    own += [(word, f"l.{word}") for word in BEFORE_PAYERS]
    own += [(f"pay_{payer}_fen", sql) for payer, sql in _payers(allocation.pack)]
    own.append(("open_fen", "l.open"))
    own += [(word, f"l.{word}") for word in AFTER_PAYERS]
    yield from own
    carried = carried_names(allocation.budget.extra_columns, [name for name, _ in own])
    yield from ((name, f"l.carried_{i}") for i, name in enumerate(carried))


def _written_name(column: str) -> str:
    is_money = COLUMN_BY_ID[column].kind is ColumnKind.MONEY
    return f"{column}_fen" if is_money else column


def _written(column: str) -> str:
    """Write a column of the input: money in fen, other numbers exact, the rest as it stands."""
    kind = COLUMN_BY_ID[column].kind
    if column == "line":
        # A row that stands beside another's result would be our mistake, and ends the run.
        wrong = "error('a row lost its result')"
        return f"CASE WHEN l.row = l.row_of_result THEN l.line ELSE {wrong} END"
    if kind in (ColumnKind.MONEY, ColumnKind.COUNT):
        return f"l.{column}::BIGINT"
    if column in UNITS:
        decimals = len(str(UNITS[column])) - 1
        unit = f"{1 / UNITS[column]:.{decimals}f}::DECIMAL({decimals + 1}, {decimals})"
        return f"(l.{column}::DECIMAL(19, 0) * {unit})::DECIMAL(19, {decimals})"
    # A text goes through as it is: whatever is done to it would be done line by line.
    return "l.year::INTEGER" if kind is ColumnKind.YEAR else f"l.{column}"


def _payers(pack: RulePack) -> Iterator[tuple[str, str]]:
    for position, government in enumerate(pack.governments):
        upper = "" if government.funds is None else f"coalesce(l.{government.funds}, 0) + "
        yield government.id, f"({upper}l.{paid_column(position)})::BIGINT"
    yield OTHER, "0::BIGINT"


def _quoted(name: str) -> str:
    """Quote a name: those of carried columns are a user's."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _add_up(report: Report, results: ColumnResults, parts: Sequence[Path]) -> None:
    """Hold what was written against the report: every line, what each pays, what is open."""
    payers = [payer for payer, _ in _payers(report.allocation.pack)]
    sums = ", ".join(f"sum(pay_{payer}_fen)" for payer in payers)
    found = results.database.execute(
        f"SELECT count(*), sum(open_fen), {sums} FROM read_parquet($1)", [[str(p) for p in parts]]
    ).fetchall()[0]
    totals = report.totals
    paid = [held.amount or 0 for held in totals.paid]
    written = [int(each or 0) for each in found]
    assert written == [totals.lines, totals.open, *paid], "what was written does not add up"


def write_decisions(report: Report, path: Path) -> None:
    """Write the ``decisions`` table: what each decision is, by the rules that make it."""
    results = columns_of(report.allocation)
    rows = sorted(set(_decisions(report.allocation.pack, results)))
    columns = ("decision", "item", "rules", "clauses", "authority", "fund", "duties")
    words = ", ".join(f"unnest(${i}::VARCHAR[]) AS {c}" for i, c in enumerate(columns, start=1))
    held = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    part = results.folder.path / "decisions.parquet"
    results.database.execute(f"CREATE OR REPLACE TABLE decided AS SELECT {words}", held)
    results.database.execute(f"COPY decided TO '{part}' (FORMAT parquet)")
    join_files([part], path)


def _decisions(pack: RulePack, results: ColumnResults) -> Iterator[tuple[str, ...]]:
    for kind, bits in results.keys:
        found = results.outcomes.of_kind(kind, bits).outcome
        rules = [pack.rule_by_id[rule] for rule in found.rules]
        funds = (type(rule.fund).__name__.casefold() for rule in rules if rule.fund is not None)
        duties = (duty for rule in rules for duty in rule.duties)
        yield (
            decision_id(found.item, found.rules),
            found.item or "",
            ";".join(found.rules),
            ";".join(dict.fromkeys(rule.clause for rule in rules)),
            settled_authority(found) or "",
            ";".join(dict.fromkeys(funds)),
            ";".join(dict.fromkeys(duties)),
        )
