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
WORKED = ("yuhua", "shanxi", "valley")
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


VALLEY = """\
line,unit,year,item,amount,headcount,central_funds,workload,performance,performance_amount,recipient,agreed_subsidy
shares,上溪镇,2020,public-health,100000,1000,30000,,,,,
heads,上溪镇,2020,signing,120000,1000,,,,,统筹基金,
work,下坡乡,2020,village-doctors,10000,,,1000,0.95,333,,
pot,上溪镇,2020,health-centres,80000,,,,,,,
kept,下坡乡,2020,health-centres,90000,,,,,,,
cut,上溪镇,2020,emergencies,9000,,,,,,,
fallback,上溪镇,2021,emergencies,9000,,,,,,,
class,城关镇,2021,clinics,1000,,,,,,,
agreed,上溪镇,2020,blood,1000,,,,,,,120.50
"""
FACTORS = """\
unit,year,item,measure,value
上溪镇,2020,health-centres,need,200
上溪镇,2020,health-centres,population,1000
上溪镇,2020,health-centres,capacity,1
上溪镇,2020,health-centres,床位,120
上溪镇,2020,health-centres,performance,0.9
上溪镇,2020,health-centres,last-grant,50000
下坡乡,2020,health-centres,need,300
下坡乡,2020,health-centres,population,1000
下坡乡,2020,health-centres,capacity,3
下坡乡,2020,health-centres,beds,20
下坡乡,2020,health-centres,performance,1
下坡乡,2020,health-centres,last-grant,60000
上溪镇,2020,emergencies,area,2
上溪镇,2020,emergencies,performance,0.8
"""
FORMS = {
    "shares": (
        ["min(max(min(46000.00 × 60%, 1000 × 60), 1000 ×", "县级负担下限"],
        ["up to public health: further standard", "least rest of the township"],
    ),
    "heads": (
        ["min(100000.00 × 21.3%, 1000 × 25) = 21300.00", "每人四舍五入到 1 元", "县财政专户"],
        ["amount per head of the city", "rounded half up to 1 yuan for each head", "pooled fund"],
    ),
    "work": (
        ["min(1000 × 12 × 75% × 0.95 + 333.00, 10000.00)", "舍尾到 100 元"],
        ["village doctors: share of the county", "truncated to 100 yuan"],
    ),
    "pot": (
        [
            "(50% × (200/1000)/0.5 + 30% × 0.75 + 20% ×",
            "1.5/2.5) × 0.9",
            "51877.31",
            "取整（条款 5）",
            "51900.00",
        ],
        ["rounded (clause 5)", "each unit's grant rounded half up to 100 yuan"],
    ),
    "kept": (
        ["60000 × 90%", "保底差额由出资方另行负担", "48100.00 + 5900.00"],
        ["raised to the floor, beside the pot", "48100.00 + 5900.00"],
    ),
    "cut": (
        ["扣减部分不再分配", "补助合计舍尾到 1 元"],
        ["what that cuts is not given", "all grants together truncated to 1 yuan"],
    ),
    "fallback": (["未给资金总额和权重时", "9000.00 × 50%"], ["without pot and weights"]),
    "class": (["市级按比例分担", "1000.00 × 30%"], ["share of the city", "1000.00 × 30%"]),
    "agreed": (["约定补助", "879.50"], ["agreed subsidy", "879.50"]),
}
"""What is said of a line of each form, in Chinese and in English."""


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("valley")
    (folder / "budget.csv").write_text(VALLEY, encoding="utf-8")
    (folder / "measures.csv").write_text(FACTORS, encoding="utf-8")
    return folder


@pytest.mark.parametrize("line", FORMS)
def test_each_form_is_explained_in_words_and_sums(line: str, valley: Path) -> None:
    for lang, parts in zip(("zh", "en"), FORMS[line], strict=True):
        done = run("explain", valley, line, "--rules", PACKS / "valley", "--lang", lang)
        flat = "".join(done.out.split())
        assert [said for said in parts if "".join(said.split()) not in flat] == []
