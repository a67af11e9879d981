"""Combinations: what lines say in words, sorted so that lines which say the same are known as such."""

from __future__ import annotations

from functools import cache

from fiscal_rules.model.budget import BudgetLine, Combination, What
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import (
    AFFILIATION,
    CATEGORY,
    HEADCOUNT_BASIS,
    SEVERITY,
    UNITS,
    UNLISTED,
)

TOLD_APART = frozenset(column.id for column in (AFFILIATION, CATEGORY, SEVERITY, HEADCOUNT_BASIS))
"""Attributes that matter for every item: parameters, treasuries and findings may turn on them."""
COUNTED = frozenset({"headcount"})
"""Columns of numbers whose blank matters for every item: people may be counted twice."""


class Combinations:
    """The combinations met so far, in the order in which they came."""

    def __init__(self, pack: RulePack) -> None:
        self.found: list[Combination] = []
        self._ids: dict[object, int] = {}
        self._attributes = cache(lambda item: pack.asked_of(item) | TOLD_APART)
        self._numbers = cache(lambda item: pack.numbers_asked_of(item) | COUNTED)

    def of_line(self, line: BudgetLine) -> int:
        """Find the combination of a line, or make one."""
        key = (line.period, line.unit, line.counterpart, self._what(line))
        if key not in self._ids:
            self._ids[key] = len(self.found)
            self.found.append(Combination(len(self.found), *key))
        return self._ids[key]

    def _what(self, line: BudgetLine) -> What:
        asked = None if line.item is None else self._attributes(line.item)
        numbers = frozenset(UNITS) if line.item is None else self._numbers(line.item)
        choices = (each for each in line.choices.items() if asked is None or each[0] in asked)
        return What(
            item=line.item,
            item_text=line.item_text if line.item == UNLISTED else "",
            candidates=line.candidates,
            choices=tuple(sorted(choices)),
            findings=line.findings,
            present=numbers.intersection((*line.money, *line.numbers)),
            no_heads=line.numbers.get("headcount") == 0,
        )
