"""Show units by items in a coarse unit of money, adding up both ways."""

from __future__ import annotations

from fiscal_rules.analysis.unit_items import unit_items
from fiscal_rules.api import run
from fiscal_rules.cli import answer_messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give, year_of
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.rounding import MONEY_UNITS
from fiscal_rules.output.answers.unit_items import unit_items_answer


def table(asked: Asked) -> int:
    """Round the table of what lines come to, or of what one payer pays of them."""
    to, left = divmod(MONEY_UNITS[asked.to], 10**asked.decimals)
    if left or not to:
        problem = answer_messages.BELOW_A_FEN.at(None, decimals=asked.decimals, to=asked.to)
        raise MisusedError(problem)
    check_output(asked, (asked.budget, *asked.parameters))
    _, allocation = run(request_of(asked))
    known = [government.id for government in allocation.pack.governments]
    if asked.payer is not None and asked.payer not in known:
        problem = answer_messages.NO_PAYER.at(None, name=asked.payer, known=", ".join(known))
        raise MisusedError(problem)
    year = year_of(allocation, asked.year)
    made = unit_items(allocation, year=year, to=to, payer=asked.payer)
    answer = unit_items_answer(made, shown_in=asked.to, decimals=asked.decimals)
    return give(asked, answer)
