"""Work out base transfers between old shares and new, and growth without them."""

from __future__ import annotations

from dataclasses import replace

from fiscal_rules.analysis.base_transfer import BaseTransfer, base_transfer, growth
from fiscal_rules.api import run
from fiscal_rules.cli import answer_messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give, year_of, years_of
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.output.answers.base_transfer import base_transfer_answer
from fiscal_rules.output.answers.base_transfer_data import Later
from fiscal_rules.output.places import file_name


def of_shares(asked: Asked) -> int:
    """Compare a budget by the old shares and the new; both must be named."""
    for name, given in (("--old", asked.old), ("--new", asked.new)):
        if not given:
            raise MisusedError(answer_messages.NO_SHARES.at(None, name=name))
    later_files = () if asked.next_budget is None else (asked.next_budget,)
    check_output(asked, (asked.budget, *later_files, *asked.parameters, *asked.old, *asked.new))
    old, new = (_allocated(asked, asked.budget, shares) for shares in (asked.old, asked.new))
    found = base_transfer(old, new, year=year_of(new, asked.year))
    later = None if asked.next_budget is None else _later(asked, asked.next_budget, found)
    return give(asked, base_transfer_answer(found, later))


def _allocated(asked: Asked, budget: str, shares: tuple[str, ...]) -> Allocation:
    """Allocate by the common parameters and some shares, which come after them."""
    request = replace(request_of(asked), budget=budget, parameters=(*asked.parameters, *shares))
    return run(request)[1]


def _later(asked: Asked, budget: str, found: BaseTransfer) -> Later:
    """Allocate a later budget by the new shares, and hold it against the base year."""
    allocation = _allocated(asked, budget, asked.new)
    years = years_of(allocation)
    after = [year for year in years if year > found.year]
    if len(after) != 1:
        said = {"file": file_name(budget), "years": ", ".join(map(str, years))}
        raise MisusedError(answer_messages.NO_LATER_YEAR.at(None, year=found.year, **said))
    return Later(allocation, after[0], growth(found, allocation, year=after[0]))
