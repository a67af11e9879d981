"""Check entries of parameters: each holds for some unit."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.check import messages
from fiscal_rules.check.places import part_of
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import RulePack, Unit
from fiscal_rules.model.vocabulary import CLASS
from fiscal_rules.readers.merge import closed


def entries_for_nobody(pack: RulePack) -> Iterator[Diagnostic]:
    """Every value for some units or classes holds for a county that there is while it holds."""
    counties = [unit for unit in pack.units if pack.is_lower(unit)]
    for entry in closed(pack.own_entries):
        if not any(_holds_for(entry, unit) for unit in counties):
            place = part_of(entry.at, "for")
            yield messages.HOLDS_FOR_NOBODY.at(place, parameter=entry.parameter)


def _holds_for(entry: Entry, unit: Unit) -> bool:
    scope = dict(entry.scope)
    if unit.id not in scope.get("unit", (unit.id,)):
        return False
    changes = (held.starts for held in unit.classes if held.starts is not None)
    days = (entry.starts, *(day for day in changes if entry.holds_on(day)))
    return CLASS not in scope or any(unit.class_on(day) in scope[CLASS] for day in days)
