"""The same input gives the same bytes, whatever the hash seed, the time zone and the locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "liaocheng-2020"


def report(folder: Path, **environment: str) -> bytes:
    shares = str(EXAMPLE / "shares.yaml")
    output = folder / "report.json"
    command = [sys.executable, "-m", "fiscal_rules", "allocate", str(EXAMPLE / "budget.xlsx")]
    subprocess.run(  # noqa: S603 (our own command)
        [*command, "--parameters", shares, "-o", str(output), "--quiet"],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    )
    return output.read_bytes()


def test_a_run_gives_the_same_bytes_in_every_surrounding(tmp_path: Path) -> None:
    first = report(tmp_path, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    second = report(tmp_path, PYTHONHASHSEED="4242", TZ="Asia/Shanghai", LC_ALL="zh_CN.UTF-8")
    assert first == second
