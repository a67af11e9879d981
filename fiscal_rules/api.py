"""The pipeline: from a pack, parameter files and a budget to an allocation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fiscal_rules.check.run import check_pack
from fiscal_rules.engine import messages
from fiscal_rules.engine.cases import CaseResult, run_cases
from fiscal_rules.engine.columns.run import Held, allocate_columns
from fiscal_rules.engine.compile import compile_pack
from fiscal_rules.engine.infer import DecisionTable, infer
from fiscal_rules.engine.prove import limits, prove
from fiscal_rules.model.allocation import Allocation, Provenance
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.diagnostic import (
    BudgetRefusedError,
    Diagnostic,
    PackRefusedError,
    Place,
    Severity,
)
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers.budgets.cells import MoneyUnit
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.readers.parameters import newest_published, read_parameters

_LIBRARIES = (
    "XlsxWriter",
    "duckdb",
    "durable-rules",
    "pydantic",
    "python-calamine",
    "ruamel.yaml",
)


class RefusedRows(Enum):
    """What becomes of a budget of which some rows are refused."""

    REFUSE = "refuse the budget"
    SKIP = "allocate the others"


@dataclass(frozen=True, slots=True)
class Request:
    """What to allocate, by which rules."""

    budget: str
    rules: str = DEFAULT_PACK
    parameters: Sequence[str] = ()
    as_of: date | None = None
    money_unit: MoneyUnit | None = None
    refused_rows: RefusedRows = RefusedRows.REFUSE


def open_pack(name: str, *, as_of: date | None = None) -> DecisionTable:
    """Read a pack and decide every situation; PackRefusedError if anything is wrong with it."""
    return proved(as_known(read_pack(find_pack(name)), as_of))


def proved(pack: RulePack) -> DecisionTable:
    """Decide every situation; PackRefusedError where rules differ, or any situation has none."""
    table = decided(pack)
    wrong = [problem for problem in prove(table) if problem.severity is Severity.ERROR]
    if wrong:
        raise PackRefusedError(tuple(wrong))
    return table


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run is made of, read and decided."""

    table: DecisionTable
    parameters: Parameters
    budget: Budget
    as_of: date


def read_inputs(request: Request) -> Inputs:
    """Read what a request names.

    Raises PackRefusedError for a pack or parameter file, BudgetRefusedError for a budget, or for
    any refused row of it unless the request skips them and others are left.
    """
    table = open_pack(request.rules, as_of=request.as_of)
    parameters = read_parameters(table.pack, request.parameters, as_of=request.as_of)
    return inputs_of(request, table, parameters)


def inputs_of(request: Request, table: DecisionTable, parameters: Parameters) -> Inputs:
    """Read the budget that a request names, for a pack and parameters that are read already."""
    budget = read_budget(request.budget, table.pack, money_unit=request.money_unit)
    if budget.refused and (budget.is_empty or request.refused_rows is RefusedRows.REFUSE):
        raise BudgetRefusedError(tuple(p for row in budget.refused for p in row.problems))
    as_of = request.as_of or newest_published(table.pack, parameters)
    return Inputs(table, parameters, budget, as_of)


def run(request: Request) -> tuple[DecisionTable, Allocation]:
    """Allocate a budget; what ``read_inputs`` refuses is refused."""
    inputs = read_inputs(request)
    return inputs.table, allocated(inputs)


def allocated(inputs: Inputs, *, held: Held | None = None) -> Allocation:
    """Allocate what was read; ``held`` where its lines are written out already."""
    table, parameters, budget = inputs.table, inputs.parameters, inputs.budget
    provenance = provenance_of(table, parameters, budget, as_of=inputs.as_of)
    return allocate_columns(table, parameters, budget, provenance=provenance, held=held)


def check(name: str, *, text: str | None = None) -> tuple[Diagnostic, ...]:
    """Check a pack: its structure and citations, then what its decision table proves."""
    root = find_pack(name)
    found = check_pack(root, text=text)
    if any(problem.severity is Severity.ERROR for problem in found):
        return found
    pack = read_pack(root)
    too_large = limits(compile_pack(pack))
    return (*found, *(too_large or prove(infer(pack))))


def test(name: str) -> tuple[CaseResult, ...]:
    """Run a pack's worked cases."""
    table = open_pack(name)
    parameters = read_parameters(table.pack, (), as_of=None)
    return run_cases(table, parameters, read_cases(Path(table.pack.root), table.pack))


def provenance_of(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    *,
    as_of: date,
) -> Provenance:
    """Say what a run is made of; its id is a digest of the inputs and of our version."""
    made_of = {
        "pack": table.pack.digest,
        "parameters": [digest for _, digest in parameters.sources],
        "budget": budget.digest,
        "refused": len(budget.refused),
        "version": _version("fiscal-rules"),
        "as_of": as_of.isoformat(),
    }
    canonical = json.dumps(made_of, sort_keys=True, separators=(",", ":"))
    return Provenance(
        id=hashlib.sha256(canonical.encode()).hexdigest()[:16],
        pack=table.pack.id,
        pack_digest=table.pack.digest,
        parameter_files=parameters.sources,
        budget_digest=budget.digest,
        version=_version("fiscal-rules"),
        libraries={name: _version(name) for name in _LIBRARIES},
        rete=table.rete,
        as_of=as_of.isoformat(),
    )


def decided(pack: RulePack) -> DecisionTable:
    """Decide every situation; PackRefusedError where there are too many."""
    too_large = limits(compile_pack(pack))
    if too_large:
        raise PackRefusedError(too_large)
    return infer(pack)


def as_known(pack: RulePack, as_of: date | None) -> RulePack:
    """Leave out what was published after a day; a document not yet published is refused."""
    if as_of is None:
        return pack
    if pack.document.published > as_of:
        published = pack.document.published
        problem = messages.NOT_PUBLISHED.at(
            Place(pack.root), as_of=as_of, pack=pack.id, published=published
        )
        raise PackRefusedError((problem,))
    rules = tuple(rule for rule in pack.rules if rule.published <= as_of)
    entries = tuple(entry for entry in pack.entries if entry.published <= as_of)
    return replace(pack, rules=rules, entries=entries)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"
