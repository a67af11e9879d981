"""Words: what the texts of a combination mean, each read once by the readers of single cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from fiscal_rules.model.budget import Combination, Period, What
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import UNLISTED, ColumnKind, Finding, Level
from fiscal_rules.readers.budgets.cells import (
    Month,
    Unreadable,
    read_choice,
    read_code,
    read_month,
    read_year,
)
from fiscal_rules.readers.budgets.columns.codes import NO_HEADS, Keys
from fiscal_rules.readers.budgets.lookups import FoundItem, find_item, find_unit
from fiscal_rules.readers.budgets.records import is_whole_stage

_Where = tuple[str, str | None, bool]
"""A unit, the county of a line of the city itself, and whether a name of theirs is superseded."""


class Words:
    """Reads the words of combinations, each text once."""

    def __init__(self, keys: Keys) -> None:
        self._pack = keys.pack
        self._labels = {c.column.id: c.labels for c in keys.coded}
        self._choices = [c.column.id for c in keys.coded if c.column.kind is ColumnKind.CHOICE]
        self._numbers = [name for name in keys.numbers if name != "amount"]
        self._when = cache(_when)
        self._where = cache(lambda unit, other, period: _where(self._pack, unit, other, period))
        self._item = cache(lambda text, code, day: _item(self._pack, text, code, day))
        self._choice = cache(read_choice)
        self._whole = cache(is_whole_stage)

    def combination(self, number: int, digits: Mapping[str, int]) -> Combination | None:
        """Read a combination, given its digits; None where a word of it cannot be read."""
        said = {
            name: labels[digits[name] - 1] for name, labels in self._labels.items() if digits[name]
        }
        period = self._when(*(said.get(c, "") for c in ("year", "period_from", "period_to")))
        if period is None or not self._whole(said.get("stage", "")):
            return None
        where = self._where(said.get("unit", ""), said.get("counterpart", ""), period)
        text = said.get("item", "").strip()
        # An item beyond those told apart has a text, though not this one.
        unnamed = UNLISTED if digits.get("item") == 0 else ""
        first = date(period.year, period.first, 1)
        found = self._item(text or unnamed, said.get("function_code", "").strip(), first)
        choices = self._chosen(said)
        if where is None or found is None or choices is None:
            return None
        unit, counterpart, superseded = where
        what = What(
            item=found.item,
            item_text=text if found.item == UNLISTED else "",
            candidates=() if text or unnamed else found.candidates,
            choices=choices,
            findings=(
                *((Finding.SUPERSEDED_CODE.value,) if superseded else ()),
                *((Finding.CODE_MISMATCH.value,) if found.mismatch else ()),
            ),
            present=frozenset(name for name in self._numbers if digits.get(name)),
            no_heads=bool(digits.get(NO_HEADS)),
        )
        return Combination(number, period, unit, counterpart, what)

    def _chosen(self, said: Mapping[str, str]) -> tuple[tuple[str, str], ...] | None:
        found = []
        for column in self._choices:
            text = said.get(column, "").strip()
            if not text:
                continue
            choice = self._choice(column, text)
            if isinstance(choice, Unreadable):
                return None
            found.append((column, choice))
        return tuple(sorted(found))


def _when(year_text: str, first_text: str, last_text: str) -> Period | None:
    year = read_year(year_text)
    first, last = (_month(text) for text in (first_text, last_text))
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
    return read_month(text) if text.strip() else None


def _where(pack: RulePack, unit_text: str, other_text: str, period: Period) -> _Where | None:
    if not unit_text.strip():
        return None
    unit = find_unit(pack, unit_text.strip(), period)
    other = find_unit(pack, other_text.strip(), period) if other_text.strip() else None
    if isinstance(unit, Unreadable) or isinstance(other, Unreadable):
        return None
    if other is None:
        return unit.unit.id, None, unit.superseded
    if unit.unit.level is not Level.CITY:
        return (unit.unit.id, None, unit.superseded) if other.unit == unit.unit else None
    if other.unit.level is not Level.COUNTY:
        return None
    return unit.unit.id, other.unit.id, unit.superseded


def _item(pack: RulePack, text: str, code_text: str, day: date) -> FoundItem | None:
    code = read_code(code_text) if code_text else None
    return None if isinstance(code, Unreadable) else find_item(pack, text or None, code, day)
