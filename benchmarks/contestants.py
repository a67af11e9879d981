"""Who takes part, how each is started, how many lines it is given, and what it leaves out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from compare import Columns

_HERE = Path(__file__).parent
_ALL = sys.maxsize


class Job(Enum):
    """How much of the job a contestant does; so, which of its columns are compared."""

    FULL = Columns.ALL
    PART = Columns.SHARED
    COPY = None


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way to do the job. ``most_lines`` bounds what it is given where it is slow."""

    name: str
    title: str
    job: Job = Job.PART
    most_lines: int = _ALL
    result: str = "parquet"
    exact: str = "whole fen"

    def command(self, folder: Path, target: Path) -> list[str]:
        """Give the command that reads a folder and writes a result."""
        if self.name == "engine":
            return [sys.executable, "-m", "fiscal_rules", *engine_arguments(folder, target)]
        return [sys.executable, str(_HERE / "child.py"), self.name, str(folder), str(target)]


def engine_arguments(folder: Path, target: Path) -> list[str]:
    """Give the engine's arguments for a folder that the generator wrote."""
    parameters = str(folder / "parameters.yaml")
    return ["allocate", str(folder), "--quiet", "--parameters", parameters, "-o", str(target)]


BASELINE = Contestant("baseline", "baseline.sql", Job.FULL)
CONTESTANTS = (
    Contestant("engine", "fiscal-rules allocate", Job.FULL),
    Contestant("engine-without-decisions", "the same without decision ids"),
    BASELINE,
    Contestant("copy", "bare copy by DuckDB, no rules", Job.COPY, exact="-"),
    Contestant("openfisca", "OpenFisca-core, whole columns", most_lines=1_000_000, exact="float32"),
    Contestant("plain", "plain Python loop", most_lines=1_000_000),
    Contestant("zen", "zen-engine, tables in a loop", most_lines=200_000),
    Contestant("durable", "durable-rules, a fact a line", most_lines=50_000),
    Contestant("scalar", "the engine's scalar path", Job.FULL, most_lines=10_000, result="csv"),
)
