"""Tables: what a section of the report shows, before any format draws it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from fiscal_rules.model.money import Fen, grouped_yuan, half_up, yuan
from fiscal_rules.model.text import Lang, Text, same


class Kind(StrEnum):
    """What a column holds: words stand left, figures right."""

    WORDS = "words"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a cell."""

    fen: Fen


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things in a cell."""

    number: int


Cell = Text | str | Money | Count | None
"""A ``str`` is data, alike in both languages; None is blank: nothing is known, or there is none."""
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what it holds, and the width at which its words are broken."""

    title: Text
    kind: Kind = Kind.WORDS
    width: int = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. Where it is cut to fit, its first ``keys`` columns are repeated.

    ``totals`` are rows that add up the others; ``notes`` stand below. Without columns it is notes
    alone.
    """

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    notes: tuple[Text, ...] = ()
    keys: int = 1


def words(zh: str, en: str, *, width: int = 40) -> Column:
    """Make a column of words."""
    return Column(Text(zh, en), Kind.WORDS, width)


def figures(zh: str, en: str) -> Column:
    """Make a column of figures."""
    return Column(Text(zh, en), Kind.FIGURES)


def money(amount: Fen | None) -> Cell:
    """Put an amount in a cell; what is not known stays blank."""
    return None if amount is None else Money(amount)


def say_cell(cell: Cell, lang: Lang) -> str:
    """Write a cell for people.

    >>> say_cell(Money(123456789), Lang.ZH), say_cell(None, Lang.ZH)
    ('1,234,567.89', '')
    """
    match cell:
        case None:
            return ""
        case Text():
            return cell.say(lang)
        case Money(fen):
            return grouped_yuan(fen)
        case Count(number):
            return f"{number:,}"
        case str():
            return cell
        case _:
            assert_never(cell)


def percent(part: Fen, whole: Fen) -> Cell:
    """Write how much of a whole a part is, to a hundredth of a percent; blank of nothing.

    >>> percent(1, 3), percent(5, 0)
    ('33.33%', None)
    """
    if not whole:
        return None
    return f"{yuan(half_up(Fraction(part * 10_000, whole)))}%"


def joined(texts: Iterable[Text]) -> Text:
    """Join names as each language does.

    >>> joined([Text("市", "city"), Text("县", "county")])
    Text(zh='市、县', en='city, county')
    """
    held = tuple(texts)
    return Text("、".join(t.zh for t in held), ", ".join(t.en for t in held))


def lines_named(first: Sequence[str], count: int) -> Text:
    """Name the first lines by their ids, and count them all where there are more."""
    named = joined(same(line) for line in first)
    if count <= len(first):
        return named
    return Text("{named}……共{n}行", "{named} … {n} lines in all").fill(named=named, n=count)
