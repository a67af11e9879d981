"""Treasuries: from whose to whose a payment goes, and as what kind of flow."""

from __future__ import annotations

from fiscal_rules.engine.allocate.parts import PartKey
from fiscal_rules.engine.allocate.stretch import Stretch
from fiscal_rules.model.rulepack import Government
from fiscal_rules.model.vocabulary import AFFILIATION, Duty, Flow, Level, Part

Route = tuple[str, str, Flow]
"""The payer's treasury, the recipient's, and the kind of flow between them."""


def treasury_of_line(stretch: Stretch) -> str:
    """Name the treasury that holds a line: the city's for its own unit, else the unit."""
    upper = stretch.pack.upper
    if upper is not None and not stretch.pack.is_lower(stretch.unit):
        return upper.id
    return stretch.unit.id


def route_from_above(stretch: Stretch, government: Government) -> Route:
    """Route money from a government above: to the line's recipient, where it names one."""
    here = stretch.line.recipient or treasury_of_line(stretch)
    return government.id, here, Flow.TRANSFER


def route(stretch: Stretch, key: PartKey) -> Route:
    """Route what the city or the county pays of a line.

    A subsidy for an entrusted task goes to the government whose institution does the work; money
    for a delegated item (5.3) is entrusted to the county; what the city spends itself, or on its
    own institutions, is its own. A line with a recipient of its own is paid there.
    """
    assert key.payer is not None, "open money goes nowhere"
    payer = stretch.pack.government_by_id[key.payer]
    if payer.level is None:
        return route_from_above(stretch, payer)
    pays, to, flow = _below(stretch, key, payer)
    recipient = stretch.pack.recipient_by_id.get(stretch.line.recipient or "")
    if recipient is None or flow is Flow.ENTRUSTED:
        return pays, to, flow
    return pays, recipient.id, Flow.OWN if recipient.holder == payer.id else Flow.TRANSFER


def _below(stretch: Stretch, key: PartKey, payer: Government) -> Route:
    """Route what a government below pays of a line without a recipient of its own."""
    here = treasury_of_line(stretch)
    city = here if stretch.pack.upper is None else stretch.pack.upper.id
    county = here if stretch.county is None else stretch.county.id
    if payer == stretch.pack.lower:
        if key.part is Part.AGREED:
            return county, city, Flow.ENTRUSTED
        return county, here, Flow.OWN if here == county else Flow.TRANSFER
    if key.part is Part.AGREED:
        return city, county, Flow.ENTRUSTED
    if any(duty.value is Duty.DELEGATED for duty in stretch.verdict.duties):
        return city, here, Flow.ENTRUSTED
    if here == city or stretch.line.choices.get(AFFILIATION.id) == Level.CITY:
        return city, city, Flow.OWN
    return city, here, Flow.TRANSFER
