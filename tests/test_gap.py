"""Gaps: parts that add up, each with its clause; what is not known is neither part."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from command_line import Outcome, run, write
from engine_packs import line_of, pack_of, when
from openpyxl import Workbook

from fiscal_rules.analysis.gap import GapSplit, split_gaps
from fiscal_rules.engine.infer import infer
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.funding import Full
from fiscal_rules.model.gap import Gap
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import InForce
from fiscal_rules.model.vocabulary import Authority, Finding, Standing
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.packs import rule_of

HEAD = (
    "line,unit,year,item,amount,central_funds,province_funds,affiliation,in_health_plan,capital,"
    "entrusted_by,agreed_subsidy,counterpart\n"
)
CARE = "医疗卫生机构改革和发展建设"
GAPS = "区划,年度,收支缺口\n"


def budget(*lines: str) -> str:
    """Write lines on institutions: unit, amount, central, province, then the attributes."""
    rows = []
    for number, line in enumerate(lines, start=1):
        unit, rest = line.split(",", 1)
        rows.append(f"{number},{unit},2020,{CARE},{rest}\n")
    return HEAD + "".join(rows)


def split(
    folder: Path, lines: str, gaps: str, *more: object, lang: str = "en"
) -> Outcome:  # fmt: skip
    """Run the command on a budget and gaps."""
    arguments = write(folder, "budget.csv", lines), write(folder, "gaps.csv", gaps)
    return run("gap", *arguments, *more, lang=lang)


def parts(folder: Path, lines: str, gaps: str) -> Mapping[str, tuple[str | None, ...]]:
    """Give bonds, open and rest of each county's gap."""
    outcome = split(folder, lines, gaps, "--format", "json")
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)["gaps"]
    return {held["unit"]: (held["bonds"], held["open"], held["rest"]) for held in found}


ELIGIBLE = "东阿县,3200,500,200,county,yes,yes,,,"
"""The county's own part is 3200 − 500 − 200 = 2500."""


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("4000", ("2500.00", "0.00", "1500.00")),
        ("2500", ("2500.00", "0.00", "0.00")),
        ("1000.01", ("1000.01", "0.00", "0.00")),
        ("0", ("0.00", "0.00", "0.00")),
    ],
)
def test_bonds_meet_the_countys_own_part_and_no_more_than_the_gap(
    tmp_path: Path, gap: str, expected: tuple[str, str, str]
) -> None:
    assert parts(tmp_path, budget(ELIGIBLE), f"{GAPS}东阿县,2020,{gap}\n") == {"东阿县": expected}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # Not capital; not in the plan; the city's own: nothing for bonds of the county.
        ("东阿县,3200,500,200,county,yes,no,,,", ("0.00", "0.00", "4000.00")),
        ("东阿县,3200,500,200,county,yes,,,,", ("0.00", "0.00", "4000.00")),
        ("东阿县,3200,500,200,county,no,yes,,,", ("0.00", "0.00", "4000.00")),
        ("东阿县,3200,500,200,city,yes,yes,,,", ("0.00", "0.00", "4000.00")),
        # A task of the city: it pays 400 of the 2500, the county 2100.
        ("东阿县,3200,500,200,county,yes,yes,city,400,", ("2100.00", "0.00", "1900.00")),
        # The subsidy is not agreed: all 2500 is open, and may be the county's in part.
        ("东阿县,3200,500,200,county,yes,yes,city,,", ("0.00", "2500.00", "1500.00")),
        # Nobody says whether it is in the plan, or whose it is: it may be such spending.
        ("东阿县,3200,500,200,county,,yes,,,", ("0.00", "2500.00", "1500.00")),
        ("东阿县,5200,500,200,,yes,yes,,,", ("0.00", "4000.00", "0.00")),
        # A line of the city that names the county.
        ("市本级,3200,500,200,county,yes,yes,,,东阿县", ("2500.00", "0.00", "1500.00")),
    ],
)
def test_a_line_counts_as_far_as_it_is_known(
    tmp_path: Path, line: str, expected: tuple[str, str, str]
) -> None:
    lines = budget(line, "东阿县,10,,,county,yes,no,,,")
    assert parts(tmp_path, lines, f"{GAPS}东阿县,2020,4000\n") == {"东阿县": expected}


