"""Write the ``settlements`` table as CSV, beside that of the lines."""

from __future__ import annotations

from pathlib import Path

from fiscal_rules.output.render_csv import csv_row
from fiscal_rules.output.report import Report
from fiscal_rules.output.settled.settlement_rows import COLUMNS, settlement_rows


def write_settlements_csv(report: Report, path: Path) -> None:
    """Write the rows of every settlement, by its id, in the manner of the ``lines`` table."""
    settlements = report.allocation.settlements
    assert settlements is not None, "there is nothing to write"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(csv_row(COLUMNS))
        for settlement in settlements.each:
            file.writelines(csv_row(row) for row in settlement_rows(settlement))
