"""Carry a budget into the years that follow."""

from __future__ import annotations

from fiscal_rules import scenarios
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.commands.transfers import transfer_asked
from fiscal_rules.output.answers.projection import projection_answer


def project(asked: Asked) -> int:
    """Project; with old and new shares, base transfers of the base year too."""
    check_output(asked, (asked.budget, asked.scenario, *asked.parameters, *asked.old, *asked.new))
    request = request_of(asked)
    found = scenarios.project(
        request,
        asked.scenario,
        years=asked.years,
        transfer=transfer_asked(asked, request),
        advance=asked.advance,
    )
    return give(asked, projection_answer(found))
