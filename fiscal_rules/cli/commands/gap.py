"""Split the gaps of counties into what bonds may meet and the rest."""

from __future__ import annotations

from fiscal_rules.analysis.gap import split_gaps
from fiscal_rules.api import run
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.output.answers.gap import gap_answer
from fiscal_rules.readers.budgets.gaps import read_gaps


def gap(asked: Asked) -> int:
    """Split every gap; the unit of money that is asked for is that of the budget and of the gaps."""
    check_output(asked, (asked.budget, asked.gaps, *asked.parameters))
    request = request_of(asked)
    table, allocation = run(request)
    gaps = read_gaps(asked.gaps, table.pack, money_unit=request.money_unit)
    return give(asked, gap_answer(split_gaps(table, allocation, gaps)))
