"""The program: its commands as click reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.misused import no_command, too_many
from fiscal_rules.cli.options import LANG
from fiscal_rules.cli.page import (
    PROGRAM,
    Argument,
    Option,
    Page,
    Takes,
    command_help,
    program_help,
)
from fiscal_rules.cli.pages import EXITS, HELP, PAGES, PROGRAM_SAYS, VERSION
from fiscal_rules.model.text import Lang

_SETTINGS = {"help_option_names": list(HELP.names), "allow_extra_args": True}


class _Value(click.ParamType[object]):
    """The text after an option, or an argument, as its reader reads it."""

    name = "value"

    def __init__(self, option: str, read: Callable[[str, str], object]) -> None:
        self._option, self._read = option, read

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """Read a text; a default that is a value already stays as it is."""
        del param, ctx
        return self._read(self._option, value) if isinstance(value, str) else value


@contextmanager
def _said_of(ctx: click.Context) -> Iterator[None]:
    """Let every usage error know of which command it is: click forgets it in some."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


class _Command(click.Command):
    """A command whose help is its page, in one language."""

    def __init__(self, page: Page, lang: Lang, lang_said: Lang | None) -> None:
        def run(**values: object) -> int:
            given = {name: value for name, value in values.items() if value is not None}
            given["lang_said"] = lang_said
            return page.run(Asked(lang=lang, **given))  # type: ignore[arg-type] # click fills by name

        params = [*map(_argument, page.arguments), *(_option(o, lang) for o in page.options)]
        super().__init__(page.name, context_settings=_SETTINGS, params=params, callback=run)
        self._page, self._lang = page, lang

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; what is left over is refused."""
        with _said_of(ctx):
            left = super().parse_args(ctx, args)
            if left:
                raise too_many(self._page, left)
            return left

    def get_help(self, ctx: click.Context) -> str:
        """Write the help."""
        del ctx
        return command_help(self._page, self._lang)


class Program(click.Group):
    """All commands, speaking one language."""

    def __init__(self, lang: Lang, lang_said: Lang | None) -> None:
        super().__init__(
            PROGRAM,
            context_settings=_SETTINGS,
            params=[_version(), _option(LANG, lang)],
            commands={page.name: _Command(page, lang, lang_said) for page in PAGES},
            callback=lambda **_: None,
        )
        self._help = program_help(PROGRAM_SAYS, PAGES, (VERSION, HELP, LANG), EXITS, lang=lang)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command."""
        with _said_of(ctx):
            return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Write the help."""
        del ctx
        return self._help

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise no_command(args[0], PAGES)
        return super().resolve_command(ctx, args)


def _argument(argument: Argument) -> click.Argument:
    kind = None if argument.read is None else _Value(argument.metavar.en, argument.read)
    count = -1 if argument.several else 1
    return click.Argument([argument.field], type=kind, required=not argument.optional, nargs=count)


def _option(option: Option, lang: Lang) -> click.Option:
    names = [option.field, *option.names]
    if option.takes is Takes.NONE:
        return click.Option(names, is_flag=True)
    kind = None if option.read is None else _Value(option.names[0], option.read)
    several = option.takes is Takes.SEVERAL
    return click.Option(names, type=kind, multiple=several, metavar=option.metavar.say(lang))


def _version() -> click.Option:
    return click.Option(
        list(VERSION.names),
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
    )


def _show_version(ctx: click.Context, _param: click.Parameter, asked: object) -> None:
    if asked:
        click.echo(f"{PROGRAM} {version()}")
        ctx.exit()


def version() -> str:
    """Give our version."""
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415 (slow, rarely asked)
    from importlib.metadata import version as installed  # noqa: PLC0415

    try:
        return installed(PROGRAM)
    except PackageNotFoundError:
        return "not installed"
