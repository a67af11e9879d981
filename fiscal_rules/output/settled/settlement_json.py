"""Settlements as JSON: identifiers in English, money as text, null where it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.settlement import Account, PayerAccount, Settlement, SettlementTotals
from fiscal_rules.output.json_values import Json


def settlement_json(settlement: Settlement) -> Mapping[str, Json]:
    """Give a settlement; its payers and what is open add up to the total."""
    return {
        "settles": settlement.id,
        "status": settlement.status,
        "unit": settlement.unit,
        "counterpart": settlement.counterpart,
        "item": settlement.item,
        "years": settlement.years,
        "documents": settlement.documents,
        "payers": _payers(settlement.payers),
        "open": account_json(settlement.open),
        "total": account_json(settlement.total),
        "standing": settlement.standing,
        "findings": settlement.findings,
        "lines": [
            {
                "line": line.line,
                "stage": line.stage,
                "year": line.year,
                "document": line.document,
                "amount": yuan(line.amount),
            }
            for line in settlement.lines
        ],
        "lines_in_all": settlement.count,
    }


def totals_json(totals: SettlementTotals) -> Mapping[str, Json]:
    """Give what settlements add up to: by status, and by payer for those that are computed."""
    return {
        "by_status": {
            held.status: {"settlements": held.count, **account_json(held.account)}
            for held in totals.statuses
        },
        "payers": _payers(totals.payers),
        "open": account_json(totals.open),
        "total": account_json(totals.total),
    }


def account_json(held: Account) -> Mapping[str, Json]:
    """Give an account."""
    return {
        "due": _amount(held.due),
        "advanced": _amount(held.advanced),
        "deducted": _amount(held.deducted),
        "payment": _amount(held.payment),
    }


def _payers(held: Iterable[PayerAccount]) -> Mapping[str, Json]:
    return {one.payer: account_json(one.account) for one in held}


def _amount(fen: Fen | None) -> str | None:
    return None if fen is None else yuan(fen)
