"""Allocate a budget, print the report, write the files asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from fiscal_rules.api import run
from fiscal_rules.cli import messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.request import remark, request_of, tell_refused
from fiscal_rules.cli.exits import Exit
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.formats import FORMATS, Format, TableFormat, format_for, known_suffixes
from fiscal_rules.output.messages import NO_FORMAT
from fiscal_rules.output.report import Report, build_report
from fiscal_rules.output.write import OutputRefusedError, write_files

_WRITTEN = Text("已写出 {file}", "wrote {file}")
_TABLE = "table"


def allocate(asked: Asked) -> int:
    """Allocate; 1 where refused rows were left out."""
    forms = _forms(asked)
    _, allocation = run(request_of(asked))
    report = build_report(allocation)
    lang = asked.lang_said or Lang.ZH
    files = [output for path, form in forms for output in form.outputs(report, lang, path)]
    write_files(files)
    print_report(asked, report)
    remark(asked, () if asked.format == _TABLE else allocation.budget.notes)
    if not asked.quiet:
        for path, _ in files:
            click.echo(_WRITTEN.fill(file=path).say(asked.lang), err=True)
    tell_refused(asked, allocation)
    return Exit.FAILED if allocation.budget.refused else Exit.DONE


def print_report(asked: Asked, report: Report) -> None:
    """Print a report. Only what people read on a terminal follows its locale."""
    form = next(form for form in FORMATS if form.name == asked.format)
    if form.name == _TABLE:
        click.echo(form.render(report, asked.lang).decode(), nl=False)
    else:
        click.echo(form.render(report, asked.lang_said or Lang.ZH), nl=False)


def _forms(asked: Asked) -> list[tuple[Path, Format | TableFormat]]:
    """Find the format of each file to be written, before anything is computed."""
    problems = tuple(_problems(asked))
    if problems:
        raise OutputRefusedError(problems)
    found = ((path, format_for(path)) for path in asked.output)
    return [(path, form) for path, form in found if form is not None]


def _problems(asked: Asked) -> Iterator[Diagnostic]:
    inputs = {Path(name).resolve() for name in (asked.budget, *asked.parameters)}
    for path in asked.output:
        if format_for(path) is None:
            known = ", ".join(known_suffixes())
            yield NO_FORMAT.at(None, suffix=path.suffix or path.name, known=known)
        elif path.resolve() in inputs:
            yield messages.OVER_AN_INPUT.at(None, name=path)
