"""Reruns: lines that a change cannot touch are taken from the base, and it comes to the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from command_line import EXAMPLE

from fiscal_rules.analysis.comparison import Totals, totals_of
from fiscal_rules.analysis.varying import NUMBERS
from fiscal_rules.api import Inputs, Request, allocated, read_inputs
from fiscal_rules.engine.columns.reruns import touched
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.scenario import ChangeClass, Grow, Multiply, Overlay
from fiscal_rules.scenarios import Base, base_of, under

FIRST = date(2020, 1, 1)


@pytest.fixture(scope="module")
def base() -> Base:
    request = Request(str(EXAMPLE / "budget.xlsx"), parameters=[str(EXAMPLE / "shares.yaml")])
    return base_of(read_inputs(request))


def whole(inputs: Inputs) -> Totals:
    return totals_of(allocated(inputs).groups)


def halved(base: Base) -> Iterator[Overlay]:
    """Halve a parameter of each kind, and one that lines of two items ask for."""
    names: dict[ParameterKind, str] = {}
    for name, kind in base.inputs.table.pack.parameter_kinds:
        if base.inputs.parameters.of(name) and kind in NUMBERS:
            names.setdefault(kind, name)
    for name in (*names.values(), "private-institutions.city-share"):
        yield Multiply(name, Fraction(1, 2), FIRST, None)


def test_a_parameter_halved_comes_to_the_same_as_in_a_run_of_all_lines(base: Base) -> None:
    for overlay in halved(base):
        changed = under(base.inputs, [overlay])
        assert base.totals(changed) == whole(changed), overlay


def test_lines_and_classes_that_change_are_computed_anew(base: Base) -> None:
    pack = base.inputs.table.pack
    unit = next(unit.id for unit in pack.units if unit.classes)
    name = next(name for name, _ in pack.classes)
    for overlay in (Grow("headcount", Fraction(1, 50)), ChangeClass(unit, name, FIRST)):
        changed = under(base.inputs, [overlay])
        assert base.totals(changed) == whole(changed), overlay


def test_nothing_changed_is_the_base(base: Base) -> None:
    again = replace(base.inputs, parameters=replace(base.inputs.parameters))
    assert base.totals(again) == base.totals(base.inputs) == whole(base.inputs)


def test_a_parameter_touches_the_items_that_ask_for_it(base: Base) -> None:
    pack, held = base.inputs.table.pack, base.inputs.parameters

    def by(parameter: str) -> frozenset[str] | None:
        overlay = Multiply(parameter, Fraction(1, 2), FIRST, None)
        return touched(pack, held, under(base.inputs, [overlay]).parameters)

    assert by("basic-public-health.city-share") == frozenset({"basic-public-health"})
    # Private institutions are an item, and lines of institutions may turn out to be theirs.
    both = frozenset({"private-institutions", "institution-development"})
    assert by("private-institutions.city-share") == both
    # What the pack above asks for touches the same item of this one.
    above = by("china/2018-67:basic-public-health.central-share")
    assert above == frozenset({"basic-public-health"})
    assert touched(pack, held, held) == frozenset()


def test_a_parameter_that_no_item_is_known_to_ask_for_may_touch_any(base: Base) -> None:
    held = base.inputs.parameters
    (entry, *_) = held.of("basic-public-health.city-share")
    stranger = replace(held, entries={**held.entries, "china/2018-67:stranger": (entry,)})
    assert touched(base.inputs.table.pack, held, stranger) is None
