"""Groups in columns: lines of one recipe whose comparisons came out alike, added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from fiscal_rules.engine.columns.recipes import Laid, Recipe, outcome, part_column
from fiscal_rules.model.allocation import MOST_NAMED, Group, Outcome
from fiscal_rules.model.vocabulary import Status

RecipeBits = tuple[int, int]
"""A recipe, and how its comparisons came out."""


@dataclass(frozen=True, slots=True)
class Found:
    """A group with the recipe it follows and its first lines, by place."""

    key: RecipeBits
    laid: Laid
    group: Group
    rows: tuple[int, ...]


def found_groups(
    database: duckdb.DuckDBPyConnection,
    sql: str,
    recipes: Mapping[int, Recipe],
    uppers: Sequence[str],
) -> tuple[Found, ...]:
    """Add up all lines in one pass; a part below 0 would be our mistake, and ends the run."""
    parts = [
        part_column(i) for i in range(max((len(r.parts) for r in recipes.values()), default=0))
    ]
    least = f"min(least({', '.join(['0', *parts])}))"
    columns = ["amount", "open", *parts, *uppers]
    sums = ", ".join(f"sum({column})" for column in columns)
    rows = database.execute(
        f"SELECT recipe, bits, count(*), {least}, min(row, {MOST_NAMED}), {sums} FROM ({sql}) "
        "GROUP BY recipe, bits ORDER BY min(row)"
    ).fetchall()
    found = []
    for made, bits, count, lowest, first, *added in rows:
        assert lowest >= 0, "a part of a line is below 0"
        amounts = {c: 0 if a is None else int(a) for c, a in zip(columns, added, strict=True)}
        laid = outcome(recipes[made], bits)
        paid = tuple(amounts[column] for column in laid.columns)
        assert sum(paid) + amounts["open"] == amounts["amount"], "lines do not add up"
        group = Group(laid.outcome, count, amounts["amount"], paid, amounts["open"], ())
        found.append(Found((made, bits), laid, group, tuple(first)))
    return tuple(found)


def named(
    database: duckdb.DuckDBPyConnection, relation: str, found: Sequence[Found]
) -> list[Group]:
    """Name the first lines of whatever a report lists lines of."""
    wanted = sorted(_wanted(found))
    names: dict[int, str] = {}
    if wanted:
        rows = database.execute(
            f"SELECT row, line FROM ({relation}) WHERE row IN (SELECT unnest($1::BIGINT[]))",
            [wanted],
        ).fetchall()
        names = dict(rows)
    return [
        replace(f.group, first=tuple((row, names[row]) for row in f.rows if row in names))
        for f in found
    ]


def _wanted(found: Sequence[Found]) -> set[int]:
    """List the places of the first lines of everything that is listed with its lines."""
    held: dict[object, list[int]] = {}
    for each in found:
        for key in _listed(each.group.outcome):
            held.setdefault(key, []).extend(each.rows)
    return {row for rows in held.values() for row in sorted(rows)[:MOST_NAMED]}


def _listed(found: Outcome) -> Iterator[object]:
    if found.status is Status.OUTSIDE:
        yield Status.OUTSIDE
    yield from found.needs
    yield from ((remark.id, remark.clause) for remark in (*found.duties, *found.findings))
