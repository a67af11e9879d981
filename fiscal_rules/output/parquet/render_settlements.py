"""Write the ``settlements`` table as Parquet, some settlements at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fiscal_rules.engine.columns.settlements import ColumnSettlements
from fiscal_rules.engine.columns.settling import account_columns, payer
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import MOST_SETTLED_LINES, SettlementFinding
from fiscal_rules.model.vocabulary import OPEN, Standing
from fiscal_rules.output.parquet.join_files import join_files
from fiscal_rules.output.report import Report
from fiscal_rules.output.settled.settlement_rows import ACCOUNT, AFTER, BEFORE

_AT_ONCE = 20_000


def write_settlements(report: Report, path: Path) -> None:
    """Write the rows of every settlement, by its id; money in fen, null where it is not known."""
    each = _columns_of(report)
    settling = each.settling
    _name(each)
    parts = []
    for number, first in enumerate(range(0, len(each), _AT_ONCE)):
        part = settling.folder.path / f"settlements-{number}.parquet"
        sql = _rows(settling.pack, f"position >= {first} AND position < {first + _AT_ONCE}")
        settling.database.execute(f"COPY ({sql}) TO '{part}' (FORMAT parquet)")
        parts.append(part)
    join_files(parts, path)
    for part in parts:
        part.unlink()


def _columns_of(report: Report) -> ColumnSettlements:
    settlements = report.allocation.settlements
    assert settlements is not None, "there is nothing to write"
    assert isinstance(settlements.each, ColumnSettlements), "a run settles in columns"
    return settlements.each


def _name(each: ColumnSettlements) -> None:
    """Put in tables what units and items are numbers of, and in variables what statements name."""
    lines, database = each.settling.lines, each.settling.database
    database.execute(
        "CREATE OR REPLACE TABLE named_places AS SELECT unnest($1::BIGINT[]) AS where_, "
        "unnest($2::VARCHAR[]) AS unit, unnest($3::VARCHAR[]) AS counterpart",
        [
            [*range(len(lines.places))],
            [place.unit for place in lines.places],
            [place.counterpart for place in lines.places],
        ],
    )
    database.execute(
        "CREATE OR REPLACE TABLE named_items AS SELECT unnest($1::BIGINT[]) AS item, "
        "unnest($2::VARCHAR[]) AS item_id",
        [[*range(len(lines.items))], [which.item for which in lines.items]],
    )
    payers = [government.id for government in each.settling.pack.governments]
    database.execute("SET VARIABLE payers = $1", [[*payers, OPEN]])
    database.execute("SET VARIABLE settled = $1", [each.settling.settled])
    database.execute("SET VARIABLE members = $1", [each.settling.members])


def _rows(pack: RulePack, condition: str) -> str:
    """Write the rows of some settlements."""
    some = f"SELECT * FROM read_parquet(getvariable('settled')) WHERE {condition}"
    lines = (
        "SELECT m.id, m.year, m.document FROM read_parquet(getvariable('members')) m "
        f"SEMI JOIN ({some}) s ON s.id = m.id QUALIFY "
        f"row_number() OVER (PARTITION BY m.id ORDER BY m.year, m.line) <= {MOST_SETTLED_LINES}"
    )
    said = (
        "SELECT id, array_to_string(list_sort(list(DISTINCT year)), ';') AS years, "
        "array_to_string(list_sort(list(DISTINCT document) FILTER (document IS NOT NULL)), ';') "
        f"AS documents FROM ({lines}) GROUP BY id"
    )
    words = {
        "settles": "s.id",
        "status": "s.status",
        "unit": "p.unit",
        "counterpart": "p.counterpart",
        "item": "i.item_id",
        "years": "t.years",
        "documents": "coalesce(t.documents, '')",
    }
    assert tuple(words) == BEFORE[:-1], "the table has other columns"
    before = ", ".join(f"{sql} AS {name}" for name, sql in words.items())
    after = f"{_standing()} AS {AFTER[0]}, {_findings()} AS {AFTER[1]}"
    unnested = ", ".join(_unnested(pack))
    rows = (
        f"SELECT {before}, {unnested}, {after}, s.position FROM ({some}) s "
        f"JOIN ({said}) t ON t.id = s.id LEFT JOIN named_places p ON p.where_ = s.where_ "
        "LEFT JOIN named_items i ON i.item = s.item"
    )
    amounts = ", ".join(f"{column}::BIGINT AS {column}_fen" for column in ACCOUNT)
    return (
        f"SELECT {', '.join(BEFORE)}, {amounts}, {', '.join(AFTER)} FROM ({rows}) "
        "WHERE is_shown ORDER BY position, place"
    )


def _unnested(pack: RulePack) -> Iterator[str]:
    """Write the accounts of a settlement one below the other, each with its place among them."""
    count = len(pack.governments)
    opened = " OR ".join(f"coalesce(s.{column}, 0) <> 0" for column in account_columns(OPEN))
    shown = [*(f"s.shown_{i}" for i in range(count)), f"({opened})"]
    places = [str(i) for i in range(count + 1)]
    accounts = [account_columns(of) for of in (*map(payer, range(count)), OPEN)]
    yield f"unnest(getvariable('payers')) AS {BEFORE[-1]}"
    yield f"unnest([{', '.join(shown)}]) AS is_shown"
    yield f"unnest([{', '.join(places)}]) AS place"
    for i, column in enumerate(ACCOUNT):
        held = ", ".join(f"s.{columns[i]}" for columns in accounts)
        yield f"unnest([{held}]) AS {column}"


def _standing() -> str:
    whens = (f"WHEN {i} THEN '{standing}'" for i, standing in enumerate(Standing))
    return f"CASE s.standing {' '.join(whens)} END"


def _findings() -> str:
    names = (
        f"CASE WHEN s.findings & {1 << i} <> 0 THEN '{finding}' END"
        for i, finding in enumerate(SettlementFinding)
    )
    return f"concat_ws(';', {', '.join(names)})"
