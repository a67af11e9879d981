"""Read the laws that a pack declares."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from fiscal_rules.model.declared_law import DeclaredLaw, Limit
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import CLASS, EPOCH, LEVEL
from fiscal_rules.readers import messages
from fiscal_rules.readers.known import known_to
from fiscal_rules.readers.optional_files import read_optional, refuse_problems
from fiscal_rules.readers.reading import Reading, text
from fiscal_rules.readers.shapes import LawShape, LawsShape
from fiscal_rules.readers.values import strict_number
from fiscal_rules.readers.yaml import Way

LAWS_FILE = "laws.yaml"
_LAW = Text("定律", "law")
_PAYER = Text("政府", "government")
_ATTRIBUTE = Text("属性", "attribute")
_VALUE = Text("取值", "value")


def read_laws(root: Path, pack: RulePack) -> tuple[DeclaredLaw, ...]:
    """Read the laws of a pack's folder, none where it has no file of them.

    PackRefusedError lists every problem, by place.
    """
    read = read_optional(root, LAWS_FILE, LawsShape)
    if read is None:
        return ()
    shape, reading = read
    laws = [_law(reading, each, ("laws", i), pack) for i, each in enumerate(shape.laws)]
    reading.unique(((law.id, ("laws", i, "id")) for i, law in enumerate(laws)), what=_LAW)
    refuse_problems(reading)
    return tuple(laws)


def _law(reading: Reading, shape: LawShape, way: Way, pack: RulePack) -> DeclaredLaw:
    known = known_to(pack)
    given = [(Limit.AT_MOST, shape.at_most), (Limit.AT_LEAST, shape.at_least)]
    said = [(limit, number) for limit, number in given if number is not None]
    if len(said) != 1:
        reading.refuse(messages.ONE_CHANGE, way, known="at_most, at_least")
        said = [(Limit.AT_MOST, "0")]
    ((limit, number),) = said
    share = strict_number(number)
    if share is None or not 0 <= share <= 1:
        reading.refuse(messages.NOT_A_SHARE, (*way, limit.value), found=number)
    return DeclaredLaw(
        id=shape.id,
        says=text(shape.says),
        when=_when(reading, shape.when, (*way, "when"), known.values),
        payer=reading.known(shape.payer, known.payers, (*way, "payer"), what=_PAYER),
        limit=limit,
        share=share or Fraction(0),
        of=shape.of,
        at=reading.at(way),
    )


def _when(
    reading: Reading, shape: Mapping[str, list[str]], way: Way, known: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read what lines fill in: an item, or a choice; what a unit or a date gives is none of it."""
    given = {name: held for name, held in known.items() if name not in (LEVEL, CLASS, EPOCH)}
    for attribute, values in shape.items():
        here = (*way, attribute)
        reading.known(attribute, given, here, what=_ATTRIBUTE)
        for i, value in enumerate(values):
            place = here if len(values) == 1 else (*here, i)
            reading.known(value, given.get(attribute, (value,)), place, what=_VALUE)
    return tuple((attribute, tuple(values)) for attribute, values in shape.items())
