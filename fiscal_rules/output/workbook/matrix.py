"""The matrix of units and items: a row for each item, a column for each unit."""

from __future__ import annotations

from fiscal_rules.model.text import Text
from fiscal_rules.output.names import item_clause, item_name, unit_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import OPEN, OPEN_COLUMN, TOTAL
from fiscal_rules.output.tables import Column, Kind, Row, Table, money, words

_NOTES = (Text("空白表示没有该项。", "Blank: there is none."),)


def matrix(report: Report) -> Table:
    """Give the amount of each item in each unit, and beside and below it what is open.

    Items stand downwards, so that they have their names and a page holds the units.
    """
    pack = report.allocation.pack
    amounts = {(held.unit, held.item): held.sums.amount for held in report.unit_items}
    rows = tuple(
        (
            item_name(pack, held.item),
            item_clause(pack, held.item),
            *(money(amounts.get((unit.unit, held.item))) for unit in report.units),
            money(held.sums.amount),
            money(held.sums.open),
        )
        for held in report.items
    )
    return Table(
        Text("县区 × 事项：金额", "Unit × item: amounts"),
        (
            words("事项", "item", width=20),
            words("条款", "clause"),
            *(Column(unit_name(pack, held.unit), Kind.FIGURES) for held in report.units),
            Column(TOTAL, Kind.FIGURES),
            OPEN_COLUMN,
        ),
        rows,
        totals=_totals(report),
        notes=_NOTES,
        keys=2,
    )


def _totals(report: Report) -> tuple[Row, Row]:
    sums = report.totals
    amounts = (money(held.sums.amount) for held in report.units)
    opened = (money(held.sums.open) for held in report.units)
    return (
        (TOTAL, None, *amounts, money(sums.amount), money(sums.open)),
        (OPEN, None, *opened, money(sums.open), None),
    )
