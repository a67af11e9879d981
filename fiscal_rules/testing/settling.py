"""Strategies for budgets of which lines are advanced and settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from fiscal_rules.model.budget import Budget, BudgetLine, RefusedRow
from fiscal_rules.model.money import yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import ADVANCE, SETTLEMENT, WHOLE
from fiscal_rules.testing.budgets import budget_of, budgets

_DOCUMENTS = (None, "甲〔2020〕1号", "乙〔2021〕2号")
_STAGES = (None, WHOLE, ADVANCE, ADVANCE, ADVANCE, SETTLEMENT, SETTLEMENT)


@st.composite
def settled_budgets(
    draw: st.DrawFn, pack: RulePack, *, items: Sequence[str] = (), most: int = 12
) -> Budget:
    """Draw a budget some of whose lines are advanced and settled together.

    Mostly they agree in what they are for; now and then they contradict one another, or a row of
    their settlement was refused.
    """
    drawn = draw(budgets(pack, items=items, most=most))
    lines = tuple(draw(_staged(line)) for line in drawn.lines)
    ids = sorted({line.cells["settles"] for line in lines if "settles" in line.cells})
    lost = draw(st.lists(st.sampled_from(ids), max_size=1)) if ids else []
    budget = budget_of(lines, drawn.measures)
    return replace(budget, refused=tuple(RefusedRow("x", (), None, None, each) for each in lost))


@st.composite
def _staged(draw: st.DrawFn, line: BudgetLine) -> BudgetLine:
    stage = draw(st.sampled_from(_STAGES))
    alike = (line.unit, line.counterpart, line.item, line.candidates)
    settles: str | None = draw(st.sampled_from([repr(alike), repr(alike), repr(alike), "J"]))
    if stage in (None, WHOLE):
        settles = draw(st.sampled_from([None, settles]))
    document = draw(st.sampled_from(_DOCUMENTS))
    most = draw(st.sampled_from([0, 9, line.amount, 2 * line.amount]))
    deduction = draw(st.integers(0, most)) if stage == SETTLEMENT else None
    return of_stage(line, stage, settles, document=document, deduction=deduction)


def of_stage(
    line: BudgetLine,
    stage: str | None,
    settles: str | None,
    *,
    document: str | None = None,
    deduction: int | None = None,
) -> BudgetLine:
    """Make a line one of a stage, as a reader would have read it."""
    said = {"stage": stage, "settles": settles, "document": document}
    deducted = {} if deduction is None else {"deduction": deduction}
    cells = {
        **line.cells,
        **{column: text for column, text in said.items() if text is not None},
        **{column: yuan(fen) for column, fen in deducted.items()},
    }
    choices = line.choices if stage is None else {**line.choices, "stage": stage}
    return replace(line, choices=choices, money={**line.money, **deducted}, cells=cells)
