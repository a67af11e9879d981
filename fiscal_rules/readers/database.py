"""The database in which lines are read and written in columns: in process, on one machine, locked."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

MEMORY = "160MB"
"""What one connection may hold in memory before it spills to its temporary folder."""

WHITE_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What Python strips from both ends of a text; a database's own idea of it is narrower."""


def stripped(sql: str) -> str:
    """Write a text without white space at its ends, NULL where nothing is left."""
    return f"nullif(trim({sql}, '{WHITE_SPACE}'), '')"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many threads work at once, and how much memory a connection may hold."""

    threads: int = 0
    memory: str = MEMORY

    @property
    def workers(self) -> int:
        """Count the threads: as many as there are processors, unless said."""
        return self.threads or len(os.sched_getaffinity(0))


def open_database(
    inputs: Sequence[str], folder: Path, *, threads: int, memory: str = MEMORY
) -> duckdb.DuckDBPyConnection:
    """Open an empty database that can read ``inputs`` and write into ``folder``, and nothing else.

    No text of a user ever becomes SQL; should one, this is what keeps it harmless.
    """
    database = duckdb.connect()
    database.execute(f"SET threads = {threads}")
    database.execute("SET memory_limit = $1", [memory])
    database.execute("SET temp_directory = $1", [str(folder / "spilled")])
    database.execute("SET preserve_insertion_order = true")
    # Every join is written with its small table last: turned round, it would hold all lines at once
    # and lose their order.
    # Pushing aggregates below the layers of a program takes time that doubles with each layer.
    database.execute(
        "SET disabled_optimizers = 'join_order,build_side_probe_side,partial_aggregate_pushdown'"
    )
    database.execute("SET autoinstall_known_extensions = false")
    database.execute("SET allowed_paths = $1", [[*inputs]])
    database.execute("SET allowed_directories = $1", [[str(folder)]])
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


class Workspace:
    """A folder for what is staged and spilled; it goes when nothing holds it, or at the end."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="fiscal-rules-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
