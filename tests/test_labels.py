"""Totals by label, as they are written: 聊财社〔2020〕3号 pays for two lines, one of them not placed."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from command_line import WORKED_PARAMETERS

from fiscal_rules.api import Request, run
from fiscal_rules.model.label import LabelledSums, LabelTotals, LabelValue, shortened
from fiscal_rules.model.text import Lang
from fiscal_rules.output.render_json import render_json
from fiscal_rules.output.render_terminal import render_terminal
from fiscal_rules.output.report import Report, build_report
from fiscal_rules.output.sections import labels as section
from fiscal_rules.output.workbook.render_xlsx import render_xlsx

HEAD = "编号,区划,年度,事项,金额,人数,中央资金,文号,资金性质"
ROWS = (
    "1,莘县,2020,基本公共卫生服务,740,10,370,聊财社〔2020〕3号,一般公共预算",
    "2,冠县,2020,基本公共卫生服务,100,,,聊财社〔2020〕3号,一般公共预算",
    "3,冠县,2020,基本公共卫生服务,740,10,370,聊财社〔2020〕4号,一般公共预算",
    "4,冠县,2020,基本公共卫生服务,740,10,370,,一般公共预算",
)


def reported(folder: Path, *rows: str, head: str = HEAD) -> Report:
    budget, shares = folder / "budget.csv", folder / "shares.yaml"
    budget.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    shares.write_text(WORKED_PARAMETERS, encoding="utf-8")
    return build_report(run(Request(budget=str(budget), parameters=[str(shares)]))[1])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return reported(tmp_path_factory.mktemp("labels"), *ROWS)


def shown(report: Report, lang: Lang) -> list[str]:
    """Give the rows of the section on the terminal, blanks made one."""
    title = {Lang.ZH: "【按标签合计】\n", Lang.EN: "[By label]\n"}[lang]
    text = render_terminal(report, lang).decode().partition(title)[2]
    return [" ".join(line.split()) for line in text.split("\n\n")[0].splitlines()]


def test_a_terminal_adds_up_lines_by_each_label(report: Report) -> None:
    rows = shown(report, Lang.EN)
    assert rows[0] == "label value lines amount central province city county open"
    assert rows[2:8] == [
        "fund_type 一般公共预算 4 2,320.00 1,110.00 0.00 444.00 666.00 100.00",
        "fund_type total 4 2,320.00 1,110.00 0.00 444.00 666.00 100.00",
        "document 聊财社〔2020〕3号 2 840.00 370.00 0.00 148.00 222.00 100.00",
        "document 聊财社〔2020〕4号 1 740.00 370.00 0.00 148.00 222.00 0.00",
        "document (blank) 1 740.00 370.00 0.00 148.00 222.00 0.00",
        "document total 4 2,320.00 1,110.00 0.00 444.00 666.00 100.00",
    ]


def test_in_chinese_labels_have_the_names_of_their_columns(report: Report) -> None:
    rows = [row.split() for row in shown(report, Lang.ZH)]
    assert rows[0][:3] == ["标签", "取值", "行数"]
    assert [row[:2] for row in rows[4:8]] == [
        ["文号", "聊财社〔2020〕3号"],
        ["文号", "聊财社〔2020〕4号"],
        ["文号", "（空白）"],
        ["文号", "合计"],
    ]


def test_json_has_the_same_with_blank_as_null(report: Report) -> None:
    whole = json.loads(render_json(report, Lang.EN))
    kinds, documents = whole["labels"]
    assert (kinds["column"], len(kinds["values"])) == ("fund_type", 1)
    assert [held["value"] for held in documents["values"]] == [
        "聊财社〔2020〕3号",
        "聊财社〔2020〕4号",
        None,
    ]
    assert documents["values"][0] == {
        "value": "聊财社〔2020〕3号",
        "lines": 2,
        "amount": "840.00",
        "payers": {
            "central": "370.00",
            "province": "0.00",
            "city": "148.00",
            "county": "222.00",
        },
        "open": "100.00",
    }
    assert "others" not in documents


def test_a_workbook_has_a_sheet_of_labels(report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(render_xlsx(report, Lang.ZH)))
    rows = [[cell for cell in row if cell is not None] for row in book["标签"].values]
    assert ["文号", "聊财社〔2020〕3号", 2, 840, 370, 0, 148, 222, 100] in rows
    summary = [cell for row in book["概况"].values for cell in row]
    assert "按标签合计" not in summary


def test_without_labels_nothing_is_said(tmp_path: Path) -> None:
    report = reported(tmp_path, "1,莘县,2020,基本公共卫生服务,740", head="编号,区划,年度,事项,金额")
    assert "By label" not in render_terminal(report, Lang.EN).decode()
    assert "labels" not in json.loads(render_json(report, Lang.EN))
    assert "标签" not in openpyxl.load_workbook(BytesIO(render_xlsx(report, Lang.ZH))).sheetnames


def test_a_report_tells_few_values_apart_and_a_workbook_all(tmp_path: Path) -> None:
    count = section.MOST_VALUES_SHOWN + 3
    rows = [f"{n},莘县,2020,基本公共卫生服务,{n},,,甲{n}号,专项" for n in range(1, count + 1)]
    report = reported(tmp_path, *rows)
    documents = [row.split() for row in shown(report, Lang.EN) if row[:8] == "document"]
    assert documents[0][1:4] == [f"甲{count}号", "1", f"{count}.00"]
    assert documents[-2][1:5] == ["3", "others", "3", "6.00"]
    book = openpyxl.load_workbook(BytesIO(render_xlsx(report, Lang.EN)))
    values = [row[1] for row in book["Labels"].values]
    assert {f"甲{n}号" for n in range(1, count + 1)} <= set(values)


def test_values_that_are_not_told_apart_are_added_to_those_that_were_not_before() -> None:
    one = LabelledSums(1, 100, (60,), 40)
    values = (LabelValue("a", one), LabelValue("b", one), LabelValue(None, one))
    totals = LabelTotals("document", values, 7, LabelledSums(9, 500, (500,), 0))
    short = shortened(totals, 1)
    assert [held.value for held in short.values] == ["a", None]
    assert (short.untold, short.others) == (8, LabelledSums(10, 600, (560,), 40))
    assert short.whole == totals.whole
