"""Narrow lines: what is computed with, without the texts, read out of a budget once."""

from __future__ import annotations

from pathlib import Path

import duckdb

from fiscal_rules.engine.columns.shards import Shard, in_shards
from fiscal_rules.model.budget import LineTable, Which
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import UNITS, UNLISTED
from fiscal_rules.readers.database import Limits

NARROW = "SELECT * FROM read_parquet(getvariable('narrow'))"


def narrow(lines: LineTable, pack: RulePack, folder: Path, limits: Limits) -> tuple[str, ...]:
    """Write the sorts and the numbers of lines to a file for each shard, in any order.

    Ids of lines are kept where the lines may draw on a pot, whose last fen they settle.
    """
    numbers = ", ".join(UNITS)
    pots = [i for i, which in enumerate(lines.items) if _may_be_a_pot(pack, which)]
    named = f"CASE WHEN which IN ({', '.join(map(str, pots))}) THEN line END" if pots else "NULL"
    columns = f"row, which, period, place, how, {named}::VARCHAR AS line, {numbers}"

    def work(database: duckdb.DuckDBPyConnection, shard: Shard) -> str:
        path = str(folder / f"narrow-{shard.number}.parquet")
        database.execute(
            f"COPY (SELECT {columns} FROM ({lines.relation}) WHERE {shard.condition}) "
            f"TO '{path}' (FORMAT parquet)"
        )
        return path

    return tuple(in_shards(lines, folder, limits, load=lambda _: None, work=work))


def _may_be_a_pot(pack: RulePack, which: Which) -> bool:
    if which.item is not None:
        items: tuple[str, ...] = (which.item,)
    else:
        items = which.candidates or (*(item.id for item in pack.items), UNLISTED)
    return any(isinstance(rule.fund, Factors) for item in items for rule in pack.rules_for(item))
