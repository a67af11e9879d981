"""A few short ways to write lines that are settled together, for the tests of settlements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine_packs import line_of, pack_of, when

from fiscal_rules.model.budget import BudgetLine, Period
from fiscal_rules.model.funding import Matching, Share
from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.rulepack import Deductions, RulePack
from fiscal_rules.model.settlement import Settlement
from fiscal_rules.model.vocabulary import Authority, Standing
from fiscal_rules.testing.packs import rule_of

SHARED = pack_of(
    rule_of(
        "care",
        when=when(item="care"),
        authority=Authority.SHARED,
        fund=Matching(None, (Share("city", "care.share"),), "county"),
    ),
    items=("care", "cure"),
)
"""A pack in which the city pays its share of care and the county the rest."""


def staged(  # noqa: PLR0913 (what a row of a budget says)
    stage: str | None,
    amount: Fen,
    *,
    id: str = "1",  # noqa: A002 (as the model calls it)
    settles: str = "J",
    year: int = 2020,
    unit: str = "east",
    item: str | None = "care",
    document: str | None = None,
    deduction: Fen | None = None,
    money: Mapping[str, Fen] | None = None,
    counterpart: str | None = None,
) -> BudgetLine:
    """Make a line of a stage, as it would have been read."""
    deducted = {} if deduction is None else {"deduction": deduction}
    choices = {} if stage is None else {"stage": stage}
    held = {**(money or {}), **deducted}
    line = line_of(
        amount, id=id, unit=unit, item=item, period=Period(year), choices=choices, money=held
    )
    labels = {"settles": settles, **({} if document is None else {"document": document})}
    cells = {
        "line": id,
        "year": str(year),
        "unit": unit,
        "amount": yuan(amount),
        **({} if item is None else {"item": item}),
        **choices,
        **labels,
        **{column: yuan(fen) for column, fen in held.items()},
    }
    return replace(line, counterpart=counterpart, cells=cells)


def deducting(pack: RulePack, payer: str) -> RulePack:
    """Let one payer of a pack bear what is deducted."""
    return replace(pack, deductions=Deductions(payer, Standing.DERIVED, "invented"))


def by_payer(found: Settlement) -> dict[str, tuple[Fen | None, ...]]:
    """Give due, advanced, deducted and payment of each payer, of what is open, and in all."""
    rows = {held.payer: held.account.all for held in found.payers}
    opened = {"open": found.open.all} if found.has_open else {}
    return {**rows, **opened, "total": found.total.all}
