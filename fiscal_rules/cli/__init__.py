"""The command line: reads what is asked, answers in the user's language, tells the shell how."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Sequence

import click

from fiscal_rules.cli.language import language_said
from fiscal_rules.cli.page import PROGRAM
from fiscal_rules.cli.program import Program
from fiscal_rules.model.text import Lang
from fiscal_rules.output.language import terminal_language


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    said = language_said(arguments)
    lang = said or terminal_language()
    _print_what_the_terminal_can()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _run(arguments, lang, said)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (each kind is told to the user)
        from fiscal_rules.cli.failures import tell  # noqa: PLC0415 (--help does not wait for it)

        return tell(error, arguments, lang)


def _run(arguments: list[str], lang: Lang, said: Lang | None) -> int:
    program = Program(lang, said)
    try:
        with program.make_context(PROGRAM, arguments) as context:
            code: int = program.invoke(context)
    except click.exceptions.Exit as finished:
        code = finished.exit_code
    sys.stdout.flush()
    return code


def _print_what_the_terminal_can() -> None:
    """Let signs that a terminal's encoding lacks be shown by number, and not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
