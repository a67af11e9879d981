"""Cuts: a file in the order of its ids, divided so that all rows of an id stay together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import duckdb


def cuts(
    database: duckdb.DuckDBPyConnection, path: str, rows: int
) -> Iterator[tuple[str, list[str]]]:
    """Divide a file, in the order of ``id``, into runs of so many rows or few more.

    Gives for each run a condition on ``id``, and what it names as ``$2`` and on. Since the file is
    in order, only the parts of it are read in which a run stands.
    """
    found = database.execute(
        "SELECT DISTINCT id FROM read_parquet($1, file_row_number = true) "
        f"WHERE file_row_number > 0 AND file_row_number % {rows} = 0 ORDER BY id",
        [path],
    ).fetchall()
    for first, end in pairwise((None, *(cut for (cut,) in found), None)):
        held = [value for value in (first, end) if value is not None]
        since = [] if first is None else ["id >= $2"]
        until = [] if end is None else [f"id < ${len(held) + 1}"]
        yield " AND ".join([*since, *until]) or "true", held
