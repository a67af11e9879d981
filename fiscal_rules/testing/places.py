"""Strategies for what a pack declares beside its rules: units, items, epochs, defaults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.rulepack import (
    Dated,
    Default,
    Derived,
    Government,
    InForce,
    Item,
    Recipient,
    Reservation,
    Unit,
)
from fiscal_rules.model.text import same
from fiscal_rules.model.vocabulary import (
    LINE_ATTRIBUTES,
    Attribute,
    Finding,
    Level,
    Standing,
)
from fiscal_rules.testing import numbers

HERE = Place("drawn.yaml")
COUNTY_CLASSES = ("plain", "managed")
CLASSES = ("city", *COUNTY_CLASSES)
GOVERNMENTS = (
    Government("central", same("central"), "central_funds", None),
    Government("province", same("province"), "province_funds", None),
    Government("city", same("city"), None, Level.CITY),
    Government("county", same("county"), None, Level.COUNTY),
    Government("special-fund", same("special-fund"), None, None),
)
RECIPIENTS = (
    Recipient("city-pool", same("city-pool"), "city", ("city-pool",)),
    Recipient("county-pool", same("county-pool"), "county", ("county-pool",)),
)
"""Treasuries beside the units: one that the city holds, one that each county does."""
LOCAL_LEVELS = (Level.CITY, Level.COUNTY)
"""The levels of the two governments whose units have budgets."""
_CITY = Unit(
    id="city-itself",
    name=same("city-itself"),
    level=Level.CITY,
    classes=(Dated("city", None, None),),
    labels=(Dated("city-itself", None, None),),
    part_of=None,
    population=None,
    at=HERE,
)
_MOST_PEOPLE = 2000
_CODES = ("2100001", "2100002")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a pack declares beside its rules."""

    in_force: tuple[InForce, ...]
    units: tuple[Unit, ...]
    items: tuple[Item, ...]
    derived: tuple[Derived, ...]
    attributes: tuple[Attribute, ...]
    defaults: tuple[Default, ...]
    reservations: tuple[Reservation, ...]


@st.composite
def declarations(draw: st.DrawFn) -> Declared:
    """Draw what a pack declares: one to three items, two or three counties, few attributes."""
    some = st.lists(st.sampled_from(LINE_ATTRIBUTES), min_size=1, max_size=2, unique=True)
    attributes = tuple(draw(some))
    items = tuple(draw(_item(f"item-{n + 1}")) for n in range(draw(st.integers(1, 3))))
    return Declared(
        in_force=draw(documents()),
        units=(_CITY, *(draw(_county(n)) for n in range(draw(st.integers(2, 3))))),
        items=items,
        derived=draw(_derived()),
        attributes=attributes,
        defaults=tuple(draw(_defaults(attributes, items))),
        reservations=draw(st.sampled_from([(), _RESERVATIONS])),
    )


def documents() -> st.SearchStrategy[tuple[InForce, ...]]:
    """Draw the days on which a document is in force: one span or two, some ending, some not."""
    first, second = date(2019, 1, 1), date(2020, 1, 1)
    end = st.none() | st.sampled_from(numbers.MONTHS[14:])
    open_ended = end.map(lambda day: (InForce(first, day, Standing.OFFICIAL, "drawn"),))
    from_the_middle = spans().map(lambda span: (span,))
    known_better_later = st.just(
        (
            InForce(first, second, Standing.ASSUMED, "drawn"),
            InForce(second, None, Standing.OFFICIAL, "drawn"),
        )
    )
    return open_ended | known_better_later | from_the_middle


@st.composite
def spans(draw: st.DrawFn) -> InForce:
    """Draw a span that begins, and perhaps ends, with a month inside a year."""
    starts = draw(st.sampled_from(numbers.MONTHS[:-6]))
    later = [day for day in numbers.MONTHS if day > starts]
    ends = draw(st.none() | st.sampled_from(later))
    return InForce(starts, ends, draw(st.sampled_from(list(Standing))), "drawn")


_RESERVATIONS = (
    Reservation(
        payer="city",
        unit_class="managed",
        parameter="managed.city-pays",
        decision="province-takes-over",
        finding=Finding.PROVINCE_MANAGED_UNSETTLED,
    ),
)


@st.composite
def _county(draw: st.DrawFn, number: int) -> Unit:
    name = f"county-{number + 1}"
    return Unit(
        id=name,
        name=same(name),
        level=Level.COUNTY,
        classes=draw(_classes()),
        labels=(Dated(name, None, None),),
        part_of="county-1" if number and draw(st.booleans()) else None,
        population=draw(st.none() | st.integers(0, _MOST_PEOPLE)),
        at=HERE,
    )


def _classes() -> st.SearchStrategy[tuple[Dated, ...]]:
    steady = st.sampled_from(COUNTY_CLASSES).map(lambda name: (Dated(name, None, None),))
    change = st.tuples(st.permutations(COUNTY_CLASSES), st.sampled_from(numbers.MONTHS))
    changing = change.map(
        lambda drawn: (Dated(drawn[0][0], None, drawn[1]), Dated(drawn[0][1], drawn[1], None))
    )
    return steady | changing


@st.composite
def _item(draw: st.DrawFn, name: str) -> Item:
    basis = draw(st.sampled_from([None, None, "resident"]))
    codes = draw(st.lists(st.sampled_from(_CODES), max_size=2, unique=True))
    dated = tuple(Dated(code, None, None) for code in codes)
    return Item(name, f"{name[-1]}.1", same(name), (), basis, dated, HERE)


def _derived() -> st.SearchStrategy[tuple[Derived, ...]]:
    first = Derived("kind", ("a", "b", "none"), "none")
    second = Derived("marked", ("yes", "no"), "no")
    return st.sampled_from([(), (first,), (first, second)])


@st.composite
def _defaults(
    draw: st.DrawFn, attributes: tuple[Attribute, ...], items: tuple[Item, ...]
) -> list[Default]:
    found = []
    for attribute in attributes:
        if draw(numbers.rarely()):
            value = draw(st.sampled_from([value.id for value in attribute.values]))
            some = draw(st.sampled_from([(), (items[0].id,)]))
            found.append(Default(attribute.id, value, some, same("drawn")))
    return found
