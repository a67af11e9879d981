"""Settlements as they are written: on the terminal, as Markdown, JSON, CSV, Parquet and a workbook."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import duckdb
import openpyxl
import pytest

from fiscal_rules.analysis.explain import explain
from fiscal_rules.api import Request, run
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import yuan
from fiscal_rules.model.rulepack import Deductions
from fiscal_rules.model.text import Lang
from fiscal_rules.model.vocabulary import Standing
from fiscal_rules.output.explanation import write_explanation
from fiscal_rules.output.explanation_json import explanation_json
from fiscal_rules.output.formats import format_for
from fiscal_rules.output.render_json import render_json
from fiscal_rules.output.render_markdown import render_markdown
from fiscal_rules.output.render_terminal import render_terminal
from fiscal_rules.output.report import Report, build_report
from fiscal_rules.output.sections import settlements as sections
from fiscal_rules.output.workbook.render_xlsx import render_xlsx
from fiscal_rules.output.write import write_files

HEAD = "编号,区划,年度,事项,金额,人数,中央资金,文号,阶段,结算编号,扣减"
ROWS = (
    "1,莘县,2020,基本公共卫生服务,300,10,180,甲1号,预拨,莘县,",
    "2,莘县,2021,基本公共卫生服务,740,10,370,甲2号,结算,莘县,14.80",
    "3,冠县,2020,基本公共卫生服务,100,10,,甲1号,预拨,冠县,",
    "4,冠县,2020,基本公共卫生服务,100,10,,,,,",
    "5,阳谷县,2020,基本公共卫生服务,740,,370,乙1号,结算,阳谷,",
    "6,东阿县,2020,基本公共卫生服务,1,10,,乙1号,结算,东阿,",
    "7,东阿县,2020,基本公共卫生服务,1,10,,乙1号,结算,东阿,",
)
SHARES = """\
parameters:
  basic-public-health.city-share:
    - {value: 40%, of: rest, from: 2019-01-01, standing: assumed, source: example}
  basic-public-health.standard:
    - {value: 74, from: 2019-01-01, standing: assumed, source: example}
  province-managed.city-pays:
    - {value: yes, from: 2019-01-01, standing: assumed, source: example}
