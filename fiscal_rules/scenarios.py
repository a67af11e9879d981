"""What if: a budget that was read, under other values, rules, dates and lines, beside what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import assert_never

from fiscal_rules.analysis import messages as analysis_messages
from fiscal_rules.analysis.base_transfer import BaseTransfer, by_payer
from fiscal_rules.analysis.changed_lines import changed_lines
from fiscal_rules.analysis.comparison import (
    Compared,
    Comparison,
    Totals,
    comparison,
    totals_of,
    with_last,
)
from fiscal_rules.analysis.overlays import (
    known_on,
    law_on,
    with_change,
    with_changed_lines,
    with_class,
    with_put_rule,
)
from fiscal_rules.analysis.projection import Projection, growing, with_paid
from fiscal_rules.analysis.sensitivity import ExactTotals, Ranged, Sensitivity, slopes, spreads
from fiscal_rules.analysis.varying import NUMBERS, varied
from fiscal_rules.analysis.year_on_year import (
    Stages,
    YearOnYear,
    main_year,
    moved,
    moved_values,
    parts_of,
)
from fiscal_rules.api import Inputs, Request, allocated, as_known, decided, proved, read_inputs, run
from fiscal_rules.engine.columns.reruns import add_up_again, touched
from fiscal_rules.engine.columns.run import Held, hold
from fiscal_rules.engine.columns.unrounded import add_up_unrounded
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.scenario import (
    AddLine,
    Carry,
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
from fiscal_rules.readers.changed_rules import without_rule
from fiscal_rules.readers.scenarios import read_scenario


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
        case SetValues() | Multiply() | Index() | Carry():
            return replace(inputs, parameters=with_change(inputs.parameters, overlay, pack))
        case Grow() | AddLine():
            return replace(inputs, budget=with_changed_lines(inputs.budget, overlay, pack))
        case KnownOn(day):
            seen = known_on(inputs.parameters, day)
            return replace(inputs, table=proved(as_known(pack, day)), parameters=seen)
        case ChangeClass():
            return replace(inputs, table=decided(with_class(pack, overlay)))
        case PutRule(rule):
            return replace(inputs, table=proved(with_put_rule(pack, rule, inputs.budget)))
        case DropRule(rule=name):
            return replace(inputs, table=proved(without_rule(pack, name)))
        case LawOn(day):
            return replace(inputs, table=proved(law_on(pack, day)))
        case _:
            assert_never(overlay)


def compare(
    request: Request,
    files: Sequence[str],
    *,
    last: str | None = None,
    shapley: bool = False,
    lines: bool = False,
) -> tuple[Allocation, Comparison]:
    """Compare a budget as it is with scenarios, step by step, and with ``last``, last year's.

    ``shapley`` adds order-free parts of what steps move, ``lines`` every line that changes.
    """
    base = base_of(read_inputs(request))
    found = compared_with(base, files, file=len(request.parameters) + 1, shapley=shapley)
    if lines:
        found = replace(found, scenarios=tuple(_with_lines(base, each) for each in found.scenarios))
    if last is not None:
        _, before = run(replace(request, budget=last))
        found = with_last(found, before)
    return base.allocation, found


def _with_lines(base: Base, compared: Compared) -> Compared:
    """Allocate every line under a scenario, and hold it against the base."""
    other = allocated(under(base.inputs, compared.scenario.overlays))
    return replace(compared, lines=changed_lines(base.allocation.results, other.results))


def compared_with(
    base: Base, files: Sequence[str], *, file: int, shapley: bool = False
) -> Comparison:
    """Compare a base with scenarios; ``file`` ranks the values that they set among other files'."""
    inputs = base.inputs
    scenarios = [read_scenario(name, inputs.table.pack, file=file) for name in files]

    def totals(overlays: Sequence[Overlay]) -> Totals:
        return base.totals(under(inputs, overlays))

    return comparison(scenarios, totals, shapley=shapley)


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

    What ``read_inputs`` and ``vary_from`` refuse is refused.
    """
    return vary_from(base_of(read_inputs(request)), parameter)


def vary_from(base: Base, parameter: str) -> Varied:
    """Make ready to vary a parameter; PackRefusedError where the pack has none of one number."""
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


def totals_of_last(request: Request, budget: str | None) -> Totals | None:
    """Add up last year's budget by the same pack and values; None where there is none."""
    return None if budget is None else totals_of(run(replace(request, budget=budget))[1].groups)


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
    return sensitivity_of(base_of(read_inputs(request)), ranges)


def sensitivity_of(base: Base, ranges: Sequence[Ranged]) -> Sensitivity:
    """Say how the totals of a base move."""
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


def year_on_year(last: Request, this: Request, transfer: BaseTransfer | None) -> YearOnYear:
    """Take the change from one year's budget to the next apart; both by one pack and its values.

    BudgetRefusedError where it does not fit 128 bits, beside what ``read_inputs`` refuses.
    """
    before, after = (base_of(read_inputs(request)) for request in (last, this))
    years = main_year(before.inputs.budget) - main_year(after.inputs.budget)
    there = replace(after.inputs, budget=moved(after.inputs.budget, years))
    held = hold(there.budget, there.table.pack)
    values = moved_values(there.parameters, years)
    exact = (
        before.exact_totals,
        add_up_unrounded(there.table, there.parameters, there.budget, held),
        add_up_unrounded(there.table, values, there.budget, held),
        after.exact_totals,
    )
    known = tuple(each for each in exact if each is not None)
    if len(known) != len(exact):
        raise BudgetRefusedError((analysis_messages.TOO_FINE.at(None, file=this.budget),))
    lower = after.inputs.table.pack.lower.id
    first, second = (each.totals(each.inputs) for each in (before, after))
    stages = Stages(first, second, (known[0], known[1], known[2], known[3]))
    payers, units = parts_of(stages, lower)
    transfers = None if transfer is None else by_payer(transfer)
    return YearOnYear(
        before.allocation, after.allocation, stages.last, stages.this, payers, units, transfers
    )


def project(
    request: Request,
    file: str,
    *,
    years: int,
    transfer: BaseTransfer | None = None,
    advance: Fraction | None = None,
) -> Projection:
    """Carry a budget so many years on, as a scenario says; situations are decided where they change.

    ``advance`` is the part of each year that is paid within it, the rest being settled in the next.
    """
    inputs = read_inputs(request)
    scenario = read_scenario(file, inputs.table.pack, file=len(request.parameters) + 1)
    base = base_of(inputs)
    first = main_year(inputs.budget)
    found = [(first, base.totals(inputs))]
    for number in range(1, years + 1):
        there = replace(inputs, budget=moved(inputs.budget, number))
        steps = growing(scenario.overlays, first, first + number)
        found.append((first + number, base.totals(under(there, [*steps]))))
    transfers = None if transfer is None else by_payer(transfer)
    return Projection(base.allocation, scenario, with_paid(found, advance), transfers, advance)
