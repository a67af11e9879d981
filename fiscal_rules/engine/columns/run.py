"""Allocate a budget in columns: a recipe for each kind of line, one statement for all lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import duckdb

from fiscal_rules.engine.allocate.remarks import CountedTwice, Heads, double_counts
from fiscal_rules.engine.columns.arithmetic import Program, Wanted, compile_program
from fiscal_rules.engine.columns.groups import Found, find_groups, named
from fiscal_rules.engine.columns.labelling import Labelling, label_columns
from fiscal_rules.engine.columns.narrow import Narrow, narrow
from fiscal_rules.engine.columns.outcomes import Outcomes
from fiscal_rules.engine.columns.pots import Pots, solve_pots
from fiscal_rules.engine.columns.quantities import MONTHS, UPPER, upper_columns
from fiscal_rules.engine.columns.recipes import Recipe, recipe
from fiscal_rules.engine.columns.results import ColumnResults
from fiscal_rules.engine.columns.settlements import settle_columns
from fiscal_rules.engine.columns.settling import Settling
from fiscal_rules.engine.columns.shards import open_lines
from fiscal_rules.engine.columns.sorting import sort_kinds
from fiscal_rules.engine.columns.stack import cut
from fiscal_rules.engine.columns.statement import computed, load_program
from fiscal_rules.engine.columns.verify import scalar, verify
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation, LineResult, Provenance
from fiscal_rules.model.budget import Budget, LineTable
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.vocabulary import ADVANCE, UNITS
from fiscal_rules.readers.budgets.staged import stage
from fiscal_rules.readers.database import Limits, Workspace

_DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A budget whose every kind of line is decided, before its money is added up."""

    database: duckdb.DuckDBPyConnection
    lines: LineTable
    pots: Pots
    outcomes: Outcomes
    statement: str
    narrow: Narrow
    folder: Workspace


def allocate_columns(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    *,
    provenance: Provenance,
    limits: Limits = _DEFAULT,
) -> Allocation:
    """Allocate every line of a budget, in columns.

    Checked on the way: every line once, no part below 0, what came in is what goes out; a sample of
    lines and one line of every decision against the scalar path, to the fen.
    """
    made = prepare(table, parameters, budget, limits=limits)
    found = find_groups(made.database, made.statement, made.outcomes)
    _conserved(made, found)
    results = ColumnResults(
        made.database,
        made.statement,
        made.lines,
        budget,
        made.outcomes,
        tuple(dict.fromkeys(each.key[:2] for each in found)),
        made.narrow.files,
        made.folder,
        limits,
    )
    verify(table, parameters, results, made.pots, found=found)
    groups = named(made.database, made.lines.texts, made.statement, found)

    def find(line: str) -> LineResult | None:
        rows = results.rows_of(line)
        if not rows:
            return None
        return scalar(table, parameters, results.computed(rows)[0], made.pots)

    return Allocation(
        table.pack,
        parameters,
        budget,
        results,
        groups,
        made.pots.unspent,
        provenance,
        settle_columns(results, _settling(table, made, results)),
        label_columns(_labelling(table, made), budget.columns),
        find,
    )


def _labelling(table: DecisionTable, made: Prepared) -> Labelling:
    return Labelling(made.database, table.pack, made.statement, made.folder)


def _settling(table: DecisionTable, made: Prepared, results: ColumnResults) -> Settling:
    return Settling(
        made.database, table.pack, made.lines, made.outcomes, made.statement, results.keys,
        made.folder,
    )  # fmt: skip


def prepare(
    table: DecisionTable, parameters: Parameters, budget: Budget, *, limits: Limits = _DEFAULT
) -> Prepared:
    """Decide every kind of line, solve the pots, and write the statement that computes all lines."""
    lines = budget.table or stage(budget.lines, table.pack, budget.extra_columns)
    folder = Workspace()
    held = narrow(lines, table.pack, folder.path, limits)
    database = open_lines(lines, folder.path, threads=limits.workers, memory=limits.memory)
    database.execute("SET VARIABLE narrow = $1", [[*held.files]])
    doubled = _doubled(database, table, lines, held.relation)
    found, relation = sort_kinds(database, table, parameters, lines, held.relation, doubled=doubled)
    cuts = {kind.id: cut(table, parameters, kind.example) for kind in found}
    most = _most(database, relation)
    pots = solve_pots(database, table, parameters, budget, cuts=cuts, relation=relation, most=most)
    recipes = {
        kind.id: recipe(cuts[kind.id], pots.grants.get(kind.id, {}), kind.noticed) for kind in found
    }
    program = _program(recipes, {**most, **dict.fromkeys(pots.columns, most["amount"])})
    load_program(database, "recipes", program)
    statement = computed(program, "recipes", pots.relation)
    outcomes = Outcomes(found, lines.places, recipes, upper_columns(table.pack))
    return Prepared(database, lines, pots, outcomes, statement, held, folder)


def _most(database: duckdb.DuckDBPyConnection, relation: str) -> dict[str, int]:
    """Find the greatest value of each column of numbers."""
    columns = (*UNITS, UPPER, MONTHS)
    greatest = ", ".join(f"max({column})" for column in columns)
    found = database.execute(f"SELECT {greatest} FROM ({relation})").fetchall()[0]
    return {column: int(value or 0) for column, value in zip(columns, found, strict=True)}


def _doubled(
    database: duckdb.DuckDBPyConnection, table: DecisionTable, lines: LineTable, relation: str
) -> CountedTwice:
    """Find units that seem to count people twice, where any unit is part of another."""
    hosts = {unit.part_of for unit in table.pack.units if unit.part_of is not None}
    units = {u.id for u in table.pack.units if u.id in hosts or u.part_of is not None}
    places = [number for number, place in enumerate(lines.places) if place.unit in units]
    if not places:
        return frozenset()
    rows = database.execute(
        "SELECT which, period, place, sum(headcount) "
        f"FILTER (settled_stage IS DISTINCT FROM '{ADVANCE}') FROM ({relation}) "
        "WHERE place IN (SELECT unnest($1::BIGINT[])) GROUP BY which, period, place",
        [places],
    ).fetchall()
    return double_counts(table.pack, (_heads(lines, *row) for row in rows))


def _heads(
    lines: LineTable, which: int, period: int, place: int, counted: int | None
) -> Heads | None:
    item = lines.items[which].item
    if item is None:
        return None
    number = None if counted is None else Fraction(counted)
    return Heads(lines.places[place].unit, item, lines.periods[period], number)


def _program(recipes: Mapping[int, Recipe], most: Mapping[str, int]) -> Program:
    wanted = (Wanted(kind, made.amounts, made.tests) for kind, made in recipes.items())
    return compile_program(wanted, most)


def _conserved(made: Prepared, found: tuple[Found, ...]) -> None:
    """Hold what goes out against what came in: every line once, and all of the money."""
    lines = sum(each.group.lines for each in found)
    assert lines == made.lines.lines, f"{lines} lines came out of {made.lines.lines}"
    sql = f"SELECT sum(amount) FROM ({made.narrow.relation})"
    (whole,) = made.database.execute(sql).fetchall()[0]
    placed = sum(each.group.amount for each in found)
    assert placed == int(whole or 0), "the lines' amounts do not add up to the budget's"
