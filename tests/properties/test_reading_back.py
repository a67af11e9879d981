"""What is written as CSV reads back as a budget with the same result."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.analysis.verify import Verdict
from fiscal_rules.engine.infer import DecisionTable, infer
from fiscal_rules.model.allocation import Allocation, LineResult
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.text import Lang, same
from fiscal_rules.output.answers.kept import with_broken
from fiscal_rules.output.formats import format_named
from fiscal_rules.output.report import build_report
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.kept_examples import EXAMPLES_FILE, read_kept_examples
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.parameters import parameters
from fiscal_rules.testing.searching import Counterexample


@pytest.fixture(scope="module")
def table() -> DecisionTable:
    return infer(read_pack(find_pack(DEFAULT_PACK)))


def read_back(table: DecisionTable, allocation: Allocation) -> Budget:
    csv = format_named("csv")
    assert csv is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.csv"
        path.write_bytes(csv.render(build_report(allocation), Lang.ZH))
        return read_budget(str(path), table.pack, money_unit=None)


def said(result: LineResult) -> Mapping[str, object]:
    """Say all of a result but where its line was read, and what was carried."""
    line = result.line
    return {
        "id": line.id,
        "status": result.status,
        "rules": result.rules,
        "clauses": result.clauses,
        "payments": result.payments,
        "open": result.open,
        "needs": result.needs,
        "remarks": (result.duties, result.findings),
        "choices": dict(line.choices),
        "money": dict(line.money),
        "numbers": dict(line.numbers),
        "item": (line.item, line.candidates),
    }


@given(data=st.data())
@settings(max_examples=settings().max_examples)
def test_our_own_output_is_a_budget_with_the_same_result(
    table: DecisionTable, data: st.DataObject
) -> None:
    known = data.draw(parameters(table.pack))
    budget = data.draw(budgets(table.pack).filter(has_items))
    before = allocated(table, known, budget)
    again = read_back(table, before)
    assert again.refused == ()
    after = allocated(table, known, Budget("again", "", again.lines, (), budget.measures))
    assert [said(result) for result in after.results] == [said(r) for r in before.results]


def has_items(budget: Budget) -> bool:
    """Tell whether a budget has the column that every budget must have."""
    return bool({"item", "function_code"} & set(budget.columns))


@given(data=st.data())
@settings(max_examples=settings().max_examples // 2)
def test_what_breaks_a_law_is_kept_with_the_same_result(
    table: DecisionTable, data: st.DataObject
) -> None:
    known = data.draw(parameters(table.pack))
    budget = data.draw(budgets(table.pack, most=3).filter(has_items))
    verdict = Verdict("a", same("a"), Counterexample(known, budget, 'a: "b"'), is_declared=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / EXAMPLES_FILE
        path.write_text(with_broken("", [verdict]), encoding="utf-8")
        (kept,) = read_kept_examples(Path(folder), table.pack)
    before = allocated(table, known, budget)
    after = allocated(table, kept.parameters, Budget("again", "", kept.lines, (), kept.measures))
    assert [said(result) for result in after.results] == [said(r) for r in before.results]
