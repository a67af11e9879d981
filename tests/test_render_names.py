"""Everything that results name by identifier has a name in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_reports import PACK, SHARE

from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import Reservation
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import Finding, NeedKind
from fiscal_rules.output.names import (
    government_name,
    item_name,
    need_name,
    parameter_name,
    scope_name,
    span_name,
    treasury_name,
)

KINDS = (
    ("care.city-share", ParameterKind.SHARE),
    ("care.agreed-share", ParameterKind.SHARE),
    ("care.standard", ParameterKind.STANDARD),
    ("relief.weights", ParameterKind.WEIGHTS),
    ("managed.city-pays", ParameterKind.YES_NO),
    ("elsewhere.pot", ParameterKind.POT),
)
RESERVED = Reservation(
    "city", "county", "managed.city-pays", "province-takes-over", Finding.PROVINCE_MANAGED_UNSETTLED
)
ASKING = replace(PACK, parameter_kinds=KINDS, reservations=(RESERVED,))


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("care.city-share", Text("照护：市级分担比例", "care: share of the city")),
        ("care.agreed-share", Text("照护：分担比例", "care: share")),
        ("care.standard", Text("照护：基础标准", "care: base standard")),
        ("relief.weights", Text("救助：因素权重", "relief: weights")),
        (
            "managed.city-pays",
            Text("普通县：是否由市级负担", "plain county: whether the city pays"),
        ),
        ("elsewhere.pot", Text("elsewhere.pot", "elsewhere.pot")),
        ("unknown.thing", Text("unknown.thing", "unknown.thing")),
    ],
)
def test_a_parameter_is_named_by_what_it_is_of(parameter: str, name: Text) -> None:
    assert parameter_name(ASKING, parameter) == name


@pytest.mark.parametrize(
    ("kind", "what", "name"),
    [
        (NeedKind.PARAMETER, "care.standard", Text("照护：基础标准", "care: base standard")),
        (NeedKind.COLUMN, "headcount", Text("人数", "headcount")),
        (NeedKind.MEASURE, "capacity", Text("财力状况", "fiscal capacity")),
        (NeedKind.DECISION, "funding", Text("资金由谁负担", "who pays")),
        (NeedKind.DECISION, "of-its-own", Text("of-its-own", "of-its-own")),
        (None, "existing-system", Text("按现行体制保障，本文件不划分", "the existing system pays")),
    ],
)
def test_what_a_line_waits_for_is_named(kind: NeedKind | None, what: str, name: Text) -> None:
    assert need_name(ASKING, kind, what) == name


def test_a_treasury_is_a_government_or_a_unit() -> None:
    assert treasury_name(PACK, "city") == Text("市级", "city")
    assert treasury_name(PACK, "东县") == Text("东县", "Eastern County")
    assert government_name(PACK, "town") == Text("其他", "other")


def test_items_that_are_unlisted_or_blank_have_names() -> None:
    assert item_name(PACK, "unlisted") == Text("规则包未列事项", "items not in the pack")
    assert item_name(PACK, None) == Text("事项空白", "item left blank")


def test_the_scope_and_the_dates_of_a_value_are_said() -> None:
    assert scope_name(PACK, SHARE) == Text("东县、重大、较大", "Eastern County, major, large")
    assert span_name(SHARE) == Text("2020-01-01 至 2020-12-31", "2020-01-01 to 2020-12-31")
    lasting = replace(SHARE, ends=None, starts=date(2019, 7, 1))
    assert span_name(lasting) == Text("2019-07-01 起", "from 2019-07-01")
