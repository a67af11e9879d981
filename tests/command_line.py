"""Run the command line in a test: what it prints, what it says beside that, how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from fiscal_rules.cli import main

EXAMPLE = Path(__file__).parent.parent / "examples" / "liaocheng-2020"
WORKED_LINE = (
    "line,unit,year,item,amount,headcount,county_standard,central_funds,province_funds\n"
    "A1,莘县,2020,basic-public-health,80000,1000,80,37000,10000\n"
)
"""The worked example of the contract: its budget."""
WORKED_PARAMETERS = """\
parameters:
  basic-public-health.standard:
    - {value: 74, from: 2020-01-01, standing: official, source: worked example}
  basic-public-health.city-share:
    - {value: 40%, of: rest, from: 2019-01-01, standing: assumed, source: worked example}
  province-managed.city-pays:
    - {value: yes, from: 2019-01-01, standing: assumed, source: worked example}
"""
"""The worked example of the contract: its parameters."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


def run(*arguments: object, lang: str = "en", stdin: str = "") -> Outcome:
    """Run a command line in a terminal of a language (``LC_ALL``)."""
    locale = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[lang]
    with CliRunner().isolation(input=stdin, env={"LC_ALL": locale}) as (out, err, _):
        code = main([str(argument) for argument in arguments])
        return Outcome(code, out.getvalue().decode(), err.getvalue().decode())


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file of a test."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
