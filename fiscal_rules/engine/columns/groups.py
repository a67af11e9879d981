"""Groups in columns: lines of one kind and place whose comparisons came out alike, added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from fiscal_rules.engine.columns.outcomes import Outcomes
from fiscal_rules.model.allocation import MOST_NAMED, Group, Outcome
from fiscal_rules.model.vocabulary import Status

Key = tuple[int, int, int]
"""A kind, how its comparisons came out, and a place."""
_FIRST_ROWS = 1 << 18
"""How many rows are looked through first for lines to name: enough for whatever is frequent."""


@dataclass(frozen=True, slots=True)
class Found:
    """A group, with what it is a group of, and its first row."""

    key: Key
    group: Group
    row: int


def find_groups(
    database: duckdb.DuckDBPyConnection, sql: str, outcomes: Outcomes
) -> tuple[Found, ...]:
    """Add up all lines in one pass; a part below 0 would be our mistake, and ends the run."""
    least = f"min(least({', '.join(['0', *outcomes.parts])}))"
    columns = ["amount", "open", *outcomes.parts, *outcomes.uppers]
    sums = ", ".join(f"sum({column})" for column in columns)
    rows = database.execute(
        f"SELECT kind, bits, place, min(row), count(*), {least}, {sums} FROM ({sql}) "
        "GROUP BY kind, bits, place ORDER BY min(row)"
    ).fetchall()
    found = []
    for kind, bits, place, first, count, lowest, *added in rows:
        assert lowest >= 0, "a part of a line is below 0"
        sums_of = {c: _whole(a) for c, a in zip(columns, added, strict=True)}
        group = _group(outcomes, (kind, bits, place), count, sums_of)
        found.append(Found((kind, bits, place), group, first))
    return tuple(found)


def _whole(added: object) -> int | None:
    assert added is None or isinstance(added, int), "a sum of whole numbers is no whole number"
    return added


def _group(outcomes: Outcomes, key: Key, count: int, sums: Mapping[str, int | None]) -> Group:
    laid = outcomes.of(*key).paid(sums)
    paid = tuple(sums[column] or 0 for column in laid.columns)
    amount, opened = sums["amount"] or 0, sums["open"] or 0
    assert sum(paid) + opened == amount, "lines do not add up"
    return Group(laid.outcome, count, amount, paid, opened, ())


def named(
    database: duckdb.DuckDBPyConnection, sql: str, found: Sequence[Found]
) -> tuple[Group, ...]:
    """Name the first lines of whatever a report lists lines of."""
    listed = _listed_groups(found)
    first = _first_rows(
        database, sql, {f.key[0] for f in found if f.key in listed.keys}, _FIRST_ROWS
    )
    missing = listed.not_settled_by(first)
    if missing:
        first.update(_first_rows(database, sql, missing, None))
    names = _names(database, sql, listed.rows(first))
    return tuple(
        replace(f.group, first=tuple((r, names[r]) for r in first.get(f.key, ()) if r in names))
        for f in found
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """The groups under each thing that is listed with its lines."""

    groups: Mapping[object, Sequence[Found]]

    @property
    def keys(self) -> set[Key]:
        return {found.key for held in self.groups.values() for found in held}

    def not_settled_by(self, first: Mapping[Key, Sequence[int]]) -> set[int]:
        """List the kinds of which more lines must be seen to know which come first."""
        kinds: set[int] = set()
        for held in self.groups.values():
            known = sum(len(first.get(found.key, ())) for found in held)
            if known < min(MOST_NAMED, sum(found.group.lines for found in held)):
                kinds.update(found.key[0] for found in held)
        return kinds

    def rows(self, first: Mapping[Key, Sequence[int]]) -> list[int]:
        """List the rows that are named."""
        wanted: set[int] = set()
        for held in self.groups.values():
            every = sorted(row for found in held for row in first.get(found.key, ()))
            wanted.update(every[:MOST_NAMED])
        return sorted(wanted)


def _listed_groups(found: Sequence[Found]) -> _Listed:
    held: dict[object, list[Found]] = {}
    for each in found:
        for key in _listed(each.group.outcome):
            held.setdefault(key, []).append(each)
    return _Listed(held)


def _listed(found: Outcome) -> Iterator[object]:
    if found.status is Status.OUTSIDE:
        yield Status.OUTSIDE
    yield from found.needs
    yield from ((remark.id, remark.clause) for remark in (*found.duties, *found.findings))


def _first_rows(
    database: duckdb.DuckDBPyConnection, sql: str, kinds: Iterable[int], below: int | None
) -> dict[Key, list[int]]:
    among = "" if below is None else f"AND row < {below}"
    rows = database.execute(
        f"SELECT kind, bits, place, min(row, {MOST_NAMED}) FROM ({sql}) "
        f"WHERE kind IN (SELECT unnest($1::BIGINT[])) {among} GROUP BY kind, bits, place",
        [sorted(kinds)],
    ).fetchall()
    return {(kind, bits, place): list(first) for kind, bits, place, first in rows}


def _names(database: duckdb.DuckDBPyConnection, sql: str, rows: Sequence[int]) -> dict[int, str]:
    if not rows:
        return {}
    return dict(
        database.execute(
            f"SELECT row, line FROM ({sql}) WHERE row IN (SELECT unnest($1::BIGINT[]))", [rows]
        ).fetchall()
    )
