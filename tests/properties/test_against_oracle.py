"""The engine agrees, to the fen, with a second evaluator that was written from the prose alone."""

from __future__ import annotations

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


def as_expected(result: LineResult) -> Expected:
    """Write a result of the engine as the oracle writes its own."""
    stated = result.authority not in (None, Authority.UNSTATED)
    return Expected(
        status=result.status.value,
        authority=result.authority.value if result.authority and stated else None,
        clauses=result.clauses,
        payers={g.id: result.paid_by(g.id) for g in LIAOCHENG.pack.governments},
        open=result.open,
        standing=result.standing,
        needs={(need.kind.value, need.id) for need in result.needs},
        duties={duty.id.value for duty in result.duties},
        findings={finding.id.value for finding in result.findings},
    )


@settings(max_examples=40)
@given(data=st.data())
def test_every_line_comes_out_as_the_prose_says(data: st.DataObject) -> None:
    pack = LIAOCHENG.pack
    given_values = data.draw(parameters(pack))
    budget = data.draw(budgets(pack))
    expected = evaluate(pack, given_values, budget.lines, budget.measures)
    for result in allocated(LIAOCHENG, given_values, budget).results:
        found = as_expected(result)
        said = expected[result.line.id]
        payers = {g.id: said.payers.get(g.id, 0) for g in pack.governments}
        assert found == Expected(
            **{
                **{name: getattr(said, name) for name in said.__dataclass_fields__},
                "payers": payers,
            }
        ), result.line
