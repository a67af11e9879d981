"""Take the change from last year's budget to this year's apart."""

from __future__ import annotations

from dataclasses import replace

from fiscal_rules import scenarios
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.commands.transfers import transfer_asked
from fiscal_rules.output.answers.year_on_year import year_on_year_answer


def year_on_year(asked: Asked) -> int:
    """Compare; with old and new shares, base transfers worked out on last year's budget too."""
    files = (asked.last_budget or "", asked.budget, *asked.parameters, *asked.old, *asked.new)
    check_output(asked, files)
    this = request_of(asked)
    last = replace(this, budget=asked.last_budget or "")
    found = scenarios.year_on_year(last, this, transfer_asked(asked, last))
    return give(asked, year_on_year_answer(found))
