"""Titles: how a report names itself."""

from __future__ import annotations

from fiscal_rules.model.text import Text
from fiscal_rules.output.places import file_name
from fiscal_rules.output.report import Report

_TITLE = Text(
    "支出责任划分结果：{budget}（金额单位：元）", "Who pays what: {budget} (amounts in yuan)"
)


def report_title(report: Report) -> Text:
    """Name the report by the budget that it is of."""
    return _TITLE.fill(budget=file_name(report.allocation.budget.path))
