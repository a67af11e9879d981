"""Read what a pack says of the pack above it, by which money from above is computed."""

from __future__ import annotations

from dataclasses import replace

from fiscal_rules.model.funding import Factors
from fiscal_rules.model.parameter import Entry, ParameterKind
from fiscal_rules.model.rulepack import Government, Item, PackAbove, RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.readers import messages
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.shapes import AboveShape
from fiscal_rules.readers.yaml import Way

_UNIT = Text("单位", "unit")
_ITEM = Text("事项", "item")
_GOVERNMENT = Text("政府", "government")
_HERE: Way = ("above",)


def read_above(
    reading: Reading,
    shape: AboveShape,
    pack: RulePack,
    *,
    governments: tuple[Government, ...],
    items: tuple[Item, ...],
) -> PackAbove:
    """Read what is computed by ``pack``: governments and items must be of both packs."""
    reading.known(shape.unit, pack.unit_by_id, (*_HERE, "unit"), what=_UNIT)
    payers = [g.id for g in governments if g.funds is not None and g.id in pack.government_by_id]
    for i, payer in enumerate(shape.computes):
        reading.known(payer, payers, (*_HERE, "computes", i), what=_GOVERNMENT)
    shared = [item.id for item in items if item.id in pack.item_by_id]
    for i, item in enumerate(shape.items):
        way = (*_HERE, "items", i)
        reading.known(item, shared, way, what=_ITEM)
        for rule in pack.rules_for(item):
            if isinstance(rule.fund, Factors):
                reading.refuse(messages.POT_ABOVE, way, item=item, rule=rule.id)
    for key, names in (("computes", shape.computes), ("items", shape.items)):
        listed = ((name, (*_HERE, key, i)) for i, name in enumerate(names))
        reading.unique(listed, what=_ITEM if key == "items" else _GOVERNMENT)
    return PackAbove(pack, shape.unit, tuple(shape.computes), tuple(shape.items), shape.when)


def kinds_above(above: PackAbove) -> tuple[tuple[str, ParameterKind], ...]:
    """Say what parameters are asked for by the pack above, under its name."""
    return tuple((above.named(name), kind) for name, kind in above.pack.parameter_kinds)


def entries_above(above: PackAbove | None) -> tuple[Entry, ...]:
    """Give the entries of the pack above, under its name."""
    if above is None:
        return ()
    return tuple(
        replace(entry, parameter=above.named(entry.parameter)) for entry in above.pack.entries
    )
