"""Misused: a command line that cannot be understood, as a diagnostic."""

from __future__ import annotations

from collections.abc import Sequence

import click

from fiscal_rules.cli import messages
from fiscal_rules.cli.page import Page, program_usage, usage
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.text import Lang, Text, same


class MisusedError(click.UsageError):
    """A command line that cannot be understood (exit 2)."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message.en)
        self.problem = problem


def misuse_of(error: click.ClickException, pages: Sequence[Page]) -> Diagnostic:
    """Say in both languages what click found wrong."""
    match error:
        case MisusedError(problem=problem):
            return problem
        case click.NoSuchOption():
            return messages.NO_OPTION.at(None, name=error.option_name, known=_options(error))
        case click.BadOptionUsage():
            return _bad_option(error)
        case click.MissingParameter():
            return messages.MISSING.at(
                None, name=_missing(error, pages), usage=_usage(error, pages)
            )
        case _:
            return messages.MISUSED.at(None, reason=error.format_message())


def too_many(page: Page, extra: Sequence[str]) -> MisusedError:
    """Say that arguments are left over."""
    found = " ".join(extra)
    return MisusedError(messages.TOO_MANY.at(None, extra=found, usage=_both(page)))


def no_command(name: str, pages: Sequence[Page]) -> MisusedError:
    """Say that there is no such command."""
    known = ", ".join(page.name for page in pages)
    return MisusedError(messages.NO_COMMAND.at(None, name=name, known=known))


def _options(error: click.UsageError) -> str:
    held = [] if error.ctx is None else error.ctx.command.get_params(error.ctx)
    return ", ".join(param.opts[0] for param in held if isinstance(param, click.Option))


def _bad_option(error: click.BadOptionUsage) -> Diagnostic:
    held = [] if error.ctx is None else error.ctx.command.get_params(error.ctx)
    name = error.option_name
    option = next((param for param in held if name in param.opts), None)
    if isinstance(option, click.Option) and option.is_flag:
        return messages.TAKES_NO_VALUE.at(None, name=name)
    metavar = "" if option is None else option.metavar or ""
    return messages.NEEDS_A_VALUE.at(None, name=name, metavar=metavar)


def _missing(error: click.MissingParameter, pages: Sequence[Page]) -> Text:
    page = _page(error, pages)
    name = None if error.param is None else error.param.name
    arguments = () if page is None else page.arguments
    return next((a.metavar for a in arguments if a.field == name), same(name or ""))


def _usage(error: click.UsageError, pages: Sequence[Page]) -> Text:
    page = _page(error, pages)
    return _both(page)


def _page(error: click.UsageError, pages: Sequence[Page]) -> Page | None:
    name = None if error.ctx is None else error.ctx.command.name
    return next((page for page in pages if page.name == name), None)


def _both(page: Page | None) -> Text:
    if page is None:
        return Text(program_usage(Lang.ZH), program_usage(Lang.EN))
    return Text(usage(page, Lang.ZH), usage(page, Lang.EN))
