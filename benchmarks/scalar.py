"""The engine's own scalar path, the one that ``explain`` takes, over a whole budget in CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fiscal_rules.api import open_pack, provenance_of
from fiscal_rules.engine.allocate.run import allocate
from fiscal_rules.model.text import Lang
from fiscal_rules.output.render_csv import render_csv
from fiscal_rules.output.report import build_report
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.parameters import read_parameters


def run_scalar(folder: Path, target: Path) -> None:
    """Read ``budget.csv``, allocate line by line with every step, write the lines as CSV."""
    table = open_pack("liaocheng/2019-9")
    files = [str(folder / "parameters.yaml")]
    parameters = read_parameters(table.pack, files, as_of=None)
    budget = read_budget(str(folder), table.pack, money_unit=None)
    provenance = provenance_of(table, parameters, budget, as_of=date(2024, 12, 31))
    allocation = allocate(table, parameters, budget, provenance=provenance)
    target.write_bytes(render_csv(build_report(allocation), Lang.EN))
