"""Pictures of a report: where the money comes from and goes, and what each unit's rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from fiscal_rules.analysis.comparison import Key, added, totals_of
from fiscal_rules.model.money import Fen
from fiscal_rules.model.rulepack import RulePack, items_of
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import OPEN, TERMS, Standing
from fiscal_rules.output.figures import Bars, Figure, Node, Series, Stacking, Streams, Tone
from fiscal_rules.output.names import OTHER, item_name, unit_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.sums import Sums
from fiscal_rules.output.tables import words

_MONEY = Text("钱从哪里来，到哪里去", "Where the money comes from and where it goes")
_MONEY_NOTE = Text(
    "左：由谁负担；中：用在哪个区划；右：用于什么事项。“待定”是尚不知由谁负担的金额，不是任何一方的钱。",
    "Left: who pays; middle: the unit for which; right: the item for which. What is open is money "
    "of which nobody knows who pays; it is no one's.",
)
_RESTS_ON = Text("各区划的金额依据什么", "What the money of each unit rests on")
_RESTS_ON_NOTE = Text(
    "上级资金按预算所报；其余按依据分为正式、推导、假定，待定另列，合计为金额。",
    "Money from above is as the budget reports it; the rest stands by what it rests on, what is open "
    "apart. Together they are the amount.",
)
_RECEIVED = Text("上级资金（所报）", "from above, as reported")
_OF_STANDINGS = {
    Standing.OFFICIAL: Tone.OFFICIAL,
    Standing.DERIVED: Tone.DERIVED,
    Standing.ASSUMED: Tone.ASSUMED,
}
_NAMED_TONES = frozenset(("central", "province", "city", "county"))
UNIT = words("区划", "unit", width=24)
_Place = tuple[int, str | None]
"""A rank of the streams (payers, units, items), and who or what stands there."""


def pictures_of(report: Report) -> tuple[Figure, ...]:
    """Draw every picture that has something to show."""
    made = (picture(report) for picture in PICTURES)
    return tuple(figure for figure in made if figure is not None)


def money_streams(report: Report) -> Streams | None:
    """Draw the money from those who pay, through the units, to the items."""
    pack = report.allocation.pack
    paid = totals_of(report.allocation.groups).amounts.items()
    amounts = added((_places(pack, key), amount) for key, amount in paid if amount)
    if not amounts:
        return None
    present = {place for places in amounts for place in places}
    nodes = [(place, node) for place, node in _nodes(pack) if place in present]
    numbers = {place: number for number, (place, _) in enumerate(nodes)}
    links = added(
        ((numbers[one], numbers[other]), amount)
        for (payer, unit, item), amount in amounts.items()
        for one, other in ((payer, unit), (unit, item))
    )
    linked = tuple((*ends, links[ends]) for ends in sorted(links))
    return Streams(_MONEY, tuple(node for _, node in nodes), linked, (_MONEY_NOTE,))


def _places(pack: RulePack, key: Key) -> tuple[_Place, _Place, _Place]:
    unit, item, payer = key
    known = {OPEN, *(government.id for government in pack.governments)}
    return (0, payer if payer in known else OTHER), (1, unit), (2, item)


def _nodes(pack: RulePack) -> Iterator[tuple[_Place, Node]]:
    for payer in (*(government.id for government in pack.governments), OTHER, OPEN):
        yield (0, payer), Node(payer_name(pack, payer), 0, tone_of(payer))
    for unit in pack.units:
        yield (1, unit.id), Node(unit_name(pack, unit.id), 1)
    for item in items_of(pack):
        yield (2, item), Node(item_name(pack, item), 2, Tone.RECEIVED)


def tone_of(payer: str) -> Tone:
    """Choose the tone of a payer; governments that a pack names otherwise have that of others."""
    if payer == OPEN:
        return Tone.OPEN
    return Tone(payer) if payer in _NAMED_TONES else Tone.OTHER


def unit_bars(report: Report) -> Bars | None:
    """Draw a bar for each unit: what is received, what rests on what, and what is open."""
    held = [(unit_name(report.allocation.pack, each.unit), each.sums) for each in report.units]
    if not held:
        return None
    sums = [each for _, each in held]
    series = [
        Series(_RECEIVED, tuple(each.placed - each.placed_below for each in sums), Tone.RECEIVED),
        *(
            Series(TERMS[standing], _resting_on(standing, sums), tone)
            for standing, tone in _OF_STANDINGS.items()
        ),
        Series(payer_name(report.allocation.pack, OPEN), tuple(s.open for s in sums), Tone.OPEN),
    ]
    labels = tuple(name for name, _ in held)
    notes = (_RESTS_ON_NOTE,)
    return Bars(_RESTS_ON, UNIT, labels, _told(series), Stacking.PARTS, notes)


def _resting_on(standing: Standing, sums: Iterable[Sums]) -> tuple[Fen, ...]:
    return tuple(dict(each.by_standing)[standing] for each in sums)


def _told(series: Sequence[Series]) -> tuple[Series, ...]:
    """Leave out series of nothing."""
    return tuple(each for each in series if any(each.amounts))


PICTURES: tuple[Callable[[Report], Figure | None], ...] = (money_streams, unit_bars)
"""A picture is added here, and nowhere else."""
