"""Say which assumed parameter matters most, and between what totals lie over ranges."""

from __future__ import annotations

from fiscal_rules import scenarios
from fiscal_rules.analysis.sensitivity import Ranged
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.output.answers.sensitivity import sensitivity_answer


def sensitivity(asked: Asked) -> int:
    """Work out slopes at the present values, and totals at the ends of the ranges given."""
    check_output(asked, (asked.budget, *asked.parameters))
    ranges = [Ranged(each.parameter, each.first, each.last) for each in asked.ranges]
    return give(asked, sensitivity_answer(scenarios.sensitivity(request_of(asked), ranges)))
