"""Packs of real and invented documents: worked by hand, in both paths, and said in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from both_paths import compare
from command_line import run
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.cases import run_cases
from fiscal_rules.engine.infer import infer
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.packs import read_pack
from fiscal_rules.readers.parameters import read_parameters
from fiscal_rules.testing.budgets import budgets

PACKS = Path(__file__).parent / "packs"
WORKED = ("yuhua", "shanxi")
TABLES = {name: infer(read_pack(PACKS / name)) for name in WORKED}


@pytest.mark.parametrize("name", WORKED)
def test_its_cases_come_out_as_by_hand(name: str) -> None:
    table = TABLES[name]
    known = read_parameters(table.pack, [], as_of=None)
    results = run_cases(table, known, read_cases(PACKS / name, table.pack))
    assert results
    assert [mismatch for result in results for mismatch in result.mismatches] == []


@pytest.mark.parametrize("name", WORKED)
def test_its_check_finds_nothing(name: str) -> None:
    done = run("check", PACKS / name, "--lang", "en")
    assert done.code == 0
    assert "errors: 0, warnings: 0" in done.out


@pytest.mark.parametrize("name", WORKED)
@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_both_paths_agree_on_it(name: str, data: st.DataObject) -> None:
    table = TABLES[name]
    known = read_parameters(table.pack, [], as_of=None)
    compare(table, known, data.draw(budgets(table.pack, most=12)))


SAID = {
    ("yuhua", "zh"): [
        "取整按条款 1：舍尾到 1 元；其余（含尾差）由区级承担",
        "8346600.00 × 60%",
        "3338640.00 × 20%",
        "2670912.00 × 40%",
        "1068364.00",
        "1602548.00",
    ],
    ("yuhua", "en"): [
        "Rounding by clause 1: truncated to 1 yuan",
        "2670912.00 × 40%",
        "1068364.00",
        "1602548.00",
    ],
    ("shanxi", "zh"): ["每人四舍五入到 1 元", "580.00 × 60%", "348.00", "116.00"],
    ("shanxi", "en"): ["580.00 × 60%", "348.00", "116.00"],
}
LINES = {
    "yuhua": "Y1,雨花区,2020,basic-public-health,8346600,927400",
    "shanxi": "G,甲县,2021,residents-insurance,580,1",
}


@pytest.mark.parametrize(("name", "lang"), SAID)
def test_it_is_explained_in_words_and_sums(name: str, lang: str, tmp_path: Path) -> None:
    budget = tmp_path / "budget.csv"
    line = LINES[name]
    budget.write_text(f"line,unit,year,item,amount,headcount\n{line}\n", encoding="utf-8")
    done = run(
        "explain", budget, line.partition(",")[0], "--rules", PACKS / name, "--lang", lang
    )  # fmt: skip
    assert [said for said in SAID[name, lang] if said not in done.out] == []
