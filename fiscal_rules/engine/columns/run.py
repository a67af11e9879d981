"""Allocate a budget in columns: a recipe for each kind of line, one statement for all lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb

from fiscal_rules.engine.allocate.remarks import CountedTwice, Heads, double_counts
from fiscal_rules.engine.columns.arithmetic import Program, Wanted, compile_program
from fiscal_rules.engine.columns.groups import Found, find_groups, named
from fiscal_rules.engine.columns.kinds import Sorted, sort_kinds
from fiscal_rules.engine.columns.outcomes import Outcomes
from fiscal_rules.engine.columns.pots import Pots, solve_pots
from fiscal_rules.engine.columns.quantities import UPPER, upper_columns
from fiscal_rules.engine.columns.recipes import Recipe, cut, recipe
from fiscal_rules.engine.columns.results import ColumnResults
from fiscal_rules.engine.columns.statement import computed, load_program, load_table
from fiscal_rules.engine.columns.verify import verify
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation, Provenance
from fiscal_rules.model.budget import Budget, LineTable
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.vocabulary import UNITS
from fiscal_rules.readers.budgets.staged import stage
from fiscal_rules.readers.database import Limits, Workspace, open_database

_DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A budget whose every kind of line is decided, before its money is added up."""

    database: duckdb.DuckDBPyConnection
    lines: LineTable
    pots: Pots
    outcomes: Outcomes
    statement: str
    keeps: object


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
        made.database, made.statement, made.lines, budget, made.outcomes, made.keeps
    )
    verify(table, parameters, results, made.pots, found=found)
    groups = named(made.database, made.statement, found)
    return Allocation(
        table.pack, parameters, budget, results, groups, made.pots.unspent, provenance
    )


def prepare(
    table: DecisionTable, parameters: Parameters, budget: Budget, *, limits: Limits = _DEFAULT
) -> Prepared:
    """Decide every kind of line, solve the pots, and write the statement that computes all lines."""
    lines = budget.table or stage(budget.lines, table.pack, budget.extra_columns)
    folder = Workspace()
    database = _open(lines, folder.path, limits)
    found = sort_kinds(table, parameters, lines.combinations, _doubled(database, table, lines))
    relation = _sorted(database, table, lines, found)
    cuts = {kind.id: cut(table, parameters, kind.example) for kind in found.kinds}
    most = _most(database, relation)
    pots = solve_pots(database, table, parameters, budget, cuts=cuts, relation=relation, most=most)
    recipes = {
        kind.id: recipe(cuts[kind.id], pots.grants.get(kind.id, {}), kind.noticed)
        for kind in found.kinds
    }
    program = _program(recipes, {**most, **dict.fromkeys(pots.columns, most["amount"])})
    load_program(database, "recipes", program)
    statement = computed(program, "recipes", pots.relation)
    outcomes = Outcomes(found, recipes, upper_columns(table.pack))
    return Prepared(database, lines, pots, outcomes, statement, folder)


def _sorted(
    database: duckdb.DuckDBPyConnection, table: DecisionTable, lines: LineTable, found: Sorted
) -> str:
    """Add to the lines their kind, their place, and the sum of their money from above."""
    columns: dict[str, list[int | None]] = {
        "combination": [each.id for each in lines.combinations],
        "kind": [*found.kind_of],
        "place": [*found.place_of],
    }
    load_table(database, "combinations", columns)
    funds = (f"coalesce({column}, 0)" for column in upper_columns(table.pack))
    upper = " + ".join(funds) or "0::BIGINT"
    return (
        f"SELECT l.*, c.kind, c.place, {upper} AS {UPPER} FROM ({lines.relation}) l "
        "JOIN combinations c ON c.combination = l.combination"
    )


def _open(lines: LineTable, folder: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    inputs = [value for value in lines.variables.values() if isinstance(value, str)]
    database = open_database(inputs, folder, threads=limits.workers, memory=limits.memory)
    for name, value in lines.variables.items():
        held = value if isinstance(value, str) else [*value]
        database.execute(f"SET VARIABLE {name} = $1", [held])
    return database


def _most(database: duckdb.DuckDBPyConnection, relation: str) -> dict[str, int]:
    """Find the greatest value of each column of numbers."""
    columns = (*UNITS, UPPER)
    greatest = ", ".join(f"max({column})" for column in columns)
    found = database.execute(f"SELECT {greatest} FROM ({relation})").fetchall()[0]
    return {column: int(value or 0) for column, value in zip(columns, found, strict=True)}


def _doubled(
    database: duckdb.DuckDBPyConnection, table: DecisionTable, lines: LineTable
) -> CountedTwice:
    """Find units that seem to count people twice, where any unit is part of another."""
    if all(unit.part_of is None for unit in table.pack.units):
        return frozenset()
    sql = f"SELECT combination, sum(headcount) FROM ({lines.relation}) GROUP BY combination"
    sums = dict(database.execute(sql).fetchall())
    heads = []
    for each in lines.combinations:
        item, counted = each.what.item, sums.get(each.id)
        if item is not None:
            number = None if counted is None else Fraction(int(counted))
            heads.append(Heads(each.unit, item, each.period, number))
    return double_counts(table.pack, heads)


def _program(recipes: Mapping[int, Recipe], most: Mapping[str, int]) -> Program:
    wanted = (Wanted(kind, made.amounts, made.tests) for kind, made in recipes.items())
    return compile_program(wanted, most)


def _conserved(made: Prepared, found: tuple[Found, ...]) -> None:
    """Hold what goes out against what came in: every line once, and all of the money."""
    lines = sum(each.group.lines for each in found)
    assert lines == made.lines.lines, f"{lines} lines came out of {made.lines.lines}"
    sql = f"SELECT sum(amount) FROM ({made.lines.relation})"
    (whole,) = made.database.execute(sql).fetchall()[0]
    placed = sum(each.group.amount for each in found)
    assert placed == int(whole or 0), "the lines' amounts do not add up to the budget's"
