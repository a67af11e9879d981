"""The request that a command line makes of the pipeline."""

from __future__ import annotations

from collections.abc import Iterable

import click

from fiscal_rules.api import RefusedRows, Request
from fiscal_rules.cli import messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.budgets.cells import MoneyUnit
from fiscal_rules.readers.packs import DEFAULT_PACK


def request_of(asked: Asked) -> Request:
    """Make the request."""
    return Request(
        budget=asked.budget,
        rules=asked.rules or DEFAULT_PACK,
        parameters=asked.parameters,
        as_of=asked.as_of,
        money_unit=None if asked.unit is None else MoneyUnit(asked.unit),
        refused_rows=RefusedRows.SKIP if asked.skip_refused else RefusedRows.REFUSE,
    )


def tell_refused(asked: Asked, allocation: Allocation) -> None:
    """List the rows that were refused and left out, whatever ``--quiet`` says: money is missing."""
    refused = allocation.budget.refused
    if refused:
        problems = (problem for row in refused for problem in row.problems)
        say(asked, (*problems, messages.ROWS_SKIPPED.at(None, count=len(refused))))


def say(asked: Asked, problems: Iterable[Diagnostic]) -> None:
    """Write diagnostics to standard error."""
    click.echo(write_diagnostics(problems, asked.lang), err=True)


def remark(asked: Asked, problems: Iterable[Diagnostic]) -> None:
    """Write diagnostics to standard error, unless it shall be quiet."""
    held = tuple(problems)
    if held and not asked.quiet:
        say(asked, held)
