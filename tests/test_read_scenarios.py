"""Reading scenarios: every change is read, and what is wrong is said at its place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.scenario import (
    AddLine,
    Carry,
    ChangeClass,
    DropRule,
    Grow,
    Index,
    KnownOn,
    LawOn,
    Multiply,
    PutRule,
    Scenario,
    SetValues,
)
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.model.vocabulary import Authority
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.readers.scenarios import read_scenario

PACK = read_pack(find_pack(DEFAULT_PACK))
WHOLE = """\
name: {zh: 都变, en: everything}
overlays:
  - set:
      basic-public-health.city-share:
        - {value: 50%, of: rest, from: 2020-01-01, standing: assumed, source: draft}
  - multiply: {parameter: residents-insurance.standard, by: 1.05, from: 2020-01-01, to: 2020-12-31}
  - grow: {column: headcount, by: 2%, unit: [莘县, 冠县], item: basic-public-health, year: 2020}
  - add: {line: new, unit: 莘县, year: 2020, item: 基本公共卫生服务, amount: 740.00, headcount: 10}
  - class: {unit: 莘县, is: county, from: 2021-01-01}
"""
LAW = """\
name: {zh: 规定变了, en: the law changes}
overlays:
  - rule:
      id: health-administration-of-a-county
      clause: "4.3"
      quote: 由同级财政承担支出责任
      when: {item: health-administration, affiliation: county}
      assign: shared
      fund:
        matching:
          shares: {city: health-administration.city-share, county: rest}
  - set:
      health-administration.city-share:
        - {value: 50%, of: rest, from: 2020-01-01, standing: assumed, source: draft}
  - drop_rule: health-administration-of-the-city
  - law_of: 2020-12-31
  - as_of: 2020-06-30
  - carry: {from: 2021-01-01, to: 2021-12-31}
  - index: {parameter: basic-public-health.standard, by: 5%, from: 2021-01-01, to: 2023-12-31}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(text: str) -> Scenario:
    Path("half.yaml").write_text(text, encoding="utf-8")
    return read_scenario("half.yaml", PACK, file=3)


def refusal(text: str) -> str:
    with pytest.raises(PackRefusedError) as refused:
        read(text)
    return write_diagnostics(refused.value.problems, Lang.EN)


def test_every_kind_of_change_is_read() -> None:
    scenario = read(WHOLE)
    assert (scenario.id, scenario.name) == ("half", Text("都变", "everything"))
    values, times, more, line, unit_class = scenario.overlays
    assert isinstance(values, SetValues)
    assert [(e.parameter, e.value, e.file) for e in values.entries] == [
        ("basic-public-health.city-share", Fraction(1, 2), 3)
    ]
    assert times == Multiply(
        "residents-insurance.standard", Fraction("1.05"), date(2020, 1, 1), date(2021, 1, 1)
    )
    assert more == Grow(
        "headcount", Fraction("0.02"), ("莘县", "冠县"), ("basic-public-health",), (2020,)
    )
    assert isinstance(line, AddLine)
    assert (line.line.id, line.line.amount, line.line.item) == ("new", 74000, "basic-public-health")
    assert unit_class == ChangeClass("莘县", "county", date(2021, 1, 1))


def test_changes_of_the_law_are_read_and_later_steps_see_them() -> None:
    put, values, dropped, law, known, carry, index = read(LAW).overlays
    assert isinstance(put, PutRule)
    assert (put.rule.id, put.rule.authority) == (
        "health-administration-of-a-county",
        Authority.SHARED,
    )
    assert isinstance(values, SetValues)
    assert [entry.parameter for entry in values.entries] == ["health-administration.city-share"]
    assert dropped == DropRule("health-administration-of-the-city")
    assert (law, known) == (LawOn(date(2020, 12, 31)), KnownOn(date(2020, 6, 30)))
    assert carry == Carry(date(2021, 1, 1), date(2022, 1, 1))
    assert index == Index(
        "basic-public-health.standard", Fraction("0.05"), date(2021, 1, 1), date(2024, 1, 1)
    )


def test_a_scenario_may_change_nothing() -> None:
    assert read("name: {zh: 现状, en: as it is}\n").overlays == ()


HEAD = "name: {zh: 甲, en: one}\noverlays:\n"
WRONG = {
    "- {}": "3:5: error[FR195]: a step makes one change",
    "- {grow: {column: headcount, by: 2%}, class: {unit: 莘县, is: county, from: 2020-01-01}}": (
        "error[FR195]: a step makes one change"
    ),
    "- {multiply: {parameter: province-managed.city-pays, by: 2, from: 2020-01-01}}": (
        "error[FR162]: there is no parameter province-managed.city-pays"
    ),
    "- {multiply: {parameter: residents-insurance.standard, by: -1, from: 2020-01-01}}": (
        "error[FR196]: it cannot be below 0, and is -1"
    ),
    "- {multiply: {parameter: residents-insurance.standard, by: much, from: 2020-01-01}}": (
        "error[FR302]: much is not a number"
    ),
    "- {multiply: {parameter: residents-insurance.standard, by: 2, from: 2020-01-15}}": "error[FR",
    "- {grow: {column: heads, by: 2%}}": "error[FR162]: there is no column heads",
    "- {grow: {column: headcount, by: -101%}}": "error[FR196]: it cannot be below -1, and is -101%",
    "- {grow: {column: headcount, by: 2%, unit: 莘}}": "error[FR162]: there is no unit 莘",
    "- {grow: {column: headcount, by: 2%, item: x}}": "error[FR162]: there is no item x",
    "- {grow: {column: headcount, by: 2%, year: soon}}": "error[FR1",
    "- {add: {unit: 莘县, year: 2020, amount: 5}}": "error[FR152]: line is missing",
    "- {add: {line: n, unit: 某县, year: 2020, amount: 5}}": "error[FR4",
    "- {add: {line: n, unti: 莘县}}": "error[FR151]: unknown key unti",
    "- {class: {unit: 莘县, is: rich, from: 2020-01-01}}": "error[FR162]: there is no class rich",
    "- {drop_rule: nothing}": "error[FR162]: there is no rule nothing",
    "- {law_of: soon}": "error[FR",
    "- {index: {parameter: residents-insurance.standard, by: 5%, from: 2020-01-01}}": (
        "error[FR152]: to is missing"
    ),
    "- {index: {parameter: residents-insurance.weights, by: 5%, from: 2020-01-01, to: 2021-12-31}}": (
        "error[FR162]: there is no parameter residents-insurance.weights"
    ),
    "- {rule: {id: r, clause: '9.9', quote: q, when: {}, assign: city}}": (
        "error[FR162]: there is no clause 9.9"
    ),
    "- {rule: {id: r, clause: '4.3', quote: q, when: {}, assign: city, overrides: [gone]}}": (
        "error[FR162]: there is no rule gone"
    ),
    "- {set: {basic.share: [{value: 1, from: 2020-01-01, standing: assumed, source: s}]}}": (
        "error[FR301]: the pack uses no parameter basic.share"
    ),
}


@pytest.mark.parametrize(("step", "said"), WRONG.items())
def test_what_is_wrong_is_said(step: str, said: str) -> None:
    assert said in refusal(f"{HEAD}  {step}\n")
