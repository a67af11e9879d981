"""Settlements in columns are those of the scalar path, and those of a brute force of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from engine_packs import entry, known
from settling import SHARED, deducting, staged

from fiscal_rules.engine.columns.run import allocate_columns
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.allocation import Allocation, Provenance
from fiscal_rules.model.budget import BudgetLine, RefusedRow
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers.database import Limits
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budget_of

FORTY = entry("care.share", "2/5", of=ShareOf.REST)
NOWHERE = Provenance("", "", "", (), "", "", {}, rete=False, as_of="")


def in_columns(
    *lines: BudgetLine,
    pack: RulePack = SHARED,
    entries: Sequence[Entry] = (FORTY,),
    refused: tuple[RefusedRow, ...] = (),
) -> Allocation:
    budget = replace(budget_of(lines), refused=refused)
    table, parameters = infer(pack), known(*entries)
    found = allocate_columns(
        table, parameters, budget, provenance=NOWHERE, limits=Limits(threads=1)
    )
    one_by_one = allocated(table, parameters, budget)
    assert (found.settlements is None) == (one_by_one.settlements is None)
    if found.settlements is not None and one_by_one.settlements is not None:
        assert tuple(found.settlements.each) == one_by_one.settlements.each
        assert found.settlements.totals == one_by_one.settlements.totals
    return found


ACCOUNT = (
    staged("advance", 300_00, id="a", document="甲1"),
    staged("advance", 200_01, id="b", year=2021, document="甲2"),
    staged("settlement", 1000_03, id="c", year=2021, document="甲1", deduction=50_01),
)


@pytest.mark.parametrize("pack", [SHARED, deducting(SHARED, "city"), deducting(SHARED, "central")])
def test_an_account_is_settled_alike(pack: RulePack) -> None:
    found = in_columns(*ACCOUNT, pack=pack)
    assert found.settlements is not None
    (one,) = found.settlements.each
    assert found.settlements.find("J") == one == found.settlements.each[-1]
    assert found.settlements.find("K") is None


@pytest.mark.parametrize(
    "entries", [(), (FORTY,), (replace(FORTY, starts=FORTY.starts.replace(year=2021)),)]
)
def test_what_is_open_is_open_alike(entries: Sequence[Entry]) -> None:
    in_columns(*ACCOUNT, entries=entries)
    in_columns(
        *(replace(line, money={**line.money, "central_funds": 7_00}) for line in ACCOUNT),
        entries=entries,
    )
    in_columns(staged("settlement", 0, deduction=5), entries=entries)


@pytest.mark.parametrize(
    "other",
    [
        staged("settlement", 1, id="d"),
        staged("advance", 1, id="d", unit="west"),
        staged("advance", 1, id="d", item="cure"),
        staged("advance", 1, id="d", year=2029),
        staged("whole", 1, id="d"),
        staged(None, 1, id="d"),
        staged("advance", 1, id="d", settles="K"),
        staged("advance", 0, id="d", settles="K"),
        staged("settlement", 3, id="d", settles="　J　", deduction=9),
    ],
)  # fmt: skip
def test_what_is_remarkable_is_remarked_alike(other: BudgetLine) -> None:
    in_columns(*ACCOUNT, other)


def test_a_refused_row_is_in_doubt_alike() -> None:
    in_columns(*ACCOUNT, refused=(RefusedRow("9", (), None, None, "J"),))


def test_without_a_column_of_stages_nothing_is_settled() -> None:
    line = staged(None, 100)
    assert in_columns(line).settlements is None
    assert in_columns(staged("whole", 100)).settlements is None
