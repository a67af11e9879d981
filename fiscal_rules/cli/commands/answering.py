"""Answering: print an answer, and write it to the files asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from fiscal_rules.cli import messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.request import remark, tell_refused
from fiscal_rules.cli.exits import Exit
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
from fiscal_rules.output.write import OutputRefusedError, write_files

_WRITTEN = Text("已写出 {file}", "wrote {file}")
_TABLE = "table"


def check_output(asked: Asked, inputs: Iterable[str]) -> None:
    """Refuse files of a form that there is not, or over an input, before anything is computed."""
    problems = tuple(_problems(asked, {Path(name).resolve() for name in inputs}))
    if problems:
        raise OutputRefusedError(problems)


def give(asked: Asked, answer: Answer, runs: Iterable[Allocation]) -> int:
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
    refused = [_told(asked, allocation) for allocation in runs]
    return Exit.FAILED if any(refused) else Exit.DONE


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
