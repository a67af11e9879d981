"""Changes of rules: two versions of a pack side by side, with the money of a budget if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fiscal_rules.analysis.difference import difference
from fiscal_rules.analysis.impact import RuleDiff, impact
from fiscal_rules.analysis.witness import Side, smallest, witness_of_box
from fiscal_rules.api import Request, allocated, decided, read_inputs
from fiscal_rules.readers.packs import find_pack, read_pack
from fiscal_rules.readers.parameters import read_parameters

_MOST_WITNESSES = 20
"""For so many boxes a line is looked for that shows what changes."""


def diff(
    old: str, new: str, *, parameters: Sequence[str] = (), budget: Request | None = None
) -> RuleDiff:
    """Compare two packs; PackRefusedError where one cannot be read, or parameter files cannot.

    Gaps and conflicts of a pack are told, and refuse nothing; a budget is allocated under packs
    that have none.
    """
    tables = [decided(read_pack(find_pack(name))) for name in (old, new)]
    found = difference(tables[0], tables[1])
    sides = [Side(t, read_parameters(t.pack, parameters, as_of=None)) for t in tables]
    shown = [witness_of_box(box, *sides) for box in found.boxes[:_MOST_WITNESSES]]
    least = None if found.is_empty else smallest(found, *sides)
    money = None
    if budget is not None:
        runs = [allocated(read_inputs(replace(budget, rules=name))) for name in (old, new)]
        money = impact(runs[0], runs[1])
    return RuleDiff(found, least, tuple(shown), money)
