"""Failures: what is said, and which exit code is given, when a command does not come to its end."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from io import UnsupportedOperation

import click

from fiscal_rules.cli import messages
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import misuse_of
from fiscal_rules.cli.pages import PAGES
from fiscal_rules.cli.program import version
from fiscal_rules.model.diagnostic import (
    BudgetRefusedError,
    Diagnostic,
    PackRefusedError,
    RefusedError,
)
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.diagnostics import write_diagnostics

_HELP = Text("查看说明：{command} --help", "For help: {command} --help")


def tell(error: BaseException, arguments: Sequence[str], lang: Lang) -> int:
    """Tell the user what ended a command, and give the exit code for it."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return Exit.USAGE
        case click.ClickException():
            return _misused(error, lang)
        case RefusedError():
            return _refused(error, arguments, lang)
        case KeyboardInterrupt() | click.Abort():
            return Exit.INTERRUPTED
        case BrokenPipeError():
            _print_no_more()
            return Exit.PIPE_CLOSED
        case OSError(errno=errno.ENOSPC):
            _say((messages.DISK_FULL.at(None),), lang)
            _print_no_more()
            return Exit.USAGE
        case _:
            return _our_fault(error, arguments, lang)


def _misused(error: click.ClickException, lang: Lang) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = "fiscal-rules" if context is None else context.command_path
    _say((misuse_of(error, PAGES),), lang)
    click.echo(_HELP.fill(command=command).say(lang), err=True)
    return Exit.USAGE


def _refused(error: RefusedError, arguments: Sequence[str], lang: Lang) -> int:
    count = len(error.problems)
    match error:
        case BudgetRefusedError():
            skipped = "--skip-refused" in arguments
            closing = messages.BUDGET_REFUSED_WHOLE if skipped else messages.BUDGET_REFUSED
            code = Exit.BUDGET_REFUSED
        case PackRefusedError():
            closing, code = messages.PACK_REFUSED, Exit.PACK_REFUSED
        case _:
            _say(error.problems, lang)
            return Exit.USAGE
    _say((*error.problems, closing.at(None, count=count)), lang)
    return code


def _print_no_more() -> None:
    """Let what is left to print go nowhere: what reads it is gone, at the end of the program too."""
    with suppress(UnsupportedOperation, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _our_fault(error: BaseException, arguments: Sequence[str], lang: Lang) -> int:
    if "--debug" in arguments:
        click.echo("".join(traceback.format_exception(error)), err=True)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    _say((messages.OUR_FAULT.at(None, what=what, version=version()),), lang)
    return Exit.OUR_FAULT


def _say(problems: Sequence[Diagnostic], lang: Lang) -> None:
    click.echo(write_diagnostics(problems, lang), err=True)
