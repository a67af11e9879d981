"""Shards: rows of a budget in runs of fixed length, worked on side by side, each in its own order.

Threads that share a statement give its rows in any order. So each shard is one connection's work,
and what it writes depends on the rows alone: the same bytes, however many work at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

import duckdb

from fiscal_rules.model.budget import LineTable
from fiscal_rules.readers.database import Limits, open_database

T = TypeVar("T")
ROWS = 4 * 122_880
"""The rows of a shard: a few row groups of a Parquet file."""
_MEMORY_OF_A_WORKER = "128MB"


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of rows, from ``first`` to before ``end``."""

    number: int
    first: int
    end: int

    @property
    def condition(self) -> str:
        """The rows of the shard, as a condition on ``row``."""
        return f"row >= {self.first} AND row < {self.end}"


def shards_of(rows: int) -> tuple[Shard, ...]:
    """Divide rows into shards; an empty budget has one."""
    firsts = range(0, max(rows, 1), ROWS)
    return tuple(Shard(i, first, min(first + ROWS, rows)) for i, first in enumerate(firsts))


def open_lines(
    lines: LineTable, folder: Path, *, threads: int, memory: str
) -> duckdb.DuckDBPyConnection:
    """Open a database that can read the lines of a budget."""
    inputs = [value for value in lines.variables.values() if isinstance(value, str)]
    database = open_database(inputs, folder, threads=threads, memory=memory)
    for name, value in lines.variables.items():
        held = value if isinstance(value, str) else [*value]
        database.execute(f"SET VARIABLE {name} = $1", [held])
    return database


def in_shards(
    lines: LineTable,
    folder: Path,
    limits: Limits,
    *,
    load: Callable[[duckdb.DuckDBPyConnection], None],
    work: Callable[[duckdb.DuckDBPyConnection, Shard], T],
) -> Sequence[T]:
    """Do some work for each shard; ``load`` makes a connection ready. Results are in order."""
    shards = shards_of(lines.rows)
    workers = min(limits.workers, len(shards))
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    for _ in range(workers):
        database = open_lines(lines, folder, threads=1, memory=_MEMORY_OF_A_WORKER)
        load(database)
        free.put(database)

    def done(shard: Shard) -> T:
        database = free.get()
        try:
            return work(database, shard)
        finally:
            free.put(database)

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(done, shards))
    for _ in range(workers):
        free.get().close()
    return found
