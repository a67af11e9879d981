"""The engine agrees, to the fen, with a second evaluator that was written from the prose alone."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Expected, evaluate

from fiscal_rules.api import open_pack
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.vocabulary import Authority
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.parameters import parameters

LIAOCHENG = open_pack("liaocheng/2019-9")


def written(result: LineResult) -> dict[str, object]:
    """Write a result of the engine as the oracle writes its own."""
    stated = result.authority not in (None, Authority.UNSTATED)
    return {
        "status": result.status.value,
        "authority": result.authority.value if result.authority and stated else None,
        "clauses": result.clauses,
        "payers": {g.id: result.paid_by(g.id) for g in LIAOCHENG.pack.governments},
        "open": result.open,
        "standing": result.standing,
        "needs": {(need.kind.value, need.id) for need in result.needs},
        "duties": {duty.id.value for duty in result.duties},
        "findings": {finding.id.value for finding in result.findings},
    }


def said(expected: Expected) -> dict[str, object]:
    """Write what the oracle says, a government that pays nothing included."""
    paid = {g.id: expected.payers.get(g.id, 0) for g in LIAOCHENG.pack.governments}
    return {**{f.name: getattr(expected, f.name) for f in fields(expected)}, "payers": paid}


@settings(max_examples=60)
@given(data=st.data())
def test_every_line_comes_out_as_the_prose_says(data: st.DataObject) -> None:
    pack = LIAOCHENG.pack
    values = data.draw(parameters(pack))
    budget = data.draw(budgets(pack))
    expected = evaluate(pack, values, budget.lines, budget.measures)
    for result in allocated(LIAOCHENG, values, budget).results:
        assert written(result) == said(expected[result.line.id]), result.line