def test_each_county_has_its_own_lines(tmp_path: Path) -> None:
    lines = budget(ELIGIBLE, "莘县,700,,,county,yes,yes,,,", "莘县,50,,,county,yes,yes,,,")
    gaps = f"{GAPS}莘县,2020,1000\n东阿县,2020,100\n"
    assert parts(tmp_path, lines, gaps) == {
        "莘县": ("750.00", "0.00", "250.00"),
        "东阿县": ("100.00", "0.00", "0.00"),
    }


def test_of_a_county_without_any_line_nothing_is_known(tmp_path: Path) -> None:
    gaps = f"{GAPS}莘县,2020,1000\n东阿县,2021,5\n"
    assert parts(tmp_path, budget(ELIGIBLE), gaps) == {
        "莘县": (None, "1000.00", None),
        "东阿县": (None, "5.00", None),
    }
    english, chinese = (split(tmp_path, budget(ELIGIBLE), gaps, lang=at).out for at in ("en", "zh"))
    assert "The budget has no line of Shen County in 2020" in english
    assert "莘县 2020 年在预算中没有任何行，其支出无从得知，缺口全部列为尚不能定。" in chinese


def test_a_line_of_no_known_county_is_counted_nowhere_and_named(tmp_path: Path) -> None:
    lines = budget(ELIGIBLE, "市本级,900,,,county,yes,yes,,,")
    outcome = split(tmp_path, lines, f"{GAPS}东阿县,2020,9000\n", "--format", "json")
    data = json.loads(outcome.out)
    assert data["gaps"][0]["bonds"] == "2500.00"
    assert data["lines_of_no_county"] == [
        {"line": "2", "own": "0.00", "unsettled": "900.00", "standing": None}
    ]
    said = split(tmp_path, lines, f"{GAPS}东阿县,2020,9000\n").out
    assert "These lines do not name the county that pays and are counted nowhere: 2" in said


def test_each_part_has_its_clause_and_its_words(tmp_path: Path) -> None:
    out = split(tmp_path, budget(ELIGIBLE), f"{GAPS}东阿县,2020,4000\n", lang="zh").out
    assert out.startswith("收支缺口：budget.csv（金额单位：元）\n\n【缺口的构成】\n")
    assert "可发行债券（6.1）：“除符合区域卫生规划的医疗卫生机构基本建设等资本性支出" in out
    assert "其余（6.2）：“主要通过省以上政府给予的一般性转移支付弥补”。" in out
    assert "【可发行地方政府债券】" in out


def test_rows_name_clauses_spending_and_lines(tmp_path: Path) -> None:
    out = split(tmp_path, budget(ELIGIBLE), f"{GAPS}东阿县,2020,4000\n", "--format", "csv").out
    (row,) = csv.DictReader(io.StringIO(out.lstrip("\ufeff")))
    assert row == {
        "unit": "东阿县",
        "year": "2020",
        "gap": "4000.00",
        "bonds": "2500.00",
        "bonds_clause": "6.1",
        "open": "0.00",
        "rest": "1500.00",
        "rest_clause": "6.2",
        "eligible_spending": "2500.00",
        "unsettled_spending": "0.00",
        "standing": "official",
        "lines": "1",
    }


def test_gaps_may_be_in_wan_yuan_with_a_total_and_in_a_workbook(tmp_path: Path) -> None:
    wan = "单位：万元,,\n县区,年度,缺口\n东阿县,2020,0.4\n莘县,2020,0.1\n合计,,0.5\n"
    lines = budget(ELIGIBLE, "莘县,10,,,county,yes,no,,,")
    expected = parts(tmp_path, lines, wan)
    assert expected["东阿县"] == ("2500.00", "0.00", "1500.00")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["区划", "年度", "收支缺口（元）"], ["东阿县", 2020, 4000], ["莘县", 2020, 1000]):
        sheet.append(row)
    book.create_sheet("说明").append(["其他内容"])
    book.save(tmp_path / "gaps.xlsx")
    budget_file = write(tmp_path, "budget.csv", lines)
    outcome = run("gap", budget_file, tmp_path / "gaps.xlsx", "--format", "json")
    held = json.loads(outcome.out)["gaps"][0]
    assert (held["bonds"], held["open"], held["rest"]) == expected["东阿县"]


