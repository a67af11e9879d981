"""The engine and the oracle, written apart from each other, say the same of every line."""

from __future__ import annotations

from collections.abc import Mapping

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.infer import infer
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.vocabulary import Authority
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.parameters import parameters

# No fixture: it would be an argument of the drawn tests, written out in full where one fails.
TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))

ITEMS = (
    ("basic-public-health", "family-planning-special"),
    ("residents-insurance", "family-planning-reward"),
    ("major-infectious-disease", "essential-medicines", "private-institutions"),
    ("maternal-child-programmes", "health-capacity"),
    ("health-emergency",),
    ("medical-assistance",),
    ("traditional-chinese-medicine",),
    ("institution-development",),
    ("only-child-pension", "health-administration", "medical-security-capacity"),
)
"""All items of the pack, those of one form together."""
COMPUTED = "central.computed"
"""The oracle knows the city's plan alone: what the centre's plan computes is tried by other tests."""
NO_MONEY = ("central", "province", "city", "county")


def compare(data: st.DataObject, items: tuple[str, ...]) -> None:
    pack = TABLE.pack
    shared = ("province-managed.city-pays", "private-institutions.city-share")
    asked = [
        name
        for name, _ in pack.parameter_kinds
        if name != COMPUTED and (not items or name in shared or name.partition(".")[0] in items)
    ]
    known = data.draw(parameters(pack, only=asked))
    budget = data.draw(budgets(pack, items=items))
    expected = oracle.evaluate(pack, known, budget.lines, budget.measures)
    for result in allocated(TABLE, known, budget).results:
        assert said(result) == vars(expected[result.line.id]), result.line


def said(result: LineResult) -> Mapping[str, object]:
    """Say of a result what the oracle says."""
    authority = result.authority
    return {
        "status": result.status.value,
        "authority": None if authority in (None, Authority.UNSTATED) else str(authority),
        "clauses": result.clauses,
        "payers": {payer: result.paid_by(payer) for payer in NO_MONEY},
        "open": result.open,
        "standing": result.standing,
        "needs": {(need.kind.value, need.id) for need in result.needs},
        "duties": {duty.id.value for duty in result.duties},
        "findings": {finding.id.value for finding in result.findings},
    }


@given(data=st.data())
@settings(max_examples=settings().max_examples * 2)
def test_of_any_budget(data: st.DataObject) -> None:
    compare(data, ())


@pytest.mark.parametrize("items", ITEMS, ids=lambda items: items[0])
@given(data=st.data())
def test_of_lines_of_one_form(items: tuple[str, ...], data: st.DataObject) -> None:
    compare(data, items)


def test_all_items_of_the_pack_are_compared() -> None:
    compared = {item for items in ITEMS for item in items}
    assert compared == {item.id for item in TABLE.pack.items}
