"""Sorts of line: what lines say in words, numbered so that those which say the same are known as such."""

from __future__ import annotations

from functools import cache

from fiscal_rules.model.budget import BudgetLine, How, Period, Where, Which
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import (
    AFFILIATION,
    CATEGORY,
    HEADCOUNT_BASIS,
    SEVERITY,
    STAGE,
    UNITS,
    UNLISTED,
    Finding,
)

TOLD_APART = frozenset(
    column.id for column in (AFFILIATION, CATEGORY, SEVERITY, HEADCOUNT_BASIS, STAGE)
)
"""Attributes that matter for every item: parameters, treasuries and findings may turn on them."""
COUNTED = frozenset({"headcount"})
"""Columns of numbers whose blank matters for every item: people may be counted twice."""


def told_apart(pack: RulePack) -> dict[str, frozenset[str]]:
    """Name for each item what its lines are told apart by: attributes, and blanks of numbers."""
    always = TOLD_APART | COUNTED
    items = (*pack.item_by_id, UNLISTED)
    return {item: pack.asked_of(item) | pack.numbers_asked_of(item) | always for item in items}


class Sorts:
    """What lines have said so far, in the order in which it came."""

    def __init__(self, pack: RulePack) -> None:
        self.items: dict[Which, int] = {}
        self.periods: dict[Period, int] = {}
        self.places: dict[Where, int] = {}
        self.hows: dict[How, int] = {}
        self._attributes = cache(lambda item: pack.asked_of(item) | TOLD_APART)
        self._numbers = cache(lambda item: pack.numbers_asked_of(item) | COUNTED)

    def of(self, line: BudgetLine) -> tuple[int, int, int, int]:
        """Give the numbers of what a line says: which item, when, where, how it is described."""
        unlisted = line.item_text if line.item == UNLISTED else ""
        mismatch = Finding.CODE_MISMATCH in line.findings
        which = Which(line.item, unlisted, line.candidates, mismatch)
        superseded = Finding.SUPERSEDED_CODE in line.findings
        where = Where(line.unit, line.counterpart, superseded, line.recipient)
        return (
            self.items.setdefault(which, len(self.items)),
            self.periods.setdefault(line.period, len(self.periods)),
            self.places.setdefault(where, len(self.places)),
            self.hows.setdefault(self._how(line), len(self.hows)),
        )

    def _how(self, line: BudgetLine) -> How:
        asked = None if line.item is None else self._attributes(line.item)
        numbers = frozenset(UNITS) if line.item is None else self._numbers(line.item)
        choices = (each for each in line.choices.items() if asked is None or each[0] in asked)
        return How(
            choices=tuple(sorted(choices)),
            present=numbers.intersection((*line.money, *line.numbers)),
            no_heads=line.numbers.get("headcount") == 0,
        )
