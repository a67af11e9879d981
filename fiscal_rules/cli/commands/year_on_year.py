"""Take the change from last year's budget to this year's apart."""

from __future__ import annotations

from dataclasses import replace

from fiscal_rules import scenarios
from fiscal_rules.analysis.base_transfer import BaseTransfer, base_transfer
from fiscal_rules.api import Request, run
from fiscal_rules.cli import answer_messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give, year_of
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.output.answers.year_on_year import year_on_year_answer


def year_on_year(asked: Asked) -> int:
    """Compare; with old and new shares, base transfers worked out on last year's budget too."""
    files = (asked.last_budget or "", asked.budget, *asked.parameters, *asked.old, *asked.new)
    check_output(asked, files)
    if bool(asked.old) != bool(asked.new):
        missing = "--new" if asked.old else "--old"
        raise MisusedError(answer_messages.NO_SHARES.at(None, name=missing))
    this = request_of(asked)
    last = replace(this, budget=asked.last_budget or "")
    found = scenarios.year_on_year(last, this, _transfer(asked, last) if asked.old else None)
    return give(asked, year_on_year_answer(found))


def _transfer(asked: Asked, last: Request) -> BaseTransfer:
    """Work out base transfers on last year's budget, by the old shares and the new."""
    old, new = (
        run(replace(last, parameters=(*asked.parameters, *shares)))[1]
        for shares in (asked.old, asked.new)
    )
    return base_transfer(old, new, year=year_of(new, asked.year))
