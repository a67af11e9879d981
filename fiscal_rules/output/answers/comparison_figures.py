"""Figures of a comparison: what each step moves, and what changes for each unit."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_rules.analysis.comparison import Compared, Comparison
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import OPEN
from fiscal_rules.output.answers.overlay_words import overlay_words
from fiscal_rules.output.figures import Bars, Figure, Series, Stacking, Waterfall
from fiscal_rules.output.names import government_name, unit_name
from fiscal_rules.output.pictures import UNIT
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import words

_STEPS = Text(
    "{name}：{payer}负担的增减，逐步", "{name}: what each step moves of what the {payer} pays"
)
_OPEN_STEPS = Text("{name}：待定金额的增减，逐步", "{name}: what each step moves of what is open")
_CHANGES = Text("各区划：{payer}自身负担的增减", "Units: change of what the {payer} bears itself")
_STEP = words("步骤", "step")


def comparison_figures(pack: RulePack, comparison: Comparison) -> Iterator[Figure]:
    """Draw a bar for each unit that bears more or less, and the steps of each scenario by payer."""
    if comparison.scenarios:
        bars = _changes(pack, comparison)
        yield from () if bars is None else (bars,)
    for each in comparison.scenarios:
        yield from _waterfalls(pack, each)


def _changes(pack: RulePack, comparison: Comparison) -> Bars | None:
    payer = pack.lower.id
    base = comparison.base.by_unit(payer)
    others = [each.totals.by_unit(payer) for each in comparison.scenarios]
    units = [
        unit.id
        for unit in pack.units
        if any(base.get(unit.id, 0) != other.get(unit.id, 0) for other in others)
    ]
    if not units:
        return None
    series = tuple(
        Series(
            each.scenario.name,
            tuple(other.get(unit, 0) - base.get(unit, 0) for unit in units),
        )
        for each, other in zip(comparison.scenarios, others, strict=True)
    )
    labels = tuple(unit_name(pack, unit) for unit in units)
    title = _CHANGES.fill(payer=government_name(pack, payer))
    return Bars(title, UNIT, labels, series, Stacking.BESIDE)


def _waterfalls(pack: RulePack, each: Compared) -> Iterator[Waterfall]:
    labels = tuple(overlay_words(pack, step.overlay) for step in each.steps)
    for payer in (*(government.id for government in pack.governments), OPEN):
        moved = tuple(step.in_order.get(payer, 0) for step in each.steps)
        if any(moved):
            said = _OPEN_STEPS if payer == OPEN else _STEPS
            title = said.fill(name=each.scenario.name, payer=payer_name(pack, payer))
            yield Waterfall(title, _STEP, labels, moved)
