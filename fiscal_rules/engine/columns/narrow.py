"""Narrow lines: what is computed with, without the texts, read out of a budget once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from fiscal_rules.engine.columns.labelling import NARROW as LABELS
from fiscal_rules.engine.columns.settling import NARROW as SETTLED_WITH
from fiscal_rules.engine.columns.shards import Shard, in_shards, open_lines
from fiscal_rules.model.budget import LineTable, Which
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import UNITS, UNLISTED
from fiscal_rules.readers.database import Limits

_WIDE = "HUGEINT"
_WIDE_IN_FILES = "DECIMAL(38, 0)"
"""Parquet has no whole numbers of 128 bits: written as such they would become floats."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """Lines without their texts: a file for each shard, and the SELECT that reads them."""

    files: tuple[str, ...]
    relation: str


def narrow(lines: LineTable, pack: RulePack, folder: Path, limits: Limits) -> Narrow:
    """Write the sorts and the numbers of lines to a file for each shard, in any order.

    Ids of lines are kept where the lines may draw on a pot, whose last fen they settle.
    """
    wide = _wide(lines, folder, limits)
    numbers = ", ".join(f"{c}::{_WIDE_IN_FILES} AS {c}" if c in wide else c for c in UNITS)
    pots = [i for i, which in enumerate(lines.items) if _may_be_a_pot(pack, which)]
    named = f"CASE WHEN which IN ({', '.join(map(str, pots))}) THEN line END" if pots else "NULL"
    columns = f"row, which, period, place, how, {named}::VARCHAR AS line, {numbers}, {SETTLED_WITH}"
    columns += f", {LABELS}"

    def work(database: duckdb.DuckDBPyConnection, shard: Shard) -> str:
        path = str(folder / f"narrow-{shard.number}.parquet")
        database.execute(
            f"COPY (SELECT {columns} FROM ({lines.relation}) WHERE {shard.condition}) "
            f"TO '{path}' (FORMAT parquet)"
        )
        return path

    files = tuple(in_shards(lines, folder, limits, load=lambda _: None, work=work))
    cast = ", ".join(f"{column}::{_WIDE} AS {column}" for column in sorted(wide))
    every = f"* REPLACE ({cast})" if cast else "*"
    return Narrow(files, f"SELECT {every} FROM read_parquet(getvariable('narrow'))")


def _wide(lines: LineTable, folder: Path, limits: Limits) -> frozenset[str]:
    """Name the columns of numbers that 64 bits may not hold; none may be a float."""
    database = open_lines(lines, folder, threads=1, memory=limits.memory)
    described = database.execute(
        f"DESCRIBE SELECT {', '.join(UNITS)} FROM ({lines.relation})"
    ).fetchall()
    database.close()
    types = {name: type_ for name, type_, *_ in described}
    assert set(types.values()) <= {"BIGINT", _WIDE}, f"numbers are kept as {types}"
    return frozenset(name for name, type_ in types.items() if type_ == _WIDE)


def _may_be_a_pot(pack: RulePack, which: Which) -> bool:
    if which.item is not None:
        items: tuple[str, ...] = (which.item,)
    else:
        items = which.candidates or (*(item.id for item in pack.items), UNLISTED)
    return any(isinstance(rule.fund, Factors) for item in items for rule in pack.rules_for(item))
