"""The ``settlements`` table: for each settlement a row a payer, and one for what is open."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.settlement import Account, Settlement
from fiscal_rules.model.vocabulary import OPEN

BEFORE = ("settles", "status", "unit", "counterpart", "item", "years", "documents", "payer")
ACCOUNT = ("due", "advanced", "deducted", "payment")
AFTER = ("standing", "findings")
COLUMNS = (*BEFORE, *ACCOUNT, *AFTER)
"""The columns of the table. The rows of one settlement add up to it."""


def settlement_rows(settlement: Settlement) -> Iterator[tuple[str, ...]]:
    """Write a settlement as rows of text; what is not known is an empty text."""
    before = (
        settlement.id,
        settlement.status,
        settlement.unit or "",
        settlement.counterpart or "",
        settlement.item or "",
        ";".join(map(str, settlement.years)),
        ";".join(settlement.documents),
    )
    after = (settlement.standing or "", ";".join(settlement.findings))
    for payer, held in accounts_of(settlement):
        yield (*before, payer, *map(_amount, held.all), *after)


def accounts_of(settlement: Settlement) -> Iterator[tuple[str, Account]]:
    """List the accounts that add up to a settlement: of each payer, and of what is open."""
    yield from ((held.payer, held.account) for held in settlement.payers)
    if settlement.has_open:
        yield OPEN, settlement.open


def _amount(fen: Fen | None) -> str:
    return "" if fen is None else yuan(fen)
