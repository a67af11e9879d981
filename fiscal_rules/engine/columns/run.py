"""Allocate a budget in columns: a recipe for each kind of line, one statement for all lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
from fiscal_rules.engine.columns.verify import first_of_decisions, sample, scalar, verify
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation, Group, LineResult, Provenance
from fiscal_rules.model.budget import Budget, LineTable
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import ADVANCE, UNITS
from fiscal_rules.readers.budgets.staged import stage
from fiscal_rules.readers.database import Limits, Workspace

_DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Held:
    """The lines of a budget without their texts, written out once for any number of runs."""

    lines: LineTable
    narrow: Narrow
    folder: Workspace


@dataclass(frozen=True, slots=True)
class Prepared:
    """A budget whose every kind of line is decided, before its money is added up.

    ``relation`` gives the lines that are computed, ``statement`` what becomes of them.
    """

    database: duckdb.DuckDBPyConnection
    held: Held
    relation: str
    pots: Pots
    outcomes: Outcomes
    statement: str
    most: Mapping[str, int]
    """The greatest value of each column of numbers."""


def hold(budget: Budget, pack: RulePack, limits: Limits = _DEFAULT) -> Held:
    """Write out what is computed with of the lines of a budget."""
    lines = budget.table or stage(budget.lines, pack, budget.extra_columns)
    folder = Workspace()
    return Held(lines, narrow(lines, pack, folder.path, limits), folder)


def allocate_columns(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    *,
    provenance: Provenance,
    held: Held | None = None,
    limits: Limits = _DEFAULT,
) -> Allocation:
    """Allocate every line of a budget, in columns; ``held`` where its lines are written out already.

    Checked on the way: every line once, no part below 0, what came in is what goes out; a sample of
    lines and one line of every decision against the scalar path, to the fen.
    """
    held = held or hold(budget, table.pack, limits)
    made = prepare(table, parameters, budget, held, limits=limits)
    found = find_groups(made.database, made.statement, made.outcomes)
    _conserved(made, found)
    _complete(held, found)
    results = _results(made, budget, found, limits)
    rows = {*first_of_decisions(found), *sample(held.lines)}
    verify(table, parameters, results, made.pots, rows=rows)
    groups = named(made.database, held.lines.texts, made.statement, found)

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


def add_up_columns(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    held: Held,
    *,
    items: Collection[str] | None = None,
    limits: Limits = _DEFAULT,
) -> tuple[Group, ...]:
    """Add up the lines of some items, and those whose item is not settled; ``None``: all lines.

    Checked as a run is, but for the sample.
    """
    made = prepare(table, parameters, budget, held, items=items, limits=limits)
    found = find_groups(made.database, made.statement, made.outcomes)
    _conserved(made, found)
    results = _results(made, budget, found, limits)
    verify(table, parameters, results, made.pots, rows=first_of_decisions(found))
    made.database.close()
    return tuple(each.group for each in found)


def _results(
    made: Prepared, budget: Budget, found: Sequence[Found], limits: Limits
) -> ColumnResults:
    return ColumnResults(
        made.database,
        made.statement,
        made.held.lines,
        budget,
        made.outcomes,
        tuple(dict.fromkeys(each.key[:2] for each in found)),
        made.held.narrow.files,
        made.held.folder,
        limits,
    )


def _labelling(table: DecisionTable, made: Prepared) -> Labelling:
    return Labelling(made.database, table.pack, made.statement, made.held.folder)


def _settling(table: DecisionTable, made: Prepared, results: ColumnResults) -> Settling:
    return Settling(
        made.database, table.pack, made.held.lines, made.outcomes, made.statement, results.keys,
        made.held.folder,
    )  # fmt: skip


def prepare(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    held: Held,
    *,
    items: Collection[str] | None = None,
    limits: Limits = _DEFAULT,
) -> Prepared:
    """Decide every kind of line, solve the pots, and write the statement that computes all lines.

    Lines of some ``items`` are taken, and those whose item is not settled; ``None``: all lines.
    """
    lines = held.lines
    database = open_lines(lines, held.folder.path, threads=limits.workers, memory=limits.memory)
    database.execute("SET VARIABLE narrow = $1", [[*held.narrow.files]])
    taken = held.narrow.relation if items is None else _of_items(held, items)
    doubled = _doubled(database, table, lines, taken)
    found, relation = sort_kinds(database, table, parameters, lines, taken, doubled=doubled)
    cuts = {kind.id: cut(table, parameters, kind.example) for kind in found}
    most = _most(database, relation)
    pots = solve_pots(database, table, parameters, budget, cuts=cuts, relation=relation, most=most)
    recipes = {
        kind.id: recipe(cuts[kind.id], pots.grants.get(kind.id, {}), kind.noticed) for kind in found
    }
    most |= dict.fromkeys(pots.columns, most["amount"])
    program = _program(recipes, most)
    load_program(database, "recipes", program)
    statement = computed(program, "recipes", pots.relation)
    outcomes = Outcomes(found, lines.places, recipes, upper_columns(table.pack))
    return Prepared(database, held, taken, pots, outcomes, statement, most)


def _of_items(held: Held, items: Collection[str]) -> str:
    numbered = enumerate(held.lines.items)
    which = [str(i) for i, each in numbered if each.item is None or each.item in items]
    among = ", ".join(which) or "NULL"
    return f"SELECT * FROM ({held.narrow.relation}) WHERE which IN ({among})"


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


def _conserved(made: Prepared, found: Sequence[Found]) -> None:
    """Hold what goes out against what came in: every line once, and all of the money."""
    lines = sum(each.group.lines for each in found)
    sql = f"SELECT count(*), sum(amount) FROM ({made.relation})"
    count, whole = made.database.execute(sql).fetchall()[0]
    assert lines == count, f"{lines} lines came out of {count}"
    placed = sum(each.group.amount for each in found)
    assert placed == int(whole or 0), "the lines' amounts do not add up to the budget's"


def _complete(held: Held, found: Sequence[Found]) -> None:
    lines = sum(each.group.lines for each in found)
    assert lines == held.lines.lines, f"{lines} lines came out of {held.lines.lines}"
