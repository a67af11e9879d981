"""Figures: what a picture shows, before any format draws it; each is a table too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from fiscal_rules.model.money import Fen
from fiscal_rules.model.text import Text
from fiscal_rules.output.tables import Column, Kind, Row, Table, money, words


class Tone(StrEnum):
    """What is to be seen of a series by its colour: who pays, or what money rests on."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    OTHER = "other"
    OPEN = "open"
    RECEIVED = "received"
    OFFICIAL = "official"
    DERIVED = "derived"
    ASSUMED = "assumed"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Series:
    """Amounts, one for each label of a figure; None where there is none."""

    name: Text
    amounts: tuple[Fen | None, ...]
    tone: Tone = Tone.PLAIN


class Stacking(StrEnum):
    """Whether the series of bars are parts of a whole, or stand beside each other."""

    PARTS = "parts"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each label and series; ``head`` says what the labels are."""

    title: Text
    head: Column
    labels: tuple[Text, ...]
    series: tuple[Series, ...]
    stacking: Stacking
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Curves:
    """A line for each series over the values of a parameter, written as ``labels``."""

    title: Text
    head: Column
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Waterfall:
    """What each step moves of what one payer pays; the last bar is what all of them come to."""

    title: Text
    head: Column
    labels: tuple[Text, ...]
    moved: tuple[Fen, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatMap:
    """An amount for each pair of values: ``amounts[row][column]``, rows by ``down``."""

    title: Text
    down: Column
    across: Text
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    amounts: tuple[tuple[Fen, ...], ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """Whence money comes or whither it goes; ``rank`` is its place from left to right."""

    name: Text
    rank: int
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Streams:
    """Money that runs between nodes: ``links`` are from, to, amount, by the nodes' numbers."""

    title: Text
    nodes: tuple[Node, ...]
    links: tuple[tuple[int, int, Fen], ...]
    notes: tuple[Text, ...] = ()


Figure = Bars | Curves | Waterfall | HeatMap | Streams
_TOTAL = Text("合计", "total")


def table_of(figure: Figure) -> Table:
    """Write what a figure shows as a table, with its notes."""
    return replace(_table_of(figure), notes=figure.notes)


def _table_of(figure: Figure) -> Table:
    match figure:
        case Bars(labels=labels, series=series) | Curves(labels=labels, series=series):
            return Table(figure.title, (figure.head, *_heads(series)), _rows(labels, series))
        case Waterfall(labels=labels, moved=moved):
            rows: tuple[Row, ...] = tuple(
                (label, money(amount), money(sum(moved[: i + 1])))
                for i, (label, amount) in enumerate(zip(labels, moved, strict=True))
            )
            columns = (figure.head, _figures("增减", "change"), _figures("累计", "so far"))
            total = (_TOTAL, money(sum(moved)), None)
            return Table(figure.title, columns, rows, totals=(total,))
        case HeatMap(rows=names, columns=heads, amounts=amounts):
            across = (Column(Text(head, head), Kind.FIGURES) for head in heads)
            return Table(
                figure.title,
                (figure.down, *across),
                tuple((name, *map(money, row)) for name, row in zip(names, amounts, strict=True)),
            )
        case Streams(nodes=nodes, links=links):
            return Table(
                figure.title,
                (words("来自", "from"), words("去向", "to"), _figures("金额", "amount")),
                tuple((nodes[one].name, nodes[other].name, money(a)) for one, other, a in links),
                keys=2,
            )
        case _:
            assert_never(figure)


def _figures(zh: str, en: str) -> Column:
    return Column(Text(zh, en), Kind.FIGURES)


def _heads(series: Sequence[Series]) -> tuple[Column, ...]:
    return tuple(Column(each.name, Kind.FIGURES) for each in series)


def _rows(labels: Sequence[Text | str], series: Sequence[Series]) -> tuple[Row, ...]:
    return tuple(
        (label, *(money(each.amounts[i]) for each in series)) for i, label in enumerate(labels)
    )
