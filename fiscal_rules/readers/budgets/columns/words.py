"""Words: what the texts of a file mean, each read once by the readers of single cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fiscal_rules.model.budget import How, Period, Where, Which
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import RECIPIENT, UNLISTED, ColumnKind
from fiscal_rules.readers.budgets.cells import (
    Month,
    Unreadable,
    read_choice,
    read_code,
    read_month,
    read_year,
)
from fiscal_rules.readers.budgets.columns.codes import NO_HEADS, Keys
from fiscal_rules.readers.budgets.lookups import find_item, find_recipient, find_unit

Digits = Mapping[str, int]
"""The digits of a part of a line: which of a column's labels it says, from 1; 0 is none of them."""


def said_by(keys: Keys, digits: Digits) -> dict[str, str]:
    """Give the texts that digits stand for; blanks are empty."""
    labels = {c.column.id: c.labels for c in keys.coded}
    return {
        column: labels[column][digit - 1].strip()
        for column, digit in digits.items()
        if column in labels and digit
    }


def read_period(said: Mapping[str, str]) -> Period | None:
    """Read when it is; None where that cannot be read."""
    year = read_year(said.get("year", ""))
    first, last = (_month(said.get(column, "")) for column in ("period_from", "period_to"))
    if (
        isinstance(year, Unreadable)
        or isinstance(first, Unreadable)
        or isinstance(last, Unreadable)
    ):
        return None
    if any(month is not None and month.year != year for month in (first, last)):
        return None
    if (first and not first.may_begin) or (last and not last.may_end):
        return None
    period = Period(year, first.month if first else 1, last.month if last else 12)
    return period if period.first <= period.last else None


def _month(text: str) -> Month | Unreadable | None:
    return read_month(text) if text else None


def read_place(pack: RulePack, said: Mapping[str, str], period: Period) -> Where | None:
    """Read where it is in a period; None where that cannot be read."""
    unit_text, other_text = said.get("unit", ""), said.get("counterpart", "")
    if not unit_text:
        return None
    unit = find_unit(pack, unit_text, period)
    other = find_unit(pack, other_text, period) if other_text else None
    if isinstance(unit, Unreadable) or isinstance(other, Unreadable):
        return None
    here = Where(unit.unit.id, None, unit.superseded, find_recipient(pack, said.get(RECIPIENT)))
    if other is None:
        return here
    if pack.is_lower(unit.unit):
        return here if other.unit == unit.unit else None
    return replace(here, counterpart=other.unit.id) if pack.is_lower(other.unit) else None


def read_which(pack: RulePack, said: Mapping[str, str], digits: Digits, day: date) -> Which | None:
    """Read which item it is on a day; None where its code cannot be read."""
    text = said.get("item", "")
    # An item beyond those told apart has a text, though we do not know it here.
    known = text or (UNLISTED if digits.get("item") == 0 else None)
    code_text = said.get("function_code", "")
    code = read_code(code_text) if code_text else None
    if isinstance(code, Unreadable):
        return None
    found = find_item(pack, known, code, day)
    return Which(
        item=found.item,
        item_text=text if found.item == UNLISTED else "",
        candidates=found.candidates if known is None else (),
        mismatch=found.mismatch,
    )


def read_how(keys: Keys, said: Mapping[str, str], digits: Digits) -> How | None:
    """Read how it is described; None where a choice cannot be read."""
    choices = []
    for coded in keys.coded:
        text = said.get(coded.column.id, "")
        if coded.column.kind is ColumnKind.CHOICE and text:
            choice = read_choice(coded.column.id, text)
            if isinstance(choice, Unreadable):
                return None
            choices.append((coded.column.id, choice))
    return How(
        choices=tuple(sorted(choices)),
        present=frozenset(name for name in keys.numbers if digits.get(name)),
        no_heads=bool(digits.get(NO_HEADS)),
    )
