"""Compare a budget as it is with scenarios."""

from __future__ import annotations

from fiscal_rules import scenarios
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.output.answers.comparison import comparison_answer


def compare(asked: Asked) -> int:
    """Compare; each scenario's steps are taken apart, and nothing of the base is changed."""
    last = () if asked.last_budget is None else (asked.last_budget,)
    check_output(asked, (asked.budget, *last, *asked.parameters, *asked.scenarios))
    base, found = scenarios.compare(
        request_of(asked),
        asked.scenarios,
        last=asked.last_budget,
        shapley=asked.shapley,
        lines=asked.by_line,
    )
    return give(asked, comparison_answer(base, found))
