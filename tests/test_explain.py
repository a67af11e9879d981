"""Explanations: of the worked example, and of what kept a rule from applying."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import EXAMPLE, WORKED_LINE, WORKED_PARAMETERS, Outcome, run, write

from fiscal_rules.analysis.explain import Explanation, explain, nearest_lines
from fiscal_rules.analysis.shortfall import Failed, Must
from fiscal_rules.api import Request
from fiscal_rules.api import run as allocate

WORKED_ZH = [
    ("基础标准部分", "1000 × 74", "74000.00"),
    ("上级资金先抵", "max(0, 74000.00 − 47000.00)", "27000.00"),
    ("高出部分", "80000.00 − 74000.00", "6000.00"),
    ("市级按比例分担", "27000.00 × 40%", "10800.00"),
    ("县级承担其余", "27000.00 − 10800.00", "16200.00"),
]


def _worked(folder: Path, *options: object, lang: str = "zh") -> Outcome:
    budget = write(folder, "budget.csv", WORKED_LINE)
    parameters = write(folder, "parameters.yaml", WORKED_PARAMETERS)
    return run("explain", budget, "A1", "--parameters", parameters, *options, lang=lang)


@pytest.fixture(scope="module")
def explained() -> dict[str, Explanation]:
    """Explain every line of the example."""
    shares = str(EXAMPLE / "shares.yaml")
    table, allocation = allocate(Request(str(EXAMPLE / "budget.xlsx"), parameters=[shares]))
    return {r.line.id: explain(table, allocation, r.line.id) for r in allocation.results}


def _near(explanation: Explanation) -> dict[str, tuple[Failed, ...]]:
    return {near.rule.id: near.failed for near in explanation.near}


def test_the_worked_example_is_explained_step_by_step(tmp_path: Path) -> None:
    outcome = _worked(tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    rows = [
        tuple(part.strip() for part in line.split("  ") if part.strip())
        for line in outcome.out.splitlines()
    ]
    assert [row for row in rows if row in WORKED_ZH] == WORKED_ZH


def test_the_explanation_names_clause_place_quote_and_source(tmp_path: Path) -> None:
    out = _worked(tmp_path).out
    for expected in (
        "第 A1 行：莘县，2020 年，基本公共卫生服务，80,000.00 元",
        "条款 1.1（一(一)1）",
        "原文：“市级财政实行比例补助”",
        "基本公共卫生服务：市级分担比例 = 40%（占前面各级负担后的余额）",
        "来源：worked example",
        "县级（莘县）  莘县      高出部分",
        "标准事先备案",
        "重大政策调整 = 否",
        "要求重大政策调整为是，本行空白，按否读取",
        "读自 budget.csv:2",
    ):
        assert expected in out


def test_the_explanation_exists_in_english(tmp_path: Path) -> None:
    out = _worked(tmp_path, lang="en").out
    for expected in (
        "Line A1: Shen County, 2020, basic public health services, 80,000.00 yuan",
        "clause 5.4",
        "asks that major policy change be yes; blank here, read as no",
        "the rest, with what rounding\n  leaves, falls to the county.",
    ):
        assert expected in out


def test_the_explanation_as_json_is_the_same_in_every_locale(tmp_path: Path) -> None:
    chinese = _worked(tmp_path, "--format", "json", lang="zh").out
    assert chinese == _worked(tmp_path, "--format", "json", lang="en").out
    found = json.loads(chinese)
    assert found["line"]["payers"]["city"] == "10800.00"
    assert [(s["what"]["zh"], s["working"], s["result"]) for s in found["steps"]][1] == WORKED_ZH[1]
    assert {value["parameter"] for value in found["values"]} == {
        "basic-public-health.standard",
        "basic-public-health.city-share",
        "province-managed.city-pays",
    }
    assert found["bears_the_rest"] == ["county"]


def test_an_unknown_line_names_the_nearest() -> None:
    budget = EXAMPLE / "budget.xlsx"
    outcome = run("explain", budget, "1050", lang="en")
    assert (outcome.code, outcome.out) == (2, "")
    first, hint, *_ = outcome.err.splitlines()
    assert first == "error[FR610]: the budget has no line 1050"
    assert hint.startswith("  hint: the nearest: 1")
    far = run("explain", budget, "完全不同", lang="zh")
    assert "提示：相近的编号：共 133 行，从 101 到 1702" in far.err


def test_a_line_that_was_refused_says_so(tmp_path: Path) -> None:
    text = "line,unit,year,item,amount\nA1,莘县,2020,医疗救助,1\nA2,北京市,2020,医疗救助,1\n"
    budget = write(tmp_path, "budget.csv", text)
    outcome = run("explain", budget, "A2", "--skip-refused", lang="en")
    assert outcome.code == 2
    assert "error[FR471]" in outcome.err
    assert "error[FR612]: the row A2 was refused: it has no result" in outcome.err


def test_every_line_of_the_example_can_be_explained(explained: dict[str, Explanation]) -> None:
    assert len(explained) == 133
    for explanation in explained.values():
        applied = [applied.rule.id for applied in explanation.applied]
        assert applied == list(explanation.result.rules)
        assert not set(applied) & set(_near(explanation))


def test_a_rule_that_failed_says_what_it_asked_and_what_it_found(
    explained: dict[str, Explanation],
) -> None:
    near = _near(explained["1004"])
    assert near["institution-of-a-county"] == (Failed("affiliation", Must.BE, ("county",), "city"),)


def test_a_condition_on_what_other_rules_derive_is_followed_to_the_line(
    explained: dict[str, Explanation],
) -> None:
    near = _near(explained["1001"])
    assert near["subsidy-for-a-countys-task"] == (
        Failed("entrusted_by", Must.BE, ("county",), "none"),
    )


def test_a_default_of_what_rules_derive_is_followed_to_the_line_too(
    explained: dict[str, Explanation],
) -> None:
    near = _near(explained["1010"])
    assert (
        Failed("sponsor", Must.NOT_BE, ("military", "enterprise"), "enterprise")
        in (near["institution-of-a-county"])
    )


def test_no_rule_fails_on_what_people_cannot_fill_in(explained: dict[str, Explanation]) -> None:
    failed = [f for e in explained.values() for near in e.near for f in near.failed]
    derived = {derived.id for e in explained.values() for derived in e.allocation.pack.derived}
    assert derived.isdisjoint(each.attribute for each in failed)


def test_a_blank_is_told_apart_from_another_value(explained: dict[str, Explanation]) -> None:
    near = _near(explained["1003"])
    assert near["institution-of-the-city-in-the-plan"] == (
        Failed("in_health_plan", Must.BE, ("yes",), None),
    )


def test_the_nearest_rules_come_first_and_are_few(explained: dict[str, Explanation]) -> None:
    for explanation in explained.values():
        counts = [len(near.failed) for near in explanation.near]
        assert counts == sorted(counts)
        assert len(counts) <= 5
        assert all(counts)


def test_a_rule_that_only_feeds_others_is_not_among_the_nearest(
    explained: dict[str, Explanation],
) -> None:
    named = {rule for explanation in explained.values() for rule in _near(explanation)}
    assert named.isdisjoint({"task-of-a-county", "base-standard-of-the-city"})


def test_an_overridden_rule_names_what_overrides_it(explained: dict[str, Explanation]) -> None:
    overridden = {a.rule.id: a.overridden_by for a in explained["1004"].applied}
    assert overridden["institution-of-the-city"] == "subsidy-for-a-countys-task"
    assert overridden["institution-of-the-city-in-the-plan"] is None


def test_a_comparison_says_whether_it_held(explained: dict[str, Explanation]) -> None:
    held = {line: _held(explained[line], "file-a-higher-standard") for line in ("105", "102")}
    assert held == {"105": 1, "102": 0}


def _held(explanation: Explanation, rule: str) -> int:
    return next(len(a.held) for a in explanation.applied if a.rule.id == rule)


def test_before_the_law_no_rule_is_near(explained: dict[str, Explanation]) -> None:
    assert (explained["112"].applied, explained["112"].near) == ((), ())


def test_a_blank_item_lists_what_its_code_may_mean(explained: dict[str, Explanation]) -> None:
    candidates = [item.id for item in explained["916"].candidates]
    assert "family-planning-special" in candidates
    assert explained["101"].candidates == ()


def test_only_defaults_that_the_item_asks_about_are_listed(
    explained: dict[str, Explanation],
) -> None:
    named = {line: {d.attribute for d in explained[line].defaults} for line in ("1001", "101")}
    assert "sponsor" in named["1001"]
    assert "sponsor" not in named["101"]


def test_the_nearest_ids_ignore_widths_and_cases(tmp_path: Path) -> None:
    text = "line,unit,year,item,amount\nA1,莘县,2020,医疗救助,1\nB2,莘县,2020,医疗救助,1\n"
    budget = write(tmp_path, "budget.csv", text)
    _, allocation = allocate(Request(str(budget)))
    assert nearest_lines(allocation, "ａ１")[0] == "A1"
