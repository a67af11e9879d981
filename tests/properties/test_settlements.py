"""Laws of settlements, for any sound pack: what is paid is due less advanced less deducted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from engine_packs import entry, known
from hypothesis import given, settings
from hypothesis import strategies as st
from settling import SHARED, deducting, staged

from fiscal_rules.engine.columns.run import allocate_columns
from fiscal_rules.engine.infer import DecisionTable, infer
from fiscal_rules.model.allocation import LineResult, Provenance
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Parameters, ShareOf
from fiscal_rules.model.rulepack import Deductions, RulePack
from fiscal_rules.model.settlement import (
    COMPUTED,
    DOUBTS,
    PayerAccount,
    Settlement,
    SettlementStatus,
)
from fiscal_rules.model.vocabulary import Standing
from fiscal_rules.readers.database import Limits
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budget_of
from fiscal_rules.testing.packs import sound_packs
from fiscal_rules.testing.parameters import parameters
from fiscal_rules.testing.settling import settled_budgets

TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))
NOWHERE = Provenance("", "", "", (), "", "", {}, rete=False, as_of="")
_BEARERS = st.sampled_from([None, "city", "county", "central"])

Drawn = tuple[DecisionTable, Parameters, Budget]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw a pack that may name who bears deductions, its parameters, and a budget."""
    pack = draw(sound_packs())
    payer = draw(_BEARERS)
    bearer = None if payer is None else Deductions(payer, Standing.DERIVED, "drawn")
    pack = replace(pack, deductions=bearer)
    return infer(pack), draw(parameters(pack)), draw(settled_budgets(pack))


@given(data=st.data())
def test_columns_settle_as_the_scalar_path_does(data: st.DataObject) -> None:
    compare(*data.draw(drawn()))


@settings(max_examples=20)
@given(data=st.data())
def test_columns_settle_as_the_scalar_path_does_for_liaocheng(data: st.DataObject) -> None:
    pack = TABLE.pack
    compare(TABLE, data.draw(parameters(pack)), data.draw(settled_budgets(pack, most=30)))


def compare(table: DecisionTable, known: Parameters, budget: Budget) -> None:
    one_by_one = allocated(table, known, budget).settlements
    found = allocate_columns(
        table, known, budget, provenance=NOWHERE, limits=Limits(threads=1)
    ).settlements
    if one_by_one is None:
        assert found is None
        return
    assert found is not None
    assert tuple(found.each) == one_by_one.each
    assert found.totals == one_by_one.totals


@given(data=st.data())
def test_each_payer_pays_what_brute_force_makes_it_pay(data: st.DataObject) -> None:
    table, known, budget = data.draw(drawn())
    allocation = allocated(table, known, budget)
    held: dict[str, list[LineResult]] = defaultdict(list)
    for result in allocation.results:
        if result.line.choices.get("stage") in ("advance", "settlement"):
            held[result.line.cells["settles"]].append(result)
    settlements = {} if allocation.settlements is None else {
        settlement.id: settlement for settlement in allocation.settlements.each
    }  # fmt: skip
    assert settlements.keys() == held.keys()
    for key, results in held.items():
        _by_brute_force(table.pack, settlements[key], results)


def _by_brute_force(pack: RulePack, found: Settlement, results: list[LineResult]) -> None:
    """Work a settlement again: fen by fen where something is deducted."""
    due = [r for r in results if r.line.choices["stage"] == "settlement"]
    advanced = [r for r in results if r.line.choices["stage"] == "advance"]
    if any(finding in DOUBTS for finding in found.findings):
        assert found.total.payment is None
        return
    assert (found.status is SettlementStatus.OUTSTANDING) == (not due)
    if not due:
        return
    (settled,) = due
    deduction = settled.line.money.get("deduction", 0)
    whole = settled.line.amount - sum(r.line.amount for r in advanced) - deduction
    assert found.total.payment == whole
    if settled.open or any(r.open for r in advanced):
        assert found.status is SettlementStatus.OPEN
        return
    owed = {g.id: settled.paid_by(g.id) for g in pack.governments}
    taken = _deducted(pack, owed, deduction)
    if taken is None:
        assert found.status is SettlementStatus.OPEN
        return
    expected = {
        payer: owed[payer] - sum(r.paid_by(payer) for r in advanced) - taken[payer]
        for payer in owed
    }
    named = {held.payer: held.account.payment for held in found.payers}
    assert {payer: named.get(payer, 0) for payer in owed} == expected
    assert sum(expected.values()) == whole


