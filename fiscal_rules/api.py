"""The pipeline: from a pack, parameter files and a budget to an allocation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import assert_never

from fiscal_rules.analysis import messages as analysis_messages
from fiscal_rules.analysis.comparison import Comparison, Totals, comparison, totals_of
from fiscal_rules.analysis.overlays import (
    known_on,
    law_on,
    with_change,
    with_changed_lines,
    with_class,
)
from fiscal_rules.analysis.sensitivity import ExactTotals, Ranged, Sensitivity, slopes, spreads
from fiscal_rules.analysis.varying import NUMBERS, varied
from fiscal_rules.check.run import check_pack
from fiscal_rules.engine import messages
from fiscal_rules.engine.cases import CaseResult, run_cases
from fiscal_rules.engine.columns.reruns import add_up_again, touched
from fiscal_rules.engine.columns.run import Held, allocate_columns, hold
from fiscal_rules.engine.columns.unrounded import add_up_unrounded
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
from fiscal_rules.model.scenario import (
    AddLine,
    ChangeClass,
    DropRule,
    Grow,
    Index,
    KnownOn,
    LawOn,
    Multiply,
    Overlay,
    PutRule,
    SetValues,
)
from fiscal_rules.readers.budgets.cells import MoneyUnit
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.changed_rules import with_rule, without_rule
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.readers.parameters import newest_published, read_parameters
from fiscal_rules.readers.scenarios import read_scenario

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
    return _proved(_as_known(read_pack(find_pack(name)), as_of))


def _proved(pack: RulePack) -> DecisionTable:
    """Decide every situation; PackRefusedError where rules differ, or any situation has none."""
    table = _decided(pack)
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
    any refused row of it unless the request skips them.
    """
    table = open_pack(request.rules, as_of=request.as_of)
    parameters = read_parameters(table.pack, request.parameters, as_of=request.as_of)
    budget = read_budget(request.budget, table.pack, money_unit=request.money_unit)
    if budget.refused and request.refused_rows is RefusedRows.REFUSE:
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


@dataclass(frozen=True)
class Base:
    """A budget as it is, allocated, beside which others are added up."""

    inputs: Inputs
    allocation: Allocation
    held: Held

    @cached_property
    def exact_totals(self) -> ExactTotals | None:
        """What it comes to where nothing is rounded; None where that does not fit 128 bits."""
        inputs = self.inputs
        return add_up_unrounded(inputs.table, inputs.parameters, inputs.budget, self.held)

    def exact(self, parameters: Parameters) -> ExactTotals | None:
        """Add up under other values, nothing being rounded; None where that cannot be."""
        whole, pack = self.exact_totals, self.inputs.table.pack
        items = touched(pack, self.inputs.parameters, parameters)
        if whole is None or items == frozenset():
            return whole
        budget = self.inputs.budget
        again = add_up_unrounded(self.inputs.table, parameters, budget, self.held, items=items)
        if again is None or items is None:
            return again
        kept = {key: amount for key, amount in whole.items() if key[1] not in {*items, None}}
        return {**kept, **again}

    def totals(self, changed: Inputs) -> Totals:
        """Add up the budget under changes: lines that they cannot touch are not computed again."""
        if changed is self.inputs:
            return totals_of(self.allocation.groups)
        table, parameters, budget = changed.table, changed.parameters, changed.budget
        groups = add_up_again(self.allocation, self.held, table, parameters, budget)
        return totals_of(groups)


def base_of(inputs: Inputs) -> Base:
    """Allocate a budget as it is, and keep its lines at hand."""
    held = hold(inputs.budget, inputs.table.pack)
    return Base(inputs, allocated(inputs, held=held), held)


def under(inputs: Inputs, overlays: Sequence[Overlay]) -> Inputs:
    """Lay changes over what was read, in their order; it stays as it is.

    Situations are decided again only where classes or rules change. PackRefusedError or
    BudgetRefusedError where a change cannot be.
    """
    for overlay in overlays:
        inputs = _under(inputs, overlay)
    return inputs


def _under(inputs: Inputs, overlay: Overlay) -> Inputs:
    pack = inputs.table.pack
    match overlay:
        case SetValues() | Multiply() | Index():
            return replace(inputs, parameters=with_change(inputs.parameters, overlay, pack))
        case Grow() | AddLine():
            return replace(inputs, budget=with_changed_lines(inputs.budget, overlay, pack))
        case KnownOn(day):
            seen = known_on(inputs.parameters, day)
            return replace(inputs, table=_proved(_as_known(pack, day)), parameters=seen)
        case ChangeClass():
            return replace(inputs, table=_decided(with_class(pack, overlay)))
        case PutRule() | DropRule() | LawOn():
            return replace(inputs, table=_proved(_with_law(pack, overlay)))
        case _:
            assert_never(overlay)


