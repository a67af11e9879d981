"""Laws of scenarios, on budgets drawn for Liaocheng: nothing changes nothing, and parts add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from fiscal_rules.analysis.comparison import (
    ByPayer,
    Comparison,
    Totals,
    comparison,
    less,
    totals_of,
)
from fiscal_rules.api import Inputs
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.diagnostic import BudgetRefusedError, PackRefusedError
from fiscal_rules.model.parameter import ParameterKind, Parameters
from fiscal_rules.model.scenario import Grow, Multiply, Overlay, Scenario, SetValues
from fiscal_rules.model.text import same
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.scenarios import under
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.parameters import parameters

TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))
NUMBERS = [
    name
    for name, kind in TABLE.pack.parameter_kinds
    if kind in (ParameterKind.SHARE, ParameterKind.STANDARD, ParameterKind.UNIT_STANDARD)
]
FIRST = date(2020, 1, 1)


@st.composite
def bases(draw: st.DrawFn) -> Inputs:
    budget = draw(budgets(TABLE.pack, most=5))
    return Inputs(TABLE, draw(parameters(TABLE.pack)), budget, FIRST)


@st.composite
def steps(draw: st.DrawFn, base: Inputs) -> list[Overlay]:
    """Draw up to three changes, of parameters that differ, or of lines."""
    names = draw(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3, unique=True))
    found: list[Overlay] = [draw(_of_a_parameter(base.parameters, name)) for name in names]
    if draw(st.booleans()):
        by = Fraction(draw(st.integers(0, 30)), 100)
        found.append(Grow(draw(st.sampled_from(["headcount", "amount"])), by))
    return found


@st.composite
def _of_a_parameter(draw: st.DrawFn, known: Parameters, name: str) -> Overlay:
    held = known.of(name)
    is_set: bool = draw(st.booleans())
    if held and is_set:
        entry = draw(st.sampled_from(held))
        changed = replace(entry, value=entry.number / 2, file=entry.file + 1)
        return SetValues((changed,))
    by = Fraction(draw(st.integers(0, 100)), 100)
    return Multiply(name, by, FIRST, None)


def scalar(base: Inputs, overlays: Sequence[Overlay]) -> Totals:
    """Compute what changes come to line by line; what cannot be changed so is drawn again."""
    try:
        laid = under(base, overlays)
    except (BudgetRefusedError, PackRefusedError):
        reject()
    return totals_of(allocated(laid.table, laid.parameters, laid.budget).groups)


def compared(base: Inputs, overlays: Sequence[Overlay]) -> Comparison:
    scenario = Scenario("drawn", same("drawn"), tuple(overlays), "")
    return comparison([scenario], lambda some: scalar(base, some), shapley=True)


def added(parts: Iterable[ByPayer]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for part in parts:
        for payer, amount in part.items():
            whole[payer] = whole.get(payer, 0) + amount
    return less(whole, {})


@settings(max_examples=25)
@given(data=st.data())
def test_what_steps_move_adds_up_to_the_whole_difference(data: st.DataObject) -> None:
    base = data.draw(bases())
    (found,) = compared(base, data.draw(steps(base))).scenarios
    assert added(step.in_order for step in found.steps) == found.change
    assert added([*(step.alone for step in found.steps), found.interaction]) == found.change
    assert added(step.shapley or {} for step in found.steps) == found.change
    before, after = (sum(t.by_payer().values()) for t in (scalar(base, ()), found.totals))
    assert sum(found.change.values()) == after - before


@settings(max_examples=25)
@given(data=st.data())
def test_a_scenario_never_writes_to_its_base(data: st.DataObject) -> None:
    base = data.draw(bases())
    entries = dict(base.parameters.entries)
    lines = tuple(base.budget.lines)
    before = scalar(base, ())
    scalar(base, data.draw(steps(base)))
    assert dict(base.parameters.entries) == entries
    assert tuple(base.budget.lines) == lines
    assert scalar(base, ()) == before
    assert under(base, ()) is base


@settings(max_examples=25)
@given(data=st.data())
def test_changes_of_different_parameters_commute(data: st.DataObject) -> None:
    base = data.draw(bases())
    overlays = data.draw(steps(base))
    forth, back = compared(base, overlays), compared(base, overlays[::-1])
    assert forth.scenarios[0].totals == back.scenarios[0].totals
    assert scalar(base, overlays) == scalar(base, overlays[::-1])