def _deducted(pack: RulePack, owed: Mapping[str, Fen], deduction: Fen) -> dict[str, Fen] | None:
    """Give each payer whole fen by what it owes, then the fen that are left, the most lacking first."""
    if pack.deductions is not None:
        return {payer: deduction * (payer == pack.deductions.payer) for payer in owed}
    whole = sum(owed.values())
    if not deduction:
        return dict.fromkeys(owed, 0)
    if not whole:
        return None
    taken = {payer: deduction * amount // whole for payer, amount in owed.items()}
    lacking = {payer: deduction * owed[payer] - taken[payer] * whole for payer in owed}
    while sum(taken.values()) < deduction:
        payer = max(lacking, key=lambda each: lacking[each])
        taken[payer] += 1
        lacking[payer] = -1
    return taken


@given(data=st.data())
def test_payers_and_what_is_open_add_up_in_every_column(data: st.DataObject) -> None:
    table, known, budget = data.draw(drawn())
    settlements = allocated(table, known, budget).settlements
    for found in () if settlements is None else settlements.each:
        parts = [*(held.account for held in found.payers), found.open]
        columns = zip(*(part.all for part in parts), strict=True)
        for whole, column in zip(found.total.all, columns, strict=True):
            assert whole is None or whole == sum(amount or 0 for amount in column)
        for held in found.payers:
            due, advanced, deducted, payment = held.account.all
            if payment is None:
                assert None in (due, advanced, deducted)
            else:
                assert payment == (due or 0) - (advanced or 0) - (deducted or 0)
        assert (found.total.payment is not None) == (found.status in COMPUTED)


@given(data=st.data())
def test_the_order_of_rows_does_not_matter(data: st.DataObject) -> None:
    table, known, budget = data.draw(drawn())
    turned = replace(budget, lines=tuple(data.draw(st.permutations(budget.lines))))
    before = allocated(table, known, budget).settlements
    after = allocated(table, known, turned).settlements
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before.each == after.each


AMOUNTS = st.integers(0, 10**12)


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=4), due=AMOUNTS, deduction=AMOUNTS)
def test_an_advance_in_batches_settles_as_one(amounts: list[int], due: int, deduction: int) -> None:
    """Exact in all; by payer, but for half a fen by which each line is rounded."""
    split, single = (_settled(lines, due, deduction) for lines in (amounts, [sum(amounts)]))
    assert (split.status, split.total) == (single.status, single.total)
    for one, other in zip(split.payers, single.payers, strict=True):
        assert one.account.due == other.account.due
        assert one.account.deducted == other.account.deducted
        assert 2 * abs(_payment(one) - _payment(other)) <= 1 + len(amounts)


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=4), due=AMOUNTS, deduction=AMOUNTS)
def test_batches_that_are_divided_without_rest_change_nothing(
    amounts: list[int], due: int, deduction: int
) -> None:
    """Of a multiple of 5 fen, 40 per cent are whole fen."""
    whole = [5 * amount for amount in amounts]
    split, single = (_settled(lines, due, deduction) for lines in (whole, [sum(whole)]))
    assert (split.payers, split.open, split.total) == (single.payers, single.open, single.total)


def _settled(advances: list[int], due: int, deduction: int) -> Settlement:
    lines = [staged("advance", amount, id=f"a{n}") for n, amount in enumerate(advances)]
    lines.append(staged("settlement", due, id="s", deduction=deduction))
    forty = known(entry("care.share", "2/5", of=ShareOf.REST))
    settlements = allocated(infer(deducting(SHARED, "county")), forty, budget_of(lines)).settlements
    assert settlements is not None
    (found,) = settlements.each
    return found


def _payment(held: PayerAccount) -> Fen:
    assert held.account.payment is not None
    return held.account.payment