def _with_law(pack: RulePack, overlay: PutRule | DropRule | LawOn) -> RulePack:
    match overlay:
        case PutRule(rule):
            return with_rule(pack, rule)
        case DropRule(rule=name):
            return without_rule(pack, name)
        case LawOn(day):
            return law_on(pack, day)


def compare(
    request: Request, files: Sequence[str], *, shapley: bool = False
) -> tuple[Allocation, Comparison]:
    """Compare a budget as it is with scenarios, step by step; ``shapley`` adds order-free parts."""
    inputs = read_inputs(request)
    first = len(request.parameters) + 1
    scenarios = [read_scenario(name, inputs.table.pack, file=first) for name in files]
    base = base_of(inputs)

    def totals(overlays: Sequence[Overlay]) -> Totals:
        return base.totals(under(inputs, overlays))

    return base.allocation, comparison(scenarios, totals, shapley=shapley)


@dataclass(frozen=True, slots=True)
class Varied:
    """A parameter over a grid: what a budget comes to in the base, and at any value."""

    base: Allocation
    parameter: str
    totals_at: Callable[[Fraction], Totals]
    exact_at: Callable[[Fraction], ExactTotals | None]

    @property
    def base_totals(self) -> Totals:
        """What the base comes to."""
        return totals_of(self.base.groups)


def vary(request: Request, parameter: str) -> Varied:
    """Make ready to vary a parameter; situations are decided once.

    PackRefusedError where the pack has no such parameter of one number.
    """
    base = base_of(read_inputs(request))
    inputs, pack = base.inputs, base.inputs.table.pack
    _one_number(pack, parameter)

    def at(value: Fraction) -> Parameters:
        return varied(inputs.parameters, pack, parameter, value)

    return Varied(
        base.allocation,
        parameter,
        lambda value: base.totals(replace(inputs, parameters=at(value))),
        lambda value: base.exact(at(value)),
    )


def vary_two(
    request: Request, down: str, across: str
) -> tuple[Allocation, Callable[[Fraction, Fraction], Totals]]:
    """Make ready to vary two parameters together; they must differ."""
    base = base_of(read_inputs(request))
    inputs, pack = base.inputs, base.inputs.table.pack
    for parameter in (down, across):
        _one_number(pack, parameter)

    def totals_at(one: Fraction, other: Fraction) -> Totals:
        changed = varied(inputs.parameters, pack, down, one)
        return base.totals(replace(inputs, parameters=varied(changed, pack, across, other)))

    return base.allocation, totals_at


def _one_number(pack: RulePack, parameter: str) -> None:
    known = [name for name, kind in pack.parameter_kinds if kind in NUMBERS]
    if parameter not in known:
        listed = ", ".join(known)
        problem = analysis_messages.NO_NUMBER.at(None, parameter=parameter, known=listed)
        raise PackRefusedError((problem,))


def sensitivity(request: Request, ranges: Sequence[Ranged] = ()) -> Sensitivity:
    """Say how totals move with every assumed parameter, and between what they lie over ranges."""
    base = base_of(read_inputs(request))
    inputs = base.inputs
    for each in ranges:
        _one_number(inputs.table.pack, each.parameter)
    payers, units = spreads(
        base.allocation,
        base.totals(inputs),
        ranges,
        lambda changed: base.totals(replace(inputs, parameters=changed)),
    )
    found = tuple(slopes(base.allocation, base.exact))
    return Sensitivity(base.allocation, found, tuple(ranges), payers, units)


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


def _decided(pack: RulePack) -> DecisionTable:
    too_large = limits(compile_pack(pack))
    if too_large:
        raise PackRefusedError(too_large)
    return infer(pack)


def _as_known(pack: RulePack, as_of: date | None) -> RulePack:
    """Leave out the rules published after a day; a document not yet published is refused."""
    if as_of is None:
        return pack
    if pack.document.published > as_of:
        published = pack.document.published
        problem = messages.NOT_PUBLISHED.at(
            Place(pack.root), as_of=as_of, pack=pack.id, published=published
        )
        raise PackRefusedError((problem,))
    return replace(pack, rules=tuple(rule for rule in pack.rules if rule.published <= as_of))


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"
