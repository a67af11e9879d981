"""Sorting: the sorts of line that a file holds, part by part, and what cannot be read among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import duckdb

from fiscal_rules.model.budget import How, Period, Where, Which
from fiscal_rules.readers.budgets.columns.codes import HOW, PARTS, PERIOD, PLACE, WHICH, Keys
from fiscal_rules.readers.budgets.columns.words import (
    read_how,
    read_period,
    read_place,
    read_which,
    said_by,
)

S = TypeVar("S")
P = TypeVar("P")
T = TypeVar("T")
UNREAD = -1
"""The position of what cannot be read."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """The sorts of line of a file, and the positions under which its keys are found.

    ``keys`` gives for each part its keys in columns; a key's own position is its row. ``period_of``
    and ``how_of`` map such rows to ``periods`` and ``hows``; ``which_of`` and ``place_of`` map a row
    and the row of its period, row by row, to ``items`` and ``places``.
    """

    keys: dict[str, tuple[tuple[int, ...], ...]]
    items: tuple[Which, ...]
    periods: tuple[Period, ...]
    places: tuple[Where, ...]
    hows: tuple[How, ...]
    which_of: tuple[int, ...]
    period_of: tuple[int, ...]
    place_of: tuple[int, ...]
    how_of: tuple[int, ...]

    @property
    def unread(self) -> bool:
        """Whether anything may be there that cannot be read."""
        return any(
            UNREAD in held for held in (self.which_of, self.period_of, self.place_of, self.how_of)
        )


def sort_lines(database: duckdb.DuckDBPyConnection, keys: Keys, rows: str) -> Sorting:
    """Find everything that the lines of a file say in words."""
    found = {part: _distinct(database, keys, part, rows) for part in PARTS}
    digits = {part: [keys.digits_of(part, key) for key in found[part]] for part in PARTS}
    said = {part: [said_by(keys, each) for each in digits[part]] for part in PARTS}
    periods = [read_period(each) for each in said[PERIOD]]
    days = [None if p is None else date(p.year, p.first, 1) for p in periods]
    items, which_of = _by_period(
        list(zip(said[WHICH], digits[WHICH], strict=True)),
        days,
        lambda pair, day: read_which(keys.pack, pair[0], pair[1], day),
        dated=any(code.starts or code.ends for item in keys.pack.items for code in item.codes),
    )
    places, place_of = _by_period(
        said[PLACE],
        periods,
        lambda each, period: read_place(keys.pack, each, period),
        dated=any(label.starts or label.ends for unit in keys.pack.units for label in unit.labels),
    )
    hows = [read_how(keys, each, digit) for each, digit in zip(said[HOW], digits[HOW], strict=True)]
    period_numbers, how_numbers = _numbered(periods), _numbered(hows)
    return Sorting(
        keys={part: tuple(zip(*found[part], strict=True)) for part in PARTS},
        items=items,
        periods=tuple(dict.fromkeys(p for p in periods if p is not None)),
        places=places,
        hows=tuple(dict.fromkeys(how for how in hows if how is not None)),
        which_of=which_of,
        period_of=period_numbers,
        place_of=place_of,
        how_of=how_numbers,
    )


def _distinct(
    database: duckdb.DuckDBPyConnection, keys: Keys, part: str, rows: str
) -> list[tuple[int, ...]]:
    named = zip(keys.sql[part], keys.names(part), strict=True)
    columns = ", ".join(f"{sql} AS {name}" for sql, name in named)
    names = ", ".join(keys.names(part))
    sql = f"SELECT {names} FROM (SELECT {columns} FROM ({rows})) GROUP BY {names} ORDER BY {names}"
    return database.execute(sql).fetchall()


def _numbered(found: Sequence[T | None]) -> tuple[int, ...]:
    """Give each thing that was read a number, and none to what could not be read."""
    numbers: dict[T, int] = {}
    return tuple(UNREAD if f is None else numbers.setdefault(f, len(numbers)) for f in found)


def _by_period(
    said: Sequence[S], periods: Sequence[P | None], read: Callable[[S, P], T | None], *, dated: bool
) -> tuple[tuple[T, ...], tuple[int, ...]]:
    """Read each text in each period: what it means may depend on when."""
    numbers: dict[T, int] = {}
    positions: list[int] = []
    some = next((period for period in periods if period is not None), None)
    for each in said:
        asked = periods if dated else [some]
        found = [None if period is None else read(each, period) for period in asked]
        held = [UNREAD if f is None else numbers.setdefault(f, len(numbers)) for f in found]
        positions += held if dated else held * len(periods)
    return tuple(numbers), tuple(positions)