BAD = [
    (
        f"{GAPS}市本级,2020,5\n",
        (
            'gaps.csv:2: error[FR680]: "市本级" is no county-level unit\n'
            "  hint: gaps are those of counties: delete the row"
        ),
        (
            "gaps.csv:2: 错误[FR680]：“市本级”不是县级单位\n"
            "  提示：收支缺口按县（市、区）填报：删去这一行"
        ),
    ),
    (
        f"{GAPS}莘县,2020,-5\n",
        (
            'gaps.csv:2: error[FR681]: gap "-5" is negative\n'
            "  hint: a surplus is no gap: write 0 or delete the row"
        ),
        "gaps.csv:2: 错误[FR681]：收支缺口“-5”是负数\n  提示：有结余的没有缺口：写 0 或删去这一行",
    ),
    (
        f"{GAPS}莘县,2020,5\n莘县,2021,5\n莘县,2020,6\n",
        (
            "gaps.csv:4: error[FR682]: the gap of Shen County in 2020 is repeated: "
            "{folder}/gaps.csv:2 has it already\n  hint: keep one of them"
        ),
        (
            "gaps.csv:4: 错误[FR682]：莘县 2020 年的收支缺口重复：{folder}/gaps.csv:2 已经填过\n"
            "  提示：只保留一个"
        ),
    ),
    (
        GAPS,
        (
            "gaps.csv:1: error[FR684]: there is a header, but no gap below it\n"
            "  hint: check whether the export was finished"
        ),
        "gaps.csv:1: 错误[FR684]：只有表头，没有填报缺口的行\n  提示：检查导出是否完成",
    ),
    (
        f"{GAPS}莘县,2020,5\n东阿县,2020,6\n合计,,12\n",
        (
            'gaps.csv:4: error[FR449]: the gap of the row "合计" is 12.00, the rows that it totals add '
            "up to 11.00"
        ),
        "gaps.csv:4: 错误[FR449]：“合计”行的收支缺口是 12.00，所合计各行之和是 11.00",
    ),
    (
        f"{GAPS}莘县,2020\n",
        "gaps.csv:2: error[FR447]: this row has 2 cells, the header has 3",
        "gaps.csv:2: 错误[FR447]：这一行有 2 列，表头有 3 列",
    ),
    (
        "区划,缺口\n莘县,5\n",
        (
            "gaps.csv:1: error[FR441]: the header lacks: year\n"
            "  hint: accepted headers: 年度, 预算年度, 财政年度, year"
        ),
        "gaps.csv:1: 错误[FR441]：表头缺少：年度\n  提示：可用的写法：年度、预算年度、财政年度、year",
    ),
    (
        "甲,乙\n1,2\n",
        (
            "gaps.csv: error[FR440]: no header was found in the first 10 rows\n"
            "  hint: a header needs at least: unit, year, gap"
        ),
        "gaps.csv: 错误[FR440]：前 10 行里没有找到表头\n  提示：表头至少要有：区划、年度、收支缺口",
    ),
    (
        f"{GAPS}莘县,,5\n北京,2020,五\n",
        "gaps.csv:2: error[FR460]: year is blank",
        "gaps.csv:2: 错误[FR460]：年度为空",
    ),
]


@pytest.mark.parametrize(("gaps", "english", "chinese"), BAD)
def test_a_wrong_table_of_gaps_is_refused_with_exactly_these_words(
    tmp_path: Path, gaps: str, english: str, chinese: str
) -> None:
    for lang, expected in (("en", english), ("zh", chinese)):
        outcome = split(tmp_path, budget(ELIGIBLE), gaps, lang=lang)
        assert (outcome.code, outcome.out) == (3, "")
        assert outcome.err.startswith(f"{tmp_path}/{expected.format(folder=tmp_path)}\n")


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    outcome = split(tmp_path, budget(ELIGIBLE), BAD[-1][0])
    for code in ("FR460", "FR471", "FR461"):
        assert f"error[{code}]" in outcome.err


@pytest.mark.parametrize(
    ("name", "code"),
    [("no.csv", "FR400"), ("gaps.xls", "FR404"), ("gaps.pdf", "FR403"), ("folder.csv", "FR402")],
)
def test_a_file_that_holds_no_gaps_is_refused(tmp_path: Path, name: str, code: str) -> None:
    if name == "folder.csv":
        (tmp_path / name).mkdir()
    elif name != "no.csv":
        write(tmp_path, name, "x")
    outcome = run("gap", write(tmp_path, "budget.csv", budget(ELIGIBLE)), tmp_path / name)
    assert outcome.code == 3
    assert outcome.err.startswith(f"{tmp_path / name}: error[{code}]: ")


