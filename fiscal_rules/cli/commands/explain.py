"""Explain one line of a budget."""

from __future__ import annotations

import click

from fiscal_rules.analysis.explain import explain as explain_line
from fiscal_rules.analysis.explain import nearest_lines
from fiscal_rules.api import run
from fiscal_rules.cli import messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.request import remark, request_of, tell_refused
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.text import Text, same
from fiscal_rules.output.explanation import write_explanation
from fiscal_rules.output.explanation_json import explanation_json

_FEW = 8
_FROM_TO = Text("共 {count} 行，从 {first} 到 {last}", "{count} lines, from {first} to {last}")


def explain(asked: Asked) -> int:
    """Explain a line; a line that there is not is a wrong command line."""
    table, allocation = run(request_of(asked))
    tell_refused(asked, allocation)
    remark(asked, allocation.budget.notes)
    if allocation.result_of(asked.line) is None:
        raise _no_line(allocation, asked.line)
    explanation = explain_line(table, allocation, asked.line)
    if asked.format == "json":
        click.echo(explanation_json(explanation), nl=False)
    else:
        click.echo(write_explanation(explanation, asked.lang), nl=False)
    return Exit.DONE


def _no_line(allocation: Allocation, line: str) -> MisusedError:
    if any(row.row == line for row in allocation.budget.refused):
        return MisusedError(messages.LINE_REFUSED.at(None, line=line))
    ids = [result.line.id for result in allocation.results]
    if not ids:
        return MisusedError(messages.NO_LINES.at(None))
    near = ids if len(ids) <= _FEW else nearest_lines(allocation, line)
    every = _FROM_TO.fill(count=len(ids), first=ids[0], last=ids[-1])
    nearest = same(", ".join(near)) if near else every
    return MisusedError(messages.NO_LINE.at(None, line=line, nearest=nearest))
