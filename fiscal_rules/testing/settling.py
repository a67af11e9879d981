"""Strategies for budgets of which lines are advanced and settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from fiscal_rules.model.budget import Budget, BudgetLine, RefusedRow
from fiscal_rules.model.money import yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import ADVANCE, SETTLEMENT, WHOLE
from fiscal_rules.testing.budgets import as_read, budget_of, budgets, measures

_DOCUMENTS = (None, "甲〔2020〕1号", "乙〔2021〕2号")
_SELDOM = 9


@st.composite
def settled_budgets(
    draw: st.DrawFn, pack: RulePack, *, items: Sequence[str] = (), most: int = 12
) -> Budget:
    """Draw a budget most of whose lines are advanced and settled together.

    Mostly they agree in what they are for; now and then they contradict one another, or a row of
    their settlement was refused.
    """
    drawn = draw(budgets(pack, items=items, most=most))
    count = draw(st.integers(1, 1 + len(drawn.lines) // 3))
    lines = tuple(draw(_staged(line, drawn.lines[:count])) for line in drawn.lines)
    ids = sorted({line.cells["settles"] for line in lines if "settles" in line.cells})
    lost = draw(st.lists(st.sampled_from(ids), max_size=1)) if draw(_now_and_then()) and ids else []
    budget = budget_of(lines, draw(measures(pack, lines)))
    return replace(budget, refused=tuple(RefusedRow("x", (), None, None, each) for each in lost))


@st.composite
def _staged(draw: st.DrawFn, line: BudgetLine, firsts: Sequence[BudgetLine]) -> BudgetLine:
    """Let a line be settled with one of the first, which is the settlement."""
    stage: str | None = SETTLEMENT if line in firsts else ADVANCE
    first = line if line in firsts else draw(st.sampled_from(firsts))
    if draw(_now_and_then()):
        stage = draw(st.sampled_from((None, WHOLE, ADVANCE, SETTLEMENT)))
    settles = f"J{first.id}"
    if not draw(_now_and_then()):
        line = _for_the_same(line, first)
    if draw(st.booleans()):
        line = as_read(replace(line, period=first.period, numbers=first.numbers))
    most = draw(st.sampled_from([0, 9, line.amount, 2 * line.amount]))
    return of_stage(
        line,
        stage,
        draw(st.sampled_from([None, settles])) if stage in (None, WHOLE) else settles,
        document=draw(st.sampled_from(_DOCUMENTS)),
        deduction=draw(st.integers(0, most)) if stage == SETTLEMENT else None,
    )


def _now_and_then() -> st.SearchStrategy[bool]:
    return st.integers(0, _SELDOM).map(lambda drawn: drawn == 0)


def _for_the_same(line: BudgetLine, other: BudgetLine) -> BudgetLine:
    """Let a line be for what another is for, and be described as it is."""
    return as_read(
        replace(
            line,
            unit=other.unit,
            counterpart=other.counterpart,
            item=other.item,
            item_text=other.item_text,
            candidates=other.candidates,
            function_code=other.function_code,
            choices=other.choices,
        )
    )


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
