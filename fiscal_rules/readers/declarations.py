"""Read what a pack declares before its rules: governments, units, items, attributes, defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fiscal_rules.model.rulepack import (
    Dated,
    Deductions,
    Default,
    Derived,
    Government,
    Item,
    Question,
    Recipient,
    Reservation,
    Unit,
)
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import (
    CLASS,
    COLUMN_BY_ID,
    EPOCH,
    HEADCOUNT_BASIS,
    ITEM,
    LEVEL,
    LINE_ATTRIBUTES,
    MEASURE_NAMES,
    UNLISTED,
)
from fiscal_rules.readers import messages
from fiscal_rules.readers.known import Known
from fiscal_rules.readers.reading import Reading, Whole, text
from fiscal_rules.readers.shapes import (
    DeductionsShape,
    DefaultShape,
    DerivedShape,
    GovernmentShape,
    ItemShape,
    MeasureNameShape,
    RecipientShape,
    ReservationShape,
    UnitShape,
)
from fiscal_rules.readers.yaml import Way

_UNIT = Text("单位", "unit")
_ITEM = Text("事项", "item")
_RECIPIENT = Text("接收方", "recipient")
_CLASS = Text("类别", "class")
_MEASURE = Text("因素", "measure")
_GOVERNMENT = Text("政府", "government")
_ATTRIBUTE = Text("属性", "attribute")
_RESERVED_PAYERS = ("other", "rest")
_FUNDS_NAME = Text("上级资金的列", "column of money from above")
_LEVEL = Text("层级", "level")
_MOST_LEVELS = 2
_FUNDS = ("central_funds", "province_funds")


def read_governments(reading: Reading, shapes: Sequence[GovernmentShape]) -> tuple[Government, ...]:
    """Read the governments, in the order in which their money comes first."""
    for i, shape in enumerate(shapes):
        way: Way = ("governments", i)
        if shape.funds is not None and shape.level is not None:
            reading.refuse(messages.FUNDS_OR_LEVEL, way, id=shape.id)
        if shape.funds is not None:
            reading.known(shape.funds, _FUNDS, (*way, "funds"), what=_FUNDS_NAME)
        if shape.id in _RESERVED_PAYERS:
            reading.refuse(messages.RESERVED_NAME, (*way, "id"), name=shape.id)
    funds = ((s.funds, ("governments", i, "funds")) for i, s in enumerate(shapes))
    reading.unique(((column, way) for column, way in funds if column is not None), what=_FUNDS_NAME)
    levels = [(s.level, ("governments", i, "level")) for i, s in enumerate(shapes) if s.level]
    reading.unique(levels, what=_LEVEL)
    if not 1 <= len(levels) <= _MOST_LEVELS:
        reading.refuse(messages.NO_GOVERNMENT, ("governments",), count=len(levels))
    _unique(reading, "governments", [shape.id for shape in shapes], what=_GOVERNMENT)
    return tuple(Government(s.id, text(s.name), s.funds, s.level) for s in shapes)


def read_units(
    reading: Reading,
    shapes: Sequence[UnitShape],
    classes: tuple[str, ...],
    levels: tuple[str, ...],
) -> tuple[Unit, ...]:
    """Read the reporting units; a name or code means one unit at a time."""
    _unique(reading, "units", [shape.id for shape in shapes], what=_UNIT)
    units = tuple(_unit(reading, shape, ("units", i), classes) for i, shape in enumerate(shapes))
    for i, shape in enumerate(shapes):
        reading.known(shape.level, levels, ("units", i, "level"), what=_LEVEL)
    ids = [unit.id for unit in units]
    for i, shape in enumerate(shapes):
        if shape.part_of is not None:
            others = [unit for unit in ids if unit != shape.id]
            reading.known(shape.part_of, others, ("units", i, "part_of"), what=_UNIT)
    _labels_apart(reading, units)
    return units


def read_items(
    reading: Reading, shapes: Sequence[ItemShape], clauses: tuple[str, ...]
) -> tuple[Item, ...]:
    """Read the items; an id, name or alias means one item."""
    _unique(reading, "items", [shape.id for shape in shapes], what=_ITEM)
    items = tuple(_item(reading, shape, ("items", i), clauses) for i, shape in enumerate(shapes))
    labelled = [(i.id, (i.id, i.name.zh, i.name.en, *i.aliases)) for i in items]
    _mean_one_thing(reading, "items", labelled, {})
    return items


def _mean_one_thing(
    reading: Reading,
    key: str,
    labelled: Sequence[tuple[str, Sequence[str]]],
    owner: dict[str, str],
) -> None:
    """Refuse labels of a list that mean something else already; ``owner`` says what labels mean."""
    for i, (identifier, labels) in enumerate(labelled):
        for label in dict.fromkeys(labels):
            other = owner.setdefault(folded(label), identifier)
            if other != identifier:
                said = {"label": label, "one": other, "other": identifier}
                reading.refuse(messages.SHARED_LABEL, (key, i), **said)


def read_measure_names(
    reading: Reading, shapes: Sequence[MeasureNameShape]
) -> tuple[tuple[str, Text], ...]:
    """Read the measures that a pack names, after those known everywhere; a label means one."""
    _unique(reading, "measures", [shape.id for shape in shapes], what=_MEASURE)
    found = tuple((shape.id, text(shape.name)) for shape in shapes)
    owner = {
        folded(label): known
        for known, name in MEASURE_NAMES.items()
        for label in (known, name.zh, name.en)
    }
    labelled = [(known, (known, name.zh, name.en)) for known, name in found]
    _mean_one_thing(reading, "measures", labelled, owner)
    return (*MEASURE_NAMES.items(), *found)


def read_recipients(
    reading: Reading,
    shapes: Sequence[RecipientShape],
    *,
    units: Sequence[Unit],
    governments: Sequence[Government],
) -> tuple[Recipient, ...]:
    """Read the treasuries beside the units; no name of one is another's, a unit's or a payer's."""
    holders = [each.id for each in governments]
    owner = {folded(label.value): unit.id for unit in units for label in unit.labels}
    owner |= {
        folded(label): each.id
        for each in governments
        for label in (each.id, each.name.zh, each.name.en)
    }
    found = []
    for i, shape in enumerate(shapes):
        reading.known(shape.holder, holders, ("recipients", i, "holder"), what=_GOVERNMENT)
        labels = tuple(dict.fromkeys((shape.id, shape.name.zh, shape.name.en, *shape.names)))
        found.append(Recipient(shape.id, text(shape.name), shape.holder, labels))
    _mean_one_thing(reading, "recipients", [(each.id, each.labels) for each in found], owner)
    _unique(reading, "recipients", [shape.id for shape in shapes], what=_RECIPIENT)
    return tuple(found)