def test_several_sheets_of_gaps_are_not_chosen_among(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("一", "二"):
        sheet = book.create_sheet(name)
        sheet.append(["区划", "年度", "缺口"])
        sheet.append(["莘县", 2020, 5])
    book.save(tmp_path / "gaps.xlsx")
    budget_file = write(tmp_path, "budget.csv", budget(ELIGIBLE))
    english = "error[FR683]: several sheets look like gaps: 一, 二"
    chinese = "错误[FR683]：有几张工作表都像缺口表：一、二"
    for lang, expected in (
        ("en", f"{english}\n  hint: merge them into one, or keep one\n"),
        ("zh", f"{chinese}\n  提示：合并为一张，或只保留一张\n"),
    ):
        outcome = run("gap", budget_file, tmp_path / "gaps.xlsx", lang=lang)
        assert outcome.err.startswith(f"{tmp_path / 'gaps.xlsx'}: {expected}")


def test_files_are_written_and_inputs_are_not_written_over(tmp_path: Path) -> None:
    gaps = f"{GAPS}东阿县,2020,4000\n"
    outcome = split(tmp_path, budget(ELIGIBLE), gaps, "-o", tmp_path / "gap.md")
    assert (outcome.code, outcome.err) == (0, f"wrote {tmp_path / 'gap.md'}\n")
    assert "| 东阿县 | 2020 | 4,000.00 | 2,500.00 | 0.00 | 1,500.00 |" in (
        (tmp_path / "gap.md").read_text(encoding="utf-8")
    )
    over = split(tmp_path, budget(ELIGIBLE), gaps, "-o", tmp_path / "gaps.csv")
    assert over.code == 2
    assert "error[FR609]" in over.err


def test_a_pack_without_such_clauses_says_so(tmp_path: Path) -> None:
    shire = Path(__file__).parent / "packs" / "shire"
    lines = "line,unit,year,item,amount\n1,东湾县,2031,预防接种,5\n"
    gaps = f"{GAPS}东湾县,2031,9\n"
    outcome = split(tmp_path, lines, gaps, "--rules", shire)
    assert outcome.code == 0
    assert "No clause of the pack allows bonds for a gap." in outcome.out
    assert "No clause of the pack says how the rest of a gap is met." in outcome.out
    held = json.loads(split(tmp_path, lines, gaps, "--rules", shire, "--format", "json").out)
    assert (held["gaps"][0]["rest"], held["rest_clause"]) == ("9.00", None)


def split_of(line: BudgetLine, *, july: date | None = None) -> GapSplit:
    """Split a gap of 1000 by one line; bonds may meet capital spending, from a day on if said."""
    spans = () if july is None else (InForce(july, None, Standing.OFFICIAL, "invented"),)
    pack = pack_of(
        rule_of("own", when=when(item="care"), authority=Authority.COUNTY, fund=Full("county")),
        rule_of(
            "bonds",
            when=when(item="care", capital="yes"),
            findings=(Finding.BOND_ELIGIBLE,),
            in_force=spans,
        ),
    )
    table = infer(pack)
    budget = Budget("budget.csv", "", (line,), (), ())
    gap = Gap("east", 2020, 1000, Place("gaps.csv"))
    allocation = allocated(table, Parameters({}), budget)
    return split_gaps(table, allocation, [gap]).splits[0]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [({"capital": "yes"}, (300, 0)), ({"capital": "no"}, (0, 0)), ({}, (0, 300))],
)
def test_money_that_is_settled_may_still_be_of_a_kind_that_nobody_said(
    choices: Mapping[str, str], expected: tuple[int, int]
) -> None:
    split = split_of(line_of(300, choices=choices))
    assert (split.own, split.unsettled) == (split.bonds, split.open) == expected
    assert split.standing is (Standing.OFFICIAL if split.own else None)


def test_spending_that_bonds_may_meet_in_some_months_only_is_not_settled() -> None:
    split = split_of(line_of(300, choices={"capital": "yes"}), july=date(2020, 7, 1))
    assert (split.bonds, split.open, split.rest) == (0, 300, 700)
