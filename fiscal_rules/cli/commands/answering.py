"""Answering: print an answer, and write it to the files asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from fiscal_rules.cli import answer_messages, messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.request import remark, tell_refused
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.answers.answer import (
    ANSWER_FORMS,
    Answer,
    answer_form_for,
    answer_suffixes,
)
from fiscal_rules.output.messages import NO_FORMAT
from fiscal_rules.output.places import file_name
from fiscal_rules.output.write import OutputRefusedError, write_files

_WRITTEN = Text("已写出 {file}", "wrote {file}")
_TABLE = "table"


def check_output(asked: Asked, inputs: Iterable[str]) -> None:
    """Refuse files of a form that there is not, or over an input, before anything is computed."""
    problems = tuple(_problems(asked, {Path(name).resolve() for name in inputs}))
    if problems:
        raise OutputRefusedError(problems)


def give(asked: Asked, answer: Answer) -> int:
    """Write an answer and print it; 1 where rows were refused in any of the runs it rests on."""
    lang = asked.lang_said or Lang.ZH
    forms = ((path, answer_form_for(path)) for path in asked.output)
    files = [(path, form.render(answer, lang)) for path, form in forms if form is not None]
    write_files(files)
    form = next(form for form in ANSWER_FORMS if form.name == asked.format)
    click.echo(form.render(answer, asked.lang if form.name == _TABLE else lang), nl=False)
    if not asked.quiet:
        for path, _ in files:
            click.echo(_WRITTEN.fill(file=path).say(asked.lang), err=True)
    budgets = {run.provenance.budget_digest: run for run in answer.runs}
    refused = [_told(asked, allocation) for allocation in budgets.values()]
    return Exit.FAILED if any(refused) else Exit.DONE


def year_of(allocation: Allocation, asked: int | None) -> int:
    """Take the year that is asked for, else the only one that there is."""
    years = years_of(allocation)
    said = {"file": file_name(allocation.budget.path), "years": ", ".join(map(str, years))}
    if asked is None and len(years) > 1:
        raise MisusedError(answer_messages.SEVERAL_YEARS.at(None, **said))
    year = asked if asked is not None else years[0]
    if year not in years:
        raise MisusedError(answer_messages.NO_SUCH_YEAR.at(None, year=year, **said))
    return year


def years_of(allocation: Allocation) -> list[int]:
    """List the years that an allocation has lines of, the earliest first."""
    return sorted({result.line.year for result in allocation.results})


def _told(asked: Asked, allocation: Allocation) -> bool:
    """Say what reading noticed and refused; tell whether rows were left out."""
    remark(asked, allocation.budget.notes)
    tell_refused(asked, allocation)
    return bool(allocation.budget.refused)


def _problems(asked: Asked, inputs: set[Path]) -> Iterator[Diagnostic]:
    for path in asked.output:
        if answer_form_for(path) is None:
            known = ", ".join(answer_suffixes())
            yield NO_FORMAT.at(None, suffix=path.suffix or path.name, known=known)
        elif path.resolve() in inputs:
            yield messages.OVER_AN_INPUT.at(None, name=path)