def read_deductions(
    reading: Reading, shape: DeductionsShape | None, payers: Sequence[str]
) -> Deductions | None:
    """Read who bears what settlements deduct; None where the pack does not say."""
    if shape is None:
        return None
    payer = reading.known(shape.payer, payers, ("deductions", "payer"), what=_GOVERNMENT)
    return Deductions(payer, shape.standing, shape.source)


def read_derived(reading: Reading, shapes: Sequence[DerivedShape]) -> tuple[Derived, ...]:
    """Read the attributes that rules derive."""
    taken = {ITEM, LEVEL, CLASS, EPOCH, "any", "all", "not", *COLUMN_BY_ID}
    _unique(reading, "derived", [shape.id for shape in shapes], what=_ATTRIBUTE)
    for i, shape in enumerate(shapes):
        if shape.id in taken:
            reading.refuse(messages.RESERVED, ("derived", i, "id"), name=shape.id)
        if shape.default not in shape.values:
            reading.refuse(
                messages.NOT_ONE_OF,
                ("derived", i, "default"),
                key="default",
                found=shape.default,
                known=", ".join(shape.values),
            )
    return tuple(Derived(s.id, tuple(s.values), s.default) for s in shapes)


def read_defaults(
    reading: Reading, shapes: Sequence[DefaultShape], known: Known
) -> tuple[Default, ...]:
    """Read what the pack reads in blanks."""
    attributes = {a.id: tuple(v.id for v in a.values) for a in LINE_ATTRIBUTES}
    for i, shape in enumerate(shapes):
        way: Way = ("defaults", i)
        reading.known(shape.attribute, attributes, (*way, "attribute"), what=_ATTRIBUTE)
        values = attributes.get(shape.attribute, (shape.value,))
        what = Text("取值", "value")
        reading.known(shape.value, values, (*way, "value"), what=what)
        for j, item in enumerate(shape.items):
            place = (*way, "items") if len(shape.items) == 1 else (*way, "items", j)
            reading.known(item, known.values[ITEM], place, what=_ITEM)
        for j, earlier in enumerate(shapes[:i]):
            both = not shape.items or not earlier.items or set(shape.items) & set(earlier.items)
            if earlier.attribute == shape.attribute and both:
                first = str(reading.at(("defaults", j)))
                reading.refuse(messages.TWO_DEFAULTS, way, attribute=shape.attribute, first=first)
                break
    return tuple(Default(s.attribute, s.value, tuple(s.items), text(s.reason)) for s in shapes)