"""


def allocated(folder: Path, *rows: str, head: str = HEAD) -> tuple[DecisionTable, Allocation]:
    budget, shares = folder / "budget.csv", folder / "shares.yaml"
    budget.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    shares.write_text(SHARES, encoding="utf-8")
    return run(Request(budget=str(budget), parameters=[str(shares)]))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[DecisionTable, Allocation]:
    return allocated(tmp_path_factory.mktemp("settled"), *ROWS)


@pytest.fixture(scope="module")
def report(made: tuple[DecisionTable, Allocation]) -> Report:
    return build_report(made[1])


def section(text: str, title: str) -> list[str]:
    """Give the rows of a section on the terminal, blanks made one, without the lines drawn."""
    lines = text.partition(f"[{title}]\n")[2].split("\n\n")[0].splitlines()
    return [" ".join(line.split()) for line in lines if not line.strip().startswith("---")]


def test_a_terminal_shows_how_far_settlements_are_and_who_pays_now(report: Report) -> None:
    text = render_terminal(report, Lang.EN).decode()
    assert section(text, "Settlements in short")[1:5] == [
        "settled 1 740.00 300.00 14.80 425.20",
        "open 1 740.00 0.00 0.00 740.00",
        "outstanding 1 100.00",
        "doubtful, not settled 1 0.00",
    ]
    # 莘县: due 370 + 148 + 222, advanced 180 + 48 + 72; 14.80 is 2 % of 740.
    assert section(text, "Settlements: who pays now")[1:6] == [
        "central 740.00 180.00 7.40 552.60",
        "city 148.00 48.00 2.96 97.04",
        "county 222.00 72.00 4.44 145.56",
        "open 370.00 0.00 0.00 370.00",
        "total 1,480.00 300.00 14.80 1,165.20",
    ]
    rows = section(text, "Settlement by settlement")
    assert "莘县 Shen County basic public health 2020, 2021 settled total 740.00 300.00 14.80" in (
        " ".join(rows)
    )


def test_markdown_lists_each_settlement_by_payer_with_what_is_remarkable(report: Report) -> None:
    text = render_markdown(report, Lang.ZH).decode()
    rows = text.partition("## 逐笔结算\n")[2].partition("##")[0].splitlines()
    place = "| 东阿 | 东阿县 | 基本公共卫生服务 | 2020 | 存疑，未结算 "
    assert f"{place}| 合计 |  | 0.00 |  |  | 假定 | 有几行结算、没有预拨 |" in rows
    assert "| 阳谷 |  |  |  |  | 市级 |  | 0.00 | 0.00 |  |  |  |" in rows
    assert "| 阳谷 |  |  |  |  | 待定 | 370.00 | 0.00 | 0.00 | 370.00 |  |  |" in rows


def test_many_settlements_are_counted_and_those_not_settled_listed(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "MOST_SETTLEMENTS", 2)
    table = sections.settlements(report)
    assert table is not None
    assert {row[0] for row in table.rows} == {"东阿", "冠县"}
    assert table.notes[0].en == (
        "4 settlements; listed are the first 2 that are not settled. -o writes all of them, "
        "as .csv, .parquet or .json."
    )


def test_json_gives_every_settlement_and_what_they_add_up_to(report: Report) -> None:
    held = json.loads(render_json(report, Lang.ZH))
    by_id = {each["settles"]: each for each in held["settlements"]}
    assert list(by_id) == ["东阿", "冠县", "莘县", "阳谷"]
    assert by_id["莘县"]["payers"]["city"] == {
        "due": "148.00", "advanced": "48.00", "deducted": "2.96", "payment": "97.04",
    }  # fmt: skip
    assert by_id["莘县"]["lines"] == [
        {"line": "1", "stage": "advance", "year": 2020, "document": "甲1号", "amount": "300.00"},
        {"line": "2", "stage": "settlement", "year": 2021, "document": "甲2号", "amount": "740.00"},
    ]
    assert by_id["冠县"]["total"] == {
        "due": None, "advanced": "100.00", "deducted": None, "payment": None,
    }  # fmt: skip
    assert by_id["东阿"]["findings"] == ["two-settlements", "no-advance"]
    totals = held["settlement_totals"]
    assert totals["by_status"]["settled"]["payment"] == "425.20"
    assert totals["total"]["payment"] == "1165.20"


def test_tables_beside_the_lines_have_a_row_a_payer_and_add_up(
    report: Report, tmp_path: Path
) -> None:
    form = format_for("lines.csv")
    assert form is not None
    write_files(form.outputs(report, Lang.ZH, tmp_path / "lines.csv"))
    with (tmp_path / "lines.settlements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["payer"] for row in rows if row["settles"] == "阳谷"] == [
        "central", "city", "county", "open",
    ]  # fmt: skip
    assert rows[-4] == {
        "settles": "阳谷", "status": "open", "unit": "阳谷县", "counterpart": "",
        "item": "basic-public-health", "years": "2020", "documents": "乙1号", "payer": "central",
        "due": "370.00", "advanced": "0.00", "deducted": "0.00", "payment": "370.00",
        "standing": "", "findings": "no-advance",
    }  # fmt: skip
    totals = {s.id: s.total.payment for s in report.allocation.settlements.each}  # type: ignore[union-attr]
    for settles, payment in totals.items():
        amounts = [row["payment"] for row in rows if row["settles"] == settles]
        if payment is not None:
            assert sum(int(a.replace(".", "")) for a in amounts if a) == payment


def test_parquet_has_the_rows_of_csv(report: Report, tmp_path: Path) -> None:
    for name in ("x.csv", "x.parquet"):
        form = format_for(name)
        assert form is not None
        write_files(form.outputs(report, Lang.ZH, tmp_path / name))
    names = {path.name for path in tmp_path.iterdir()}
    assert {"x.parquet", "x.decisions.parquet", "x.settlements.parquet"} <= names
    with duckdb.connect() as database:
        found = database.execute(
            "SELECT * FROM read_parquet($1)", [str(tmp_path / "x.settlements.parquet")]
        )
        columns = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    texts = [
        {
            name.removesuffix("_fen"): _as_text(name, value)
            for name, value in zip(columns, row, strict=True)
        }
        for row in rows
    ]
    with (tmp_path / "x.settlements.csv").open(encoding="utf-8-sig", newline="") as file:
        assert texts == list(csv.DictReader(file))


def _as_text(name: str, value: object) -> str:
    if value is None:
        return ""
    return yuan(value) if name.endswith("_fen") and isinstance(value, int) else str(value)


def test_a_workbook_has_a_sheet_of_settlements(report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(render_xlsx(report, Lang.ZH)))
    assert book.sheetnames.index("结算") == book.sheetnames.index("逐行结果") + 1
    cells = [[cell.value for cell in row] for row in book["结算"].iter_rows()]
    shen = next(row for row in cells if row[0] == "莘县" and row[5] == "市级")
    assert shen[6:10] == [148, 48, 2.96, 97.04]
    payer = next(row for row in cells if row[0] == "市级")
    assert payer[1:5] == [148, 48, 2.96, 97.04]
    assert all("结算概况" not in str(row[0]) for row in book["概况"].iter_rows(values_only=True))


def test_where_nothing_is_settled_nothing_is_written(tmp_path: Path) -> None:
    _, allocation = allocated(tmp_path, "1,莘县,2020,医疗救助,1,,,,,,")
    report = build_report(allocation)
    assert allocation.settlements is None
    assert "结算" not in render_terminal(report, Lang.ZH).decode()
    assert (
        not {"settlements", "settlement_totals"} & json.loads(render_json(report, Lang.ZH)).keys()
    )
    for name in ("x.csv", "x.parquet"):
        form = format_for(name)
        assert form is not None
        named = [path.name for path, _ in form.outputs(report, Lang.ZH, tmp_path / name)]
        assert not any("settlements" in each for each in named)
    book = openpyxl.load_workbook(BytesIO(render_xlsx(report, Lang.ZH)))
    assert "结算" not in book.sheetnames


def test_a_settlement_is_explained_payer_by_payer(
    made: tuple[DecisionTable, Allocation],
) -> None:
    text = write_explanation(explain(*made, "2"), Lang.EN)
    assert section(text, "Settlement") == [
        "莘县: settled",
        "payer due − advanced − deducted payment now",
        "central 370.00 − 180.00 − 7.40 182.60",
        "city 148.00 − 48.00 − 2.96 97.04",
        "county 222.00 − 72.00 − 4.44 145.56",
        "total 740.00 − 300.00 − 14.80 425.20",
        "line year document stage amount",
        "1 2020 甲1号 advance 300.00",
        "2 2021 甲2号 settlement 740.00",
    ]
    assert "应付 − 已预拨 − 扣减" in write_explanation(explain(*made, "1"), Lang.ZH)
    assert "结算编号" not in write_explanation(explain(*made, "4"), Lang.ZH)


def test_what_is_not_known_is_said_so_in_an_explanation(
    made: tuple[DecisionTable, Allocation],
) -> None:
    rows = section(write_explanation(explain(*made, "5"), Lang.EN), "Settlement")
    assert rows[:2] == ["阳谷: open", "nothing was advanced"]
    assert "city not known − 0.00 − 0.00 not known" in rows
    assert "open 370.00 − 0.00 − 0.00 370.00" in rows


def test_an_explanation_as_json_has_the_settlement(
    made: tuple[DecisionTable, Allocation],
) -> None:
    held = json.loads(explanation_json(explain(*made, "2")))
    assert held["settlement"]["total"]["payment"] == "425.20"
    assert "settlement" not in json.loads(explanation_json(explain(*made, "4")))


def test_the_report_says_who_bears_what_is_deducted(report: Report) -> None:
    table = sections.settlements_by_payer(report)
    assert table is not None
    assert table.notes[0].en.startswith("What is deducted is divided by what is due of each")
    pack = replace(
        report.allocation.pack, deductions=Deductions("county", Standing.DERIVED, "某通知")
    )
    named = replace(report, allocation=replace(report.allocation, pack=pack))
    table = sections.settlements_by_payer(named)
    assert table is not None
    assert table.notes[0].zh == "扣减由县级承担（规则包所定：某通知）。"
