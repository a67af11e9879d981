"""Divide a year over its quarters."""

from __future__ import annotations

from fiscal_rules.analysis.quarters import quarters
from fiscal_rules.api import run
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give, year_of
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.model.instalments import QUARTERS
from fiscal_rules.output.answers.quarters import quarters_answer


def by_quarters(asked: Asked) -> int:
    """Divide what units' lines cost each payer; a quarter each, unless weights are given."""
    check_output(asked, (asked.budget, *asked.parameters))
    _, allocation = run(request_of(asked))
    year = year_of(allocation, asked.year)
    plan = quarters(allocation, year=year, weights=asked.weights or QUARTERS)
    return give(asked, quarters_answer(plan))
