"""Pages: what a command is called, what it takes, and what its help says, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from unicodedata import east_asian_width

from fiscal_rules.cli.asked import Asked
from fiscal_rules.model.text import Lang, Text

PROGRAM = "fiscal-rules"
_LEAST_GAP = 2
_WIDE = frozenset("WF")
_USAGE = Text("用法：{usage}", "Usage: {usage}")
_HEADS = {
    "takes": Text("参数：", "Takes:"),
    "commands": Text("命令：", "Commands:"),
    "options": Text("选项：", "Options:"),
    "examples": Text("例：", "Examples:"),
    "exits": Text("退出码：", "Exit codes:"),
}
_OPTIONS = Text("[选项]", "[OPTIONS]")
_NO_METAVAR = Text("", "")
_COMMAND = Text("命令", "COMMAND")


class Takes(Enum):
    """How many values an option takes."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several, by being repeated"


@dataclass(frozen=True, slots=True)
class Option:
    """An option: the field of ``Asked`` that it fills, its names, what it takes."""

    field: str
    names: tuple[str, ...]
    says: Text
    metavar: Text = _NO_METAVAR
    takes: Takes = Takes.ONE
    read: Callable[[str, str], object] | None = None
    """Reads its text, given its name; raises ``Misused``."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: the field of ``Asked`` that it fills; ``optional`` ones may be left out."""

    field: str
    metavar: Text
    says: Text
    optional: bool = False
    read: Callable[[str, str], object] | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A command: what it does, takes and runs. ``says`` is written in lines that fit a screen."""

    name: str
    summary: Text
    says: Text
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]
    examples: tuple[str, ...]
    run: Callable[[Asked], int]


def usage(page: Page, lang: Lang) -> str:
    """Say how a command is written."""
    arguments = (
        f"[{argument.metavar.say(lang)}]" if argument.optional else argument.metavar.say(lang)
        for argument in page.arguments
    )
    return " ".join((PROGRAM, page.name, *arguments, _OPTIONS.say(lang)))


def program_usage(lang: Lang) -> str:
    """Say how the program is called."""
    return f"{PROGRAM} {_COMMAND.say(lang)} {_OPTIONS.say(lang)}"


def command_help(page: Page, lang: Lang) -> str:
    """Write the help of a command."""
    takes = [(a.metavar.say(lang), a.says.say(lang)) for a in page.arguments]
    blocks = [
        [_USAGE.fill(usage=usage(page, lang)).say(lang)],
        [page.says.say(lang)],
        _listed("takes", takes, lang),
        _listed("options", _options(page.options, lang), lang),
        _listed("examples", [(example, "") for example in page.examples], lang),
    ]
    return _joined(blocks)


def program_help(
    says: Text,
    pages: Sequence[Page],
    options: Sequence[Option],
    exits: Sequence[tuple[str, Text]],
    *,
    lang: Lang,
) -> str:
    """Write the help of the program."""
    blocks = [
        [_USAGE.fill(usage=program_usage(lang)).say(lang)],
        [says.say(lang)],
        _listed("commands", [(page.name, page.summary.say(lang)) for page in pages], lang),
        _listed("options", _options(options, lang), lang),
        _listed("exits", [(code, meaning.say(lang)) for code, meaning in exits], lang),
    ]
    return _joined(blocks)


def _options(options: Iterable[Option], lang: Lang) -> list[tuple[str, str]]:
    return [
        (f"{', '.join(option.names)} {option.metavar.say(lang)}".rstrip(), option.says.say(lang))
        for option in options
    ]


def _listed(head: str, rows: Sequence[tuple[str, str]], lang: Lang) -> list[str]:
    """Line up names and what is said of them; a long saying goes on under its beginning."""
    if not rows:
        return []
    widest = max(_width(name) for name, _ in rows) + _LEAST_GAP
    return [_HEADS[head].say(lang), *(line for row in rows for line in _lines(row, widest))]


def _lines(row: tuple[str, str], widest: int) -> Iterator[str]:
    name, says = row
    first, *others = says.split("\n")
    yield f"  {name}{' ' * (widest - _width(name))}{first}".rstrip()
    yield from (f"  {' ' * widest}{other}" for other in others)


def _joined(blocks: Iterable[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _width(text: str) -> int:
    """Count the columns of a text without what only a terminal library knows: help starts fast."""
    return sum(2 if east_asian_width(sign) in _WIDE else 1 for sign in text)
