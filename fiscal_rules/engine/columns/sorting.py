"""Sort the lines of a budget into kinds: by classes of periods and places, within the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from fiscal_rules.engine.allocate.remarks import CountedTwice
from fiscal_rules.engine.columns.kinds import Alike, Classes, Kind, Sort
from fiscal_rules.engine.columns.quantities import MONTHS, UPPER, upper_columns
from fiscal_rules.engine.columns.statement import load_table
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import LineTable
from fiscal_rules.model.parameter import Parameters


def sort_kinds(
    database: duckdb.DuckDBPyConnection,
    table: DecisionTable,
    parameters: Parameters,
    lines: LineTable,
    relation: str,
    *,
    doubled: CountedTwice,
) -> tuple[tuple[Kind, ...], str]:
    """Find the kinds of line of a budget; write the SELECT that adds ``kind`` to its lines.

    ``relation`` gives the lines without their texts. Added are their ``months`` too, and the sum of
    their money from above (``upper``).
    """
    alike = Alike(table, parameters, lines)
    classes = alike.classes()
    _load_classes(database, lines, classes)
    twice = sorted(_counted_twice(lines, doubled))
    load_table(
        database,
        "counted_twice",
        {"which": [w for w, _, _ in twice], "period": [p for _, p, _ in twice],
         "place": [p for _, _, p in twice]},
    )  # fmt: skip
    sql = _classed(lines, relation, twice)
    code = _code(lines, classes)
    rows = database.execute(
        f"SELECT {code} AS code, which, how, period_class, place_class, twice, "
        f"min(period * {len(lines.places)} + place) "
        f"FROM ({sql}) GROUP BY code, which, how, period_class, place_class, twice ORDER BY code"
    ).fetchall()
    sorts: list[Sort] = [(row[1], row[2], row[3], row[4], row[5]) for row in rows]
    examples = [divmod(example, len(lines.places)) for *_, example in rows]
    kinds, kind_of = alike.kinds(sorts, examples)
    load_table(database, "sorts", {"code": [code for code, *_ in rows], "kind": [*kind_of]})
    funds = (f"coalesce({column}, 0)" for column in upper_columns(table.pack))
    upper = " + ".join(funds) or "0::BIGINT"
    inner = f"SELECT *, {code} AS code FROM ({sql})"
    return kinds, (
        f"SELECT l.* EXCLUDE (code, period_class, place_class, twice), s.kind, {upper} AS {UPPER} "
        f"FROM ({inner}) l JOIN sorts s ON s.code = l.code"
    )


def _load_classes(database: duckdb.DuckDBPyConnection, lines: LineTable, classes: Classes) -> None:
    periods = [each for held in classes.periods for each in held]
    places = [each for held in classes.places for each in held]
    months = [len(period.months) for period in lines.periods] * len(lines.items)
    load_table(
        database,
        "period_classes",
        {"pair": [*range(len(periods))], "period_class": [*periods], MONTHS: [*months]},
    )
    load_table(database, "place_classes", {"pair": [*range(len(places))], "place_class": [*places]})


def _counted_twice(lines: LineTable, doubled: CountedTwice) -> Iterator[tuple[int, int, int]]:
    """List items, periods and places whose lines seem to count people twice."""
    for unit, item, year in doubled:
        for which, each in enumerate(lines.items):
            if each.item == item:
                for period, held in enumerate(lines.periods):
                    if held.year == year:
                        for place, where in enumerate(lines.places):
                            if where.unit == unit:
                                yield which, period, place


def _classed(lines: LineTable, relation: str, twice: Sequence[object]) -> str:
    sql = (
        f"SELECT l.*, p.period_class, p.{MONTHS}, q.place_class FROM ({relation}) l "
        f"JOIN period_classes p ON p.pair = l.which * {len(lines.periods)} + l.period "
        f"JOIN place_classes q ON q.pair = l.which * {len(lines.places)} + l.place"
    )
    if not twice:
        return f"SELECT *, 0 AS twice FROM ({sql})"
    is_twice = "(t.place IS NOT NULL AND l.headcount IS NOT NULL)::INTEGER"
    return (
        f"SELECT l.*, {is_twice} AS twice FROM ({sql}) l LEFT JOIN counted_twice t "
        "ON t.which = l.which AND t.period = l.period AND t.place = l.place"
    )


def _code(lines: LineTable, classes: Classes) -> str:
    """Write the number that tells the sorts of line apart."""
    periods = 1 + max((each for held in classes.periods for each in held), default=0)
    places = 1 + max((each for held in classes.places for each in held), default=0)
    what = f"(which * {max(len(lines.hows), 1)} + how)"
    return f"((({what} * {periods} + period_class) * {places} + place_class) * 2 + twice)"
