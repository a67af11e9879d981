"""Measure a command: a fresh process, its wall time, its processor time, its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_MIB = 1024 if sys.platform != "darwin" else 1024 * 1024
_SAID = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run cost; ``failure`` is empty where it ended well."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    failure: str = ""


def measure(command: Sequence[str]) -> Measured:
    """Run a command; ``ru_maxrss`` is the child's own, since it is asked of that child alone."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603 (our own commands)
            command, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode(errors="replace").strip()[-_SAID:]
    failure = f"exit {child.returncode}: {words}" if child.returncode else ""
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _MIB, failure)


def middle(runs: Sequence[Measured]) -> Measured:
    """Give the median of some runs, figure by figure; one failure fails them all."""
    failure = next((run.failure for run in runs if run.failure), "")
    return Measured(
        median(run.seconds for run in runs),
        median(run.cpu_seconds for run in runs),
        max(run.peak_mib for run in runs),
        failure,
    )
