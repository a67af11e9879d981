"""Lookups: which unit and which item of a pack a cell means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from fiscal_rules.model.budget import Period
from fiscal_rules.model.rulepack import Dated, RulePack, Unit
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import UNLISTED
from fiscal_rules.readers.budgets.cells import Unreadable
from fiscal_rules.readers.budgets.messages import rows

_SUGGESTIONS = 3
_ALIKE = 0.4
_LISTED = 24
_DIGITS_OF_A_CODE = 7


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit, and whether the name or code written was not valid in the line's months."""

    unit: Unit
    superseded: bool


def find_unit(pack: RulePack, text: str, period: Period | None) -> FoundUnit | Unreadable:
    """Find the unit that a name, alias or 区划 code means in a period, or at any time."""
    labelled = pack.units_by_label.get(folded(text), ())
    labels: dict[str, list[Dated]] = {}
    for unit, label in labelled:
        labels.setdefault(unit.id, []).append(label)
    valid = [unit for unit, dated in labels.items() if _is_valid(dated, period)]
    meant = valid or list(labels)
    if not meant:
        return Unreadable(rows.UNKNOWN_UNIT, {"expected": nearest(text, unit_names(pack))})
    if len(meant) > 1:
        names = Text(*("、".join(meant), ", ".join(meant)))
        return Unreadable(rows.AMBIGUOUS_UNIT, {"units": names})
    return FoundUnit(pack.unit_by_id[meant[0]], superseded=not valid)


def find_recipient(pack: RulePack, text: str | None) -> str | None:
    """Find the treasury beside the units that a label names; None where it is a mere label."""
    found = pack.recipient_by_label.get(folded(text or ""))
    return None if found is None else found.id


def _is_valid(labels: list[Dated], period: Period | None) -> bool:
    if period is None or any(label.starts is label.ends is None for label in labels):
        return True
    return all(any(label.includes(day) for label in labels) for day in period.months)


@dataclass(frozen=True, slots=True)
class FoundItem:
    """What the cells of item and functional code say together.

    ``item`` is an id, ``"unlisted"``, or None where a blank is not settled by its code.
    """

    item: str | None
    candidates: tuple[str, ...] = ()
    mismatch: bool = False


def find_item(pack: RulePack, text: str | None, code: str | None, day: date) -> FoundItem:
    """Find the item of a line; a blank is settled by its functional code on a day where it can be."""
    coded = _coded(pack, code, day)
    if text is None:
        return FoundItem(coded[0] if len(coded) == 1 else None, coded)
    item = pack.item_by_label.get(folded(text))
    if item is None:
        return FoundItem(UNLISTED)
    return FoundItem(item.id, mismatch=bool(coded) and item.id not in coded)


def _coded(pack: RulePack, code: str | None, day: date) -> tuple[str, ...]:
    # A parent of three or five digits covers many codes: it settles nothing.
    if code is None or len(code) != _DIGITS_OF_A_CODE:
        return ()
    return tuple(item.id for item in pack.items_coded(code, day))


def unit_names(pack: RulePack) -> dict[str, Text]:
    """Map every label of a unit to a name of it that is read in either language."""
    return {
        label: Text(units[0][0].name.zh, units[0][0].id)
        for label, units in pack.units_by_label.items()
    }


def item_names(pack: RulePack) -> dict[str, Text]:
    """Map every label of an item to its name, in English its identifier."""
    return {label: Text(item.name.zh, item.id) for label, item in pack.item_by_label.items()}


def nearest(text: str, names: Mapping[str, Text]) -> Text:
    """Say which names are nearest to a text; where none is near, which there are."""
    near = get_close_matches(folded(text), list(names), n=9, cutoff=_ALIKE)
    found = list(dict.fromkeys(names[label] for label in near))[:_SUGGESTIONS]
    if found:
        return Text("最接近的是：{names}", "nearest: {names}").fill(names=_joined(found))
    every = list(dict.fromkeys(names.values()))[:_LISTED]
    return Text("可填：{names}", "there are: {names}").fill(names=_joined(every))


def _joined(names: Iterable[Text]) -> Text:
    listed = list(names)
    return Text("、".join(n.zh for n in listed), ", ".join(n.en for n in listed))
