"""A parameter's value is written with the unit that its source means."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from small_reports import PACK, SHARE

from fiscal_rules.model.parameter import Entry, ParameterKind, ParameterValue, ShareOf
from fiscal_rules.model.text import Text
from fiscal_rules.output.values import entry_value


def written(kind: ParameterKind, value: ParameterValue, shown: str) -> Text:
    entry: Entry = replace(SHARE, parameter="care.of-some-kind", value=value, shown=shown)
    return entry_value(replace(PACK, parameter_kinds=((entry.parameter, kind),)), entry)


@pytest.mark.parametrize(
    ("kind", "value", "shown", "expected"),
    [
        (
            ParameterKind.STANDARD,
            Fraction(74),
            "74",
            Text("74 元/人·年", "74 yuan per head and year"),
        ),
        (
            ParameterKind.STANDARD,
            Fraction(5400),
            "450",
            Text("450 元/人·月", "450 yuan per head and month"),
        ),
        (
            ParameterKind.STANDARD,
            Fraction(0),
            "0",
            Text("0 元/人·年", "0 yuan per head and year"),
        ),
        (
            ParameterKind.UNIT_STANDARD,
            Fraction(120),
            "120",
            Text("120 元/单位工作量", "120 yuan per unit of work"),
        ),
        (
            ParameterKind.POT,
            Fraction(6_000_000),
            "6000000",
            Text("6,000,000.00 元", "6,000,000.00 yuan"),
        ),
        (
            ParameterKind.WEIGHTS,
            (("need", Fraction(1, 2)), ("capacity", Fraction(1, 2))),
            "need 50%, capacity 1/2",
            Text("救助需求 50%、财力状况 50%", "need 50%, fiscal capacity 50%"),
        ),
        (ParameterKind.YES_NO, False, "no", Text("否", "no")),
    ],
)
def test_a_value_has_its_unit(
    kind: ParameterKind, value: ParameterValue, shown: str, expected: Text
) -> None:
    assert written(kind, value, shown) == expected


@pytest.mark.parametrize(
    ("share_of", "expected"),
    [
        (
            ShareOf.REST,
            Text("40%（占前面各级负担后的余额）", "40% of what earlier payers leave"),
        ),
        (ShareOf.BASE, Text("40%（占基础标准部分）", "40% of the base")),
        (
            None,
            Text(
                "40%（未注明占什么的比例，按余额计，故为假定）",
                "40% of the rest (not said, so assumed)",
            ),
        ),
    ],
)
def test_a_share_says_of_what(share_of: ShareOf | None, expected: Text) -> None:
    assert entry_value(PACK, replace(SHARE, share_of=share_of)) == expected