def read_reservations(
    reading: Reading, shapes: Sequence[ReservationShape], known: Known
) -> tuple[Reservation, ...]:
    """Read the questions that the text leaves open about a class of units."""
    for i, shape in enumerate(shapes):
        way: Way = ("reservations", i)
        reading.known(shape.payer, known.payers, (*way, "payer"), what=_GOVERNMENT)
        reading.known(shape.class_, known.values[CLASS], (*way, "class"), what=_CLASS)
    asked = ((f"{s.payer}, {s.class_}", ("reservations", i)) for i, s in enumerate(shapes))
    reading.unique(asked, what=Text("保留事项", "reservation"))
    return tuple(Reservation(s.payer, s.class_, s.parameter, s.decision, s.finding) for s in shapes)


def read_questions(
    reading: Reading, shapes: Mapping[str, str], clauses: tuple[str, ...]
) -> tuple[tuple[Question, str], ...]:
    """Read which clause answers which question asked of whole budgets."""
    what, clause = Text("问题", "question"), Text("条款", "clause")
    for question, answer in shapes.items():
        way: Way = ("questions", question)
        reading.known(question, tuple(Question), way, what=what)
        reading.known(answer, clauses, way, what=clause)
    return tuple((question, shapes[question]) for question in Question if question in shapes)


def _unit(reading: Reading, shape: UnitShape, way: Way, classes: tuple[str, ...]) -> Unit:
    for i, each in enumerate(shape.classes):
        reading.known(each.is_, classes, (*way, "classes", i, "is"), what=_CLASS)
    classes_held = reading.dated(shape.classes, (*way, "classes"), whole=Whole.MONTHS)
    reading.apart([(held.starts, held.ends) for held in classes_held], (*way, "classes"))
    always = (shape.id, shape.name.zh, shape.name.en)
    given = (
        *reading.dated(shape.names, (*way, "names")),
        *reading.dated(shape.codes, (*way, "codes")),
    )
    named = {folded(label.value) for label in given}
    own = (Dated(label, None, None) for label in always if folded(label) not in named)
    return Unit(
        id=shape.id,
        name=text(shape.name),
        level=shape.level,
        classes=classes_held,
        labels=(*dict.fromkeys(own), *given),
        part_of=shape.part_of,
        population=_population(reading, shape, way),
        at=reading.at(way),
    )


def _population(reading: Reading, shape: UnitShape, way: Way) -> int | None:
    if shape.population is None:
        return None
    found = shape.population.value
    if not (found.isascii() and found.isdigit()):
        here = (*way, "population", "value")
        reading.refuse(messages.NOT_WHOLE, here, key="population", found=found)
        return None
    return int(found)


def _item(reading: Reading, shape: ItemShape, way: Way, clauses: tuple[str, ...]) -> Item:
    reading.known(shape.clause, clauses, (*way, "clause"), what=Text("条款", "clause"))
    if shape.basis is not None:
        bases = [value.id for value in HEADCOUNT_BASIS.values]
        reading.known(shape.basis, bases, (*way, "basis"), what=HEADCOUNT_BASIS.name)
    if shape.id == UNLISTED:
        reading.refuse(messages.RESERVED_NAME, (*way, "id"), name=shape.id)
    return Item(
        id=shape.id,
        clause=shape.clause,
        name=text(shape.name),
        aliases=tuple(shape.aliases),
        basis=shape.basis,
        codes=reading.dated(shape.codes, (*way, "codes")),
        at=reading.at(way),
    )


def _labels_apart(reading: Reading, units: Sequence[Unit]) -> None:
    seen: dict[str, list[tuple[Unit, Dated]]] = {}
    for i, unit in enumerate(units):
        for label in unit.labels:
            holders = seen.setdefault(folded(label.value), [])
            for other, held in holders:
                if other.id != unit.id and _overlap(held, label):
                    reading.refuse(
                        messages.SHARED_LABEL,
                        ("units", i),
                        label=label.value,
                        one=other.id,
                        other=unit.id,
                    )
                    break
            holders.append((unit, label))


def _overlap(one: Dated, other: Dated) -> bool:
    starts = [d.starts for d in (one, other) if d.starts is not None]
    ends = [d.ends for d in (one, other) if d.ends is not None]
    return not starts or not ends or max(starts) < min(ends)


def _unique(reading: Reading, key: str, ids: Iterable[str], *, what: Text) -> None:
    reading.unique(((each, (key, i, "id")) for i, each in enumerate(ids)), what=what)
