"""Searching: a law is tried on budgets and parameters drawn from a pack, until one breaks it.

What breaks it is shrunk by Hypothesis. The same seed draws the same, on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from fiscal_rules.engine.allocate.above import possible_items
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.kept_example import KeptExample
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack, asked_of
from fiscal_rules.testing.budgets import budget_of, budgets
from fiscal_rules.testing.laws import Law
from fiscal_rules.testing.parameters import parameters

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
"""Whole budgets are slow to draw."""
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A budget and parameters that break a law, as small as they were found, and what is wrong."""

    parameters: Parameters
    budget: Budget
    says: str


def search(
    law: Law, table: DecisionTable, *, examples: int, start: int, items: Sequence[str] = ()
) -> Counterexample | None:
    """Try a law on so many drawn examples, of lines of some items (none: all sorts of lines).

    None where none of them breaks it. Anything but an AssertionError is raised.
    """
    last: list[tuple[Parameters, Budget]] = []
    pack = table.pack

    def tried(data: st.DataObject) -> None:
        budget = data.draw(budgets(pack, items=items, most=_MOST_LINES))
        held = data.draw(parameters(pack, only=_asked(pack, budget)))
        last[:] = [(held, budget)]
        law(table, held, budget)

    try:
        _drawn(tried, examples=examples, start=start)()
    except AssertionError as error:
        ((held, budget),) = last
        return Counterexample(held, budget, _first_line(error))
    return None


def try_on(law: Law, table: DecisionTable, kept: KeptExample) -> Counterexample | None:
    """Try a law on an example that is kept; None where it holds there now."""
    budget = budget_of(kept.lines, kept.measures)
    try:
        law(table, kept.parameters, budget)
    except AssertionError as error:
        return Counterexample(kept.parameters, budget, _first_line(error))
    return None


def _first_line(error: AssertionError) -> str:
    return str(error).split("\n", 1)[0]


def _asked(pack: RulePack, budget: Budget) -> list[str]:
    """Name the parameters that the lines may turn on: others need not be drawn."""
    found: set[str] = set()
    for line in budget.lines:
        items = possible_items(pack, line.item, line.candidates)
        found |= asked_of(pack, items)
    return sorted(found & {name for name, _ in pack.parameter_kinds})


def _drawn(
    tried: Callable[[st.DataObject], None], *, examples: int, start: int
) -> Callable[[], None]:
    asked = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=_SLOW,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        print_blob=False,
    )

    @seed(start)
    @asked
    @given(st.data())
    def each(data: st.DataObject) -> None:
        tried(data)

    return each
