"""Budgets are read exactly, or refused with the cell, what was found and what to do."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.model.budget import Budget
from fiscal_rules.model.diagnostic import BudgetRefusedError
from fiscal_rules.readers.budgets.cells import MoneyUnit
from fiscal_rules.readers.budgets.csv_table import read_csv
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack

PACK = read_pack(find_pack(DEFAULT_PACK))
HEAD = "编号,区划,年度,事项,金额"


def read(path: Path, unit: MoneyUnit | None = None) -> Budget:
    return read_budget(str(path), PACK, money_unit=unit)


def written(folder: Path, *rows: str, name: str = "budget.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(("\n".join(rows) + "\n").encode(encoding))
    return path


def workbook(folder: Path, *rows: tuple[object, ...], name: str = "budget.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(folder / name)
    return folder / name


def refusal(path: Path, unit: MoneyUnit | None = None) -> tuple[str, str, str]:
    """Give place within the file, code and message of the one problem of a budget."""
    try:
        budget = read(path, unit)
    except BudgetRefusedError as refused:
        (problem,) = refused.problems
    else:
        assert budget.lines == ()
        ((problem,),) = (row.problems for row in budget.refused)
    place = str(problem.place).removeprefix(str(path)).removeprefix(":")
    return place, problem.code, problem.message.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_that_bureaus_write_is_read_alike(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, HEAD, "1,莘县,2020,基本公共卫生服务,12.34", encoding=encoding)
    (line,) = read(path).lines
    assert (line.unit, line.item, line.amount) == ("莘县", "basic-public-health", 1234)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("１２３４．５０", 123450),
        ('"1,234.5"', 123450),
        ("¥12", 1200),
        ("12元", 1200),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(tmp_path: Path, text: str, fen: int) -> None:
    (line,) = read(written(tmp_path, HEAD, f"1,莘县,2020,医疗救助,{text}")).lines
    assert line.amount == fen


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ('"12,5x"', "FR461", 'amount "12,5x" is not an amount'),
        ("nan", "FR461", 'amount "nan" is not an amount'),
        ("1e5", "FR461", 'amount "1e5" is not an amount'),
        ("1.005", "FR462", 'amount "1.005" (in yuan) is not a whole number of fen'),
        ("(5)", "FR463", 'amount "(5)" is negative'),
        ("3万", "FR465", 'amount "3万" carries the unit "万", while the column is in yuan'),
        ("", "FR460", "amount is blank"),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused(
    tmp_path: Path, text: str, code: str, message: str
) -> None:
    path = written(tmp_path, HEAD, f"1,莘县,2020,医疗救助,{text}")
    assert refusal(path) == ("2", code, message)


def test_a_line_above_the_table_says_the_unit_of_money(tmp_path: Path) -> None:
    path = written(tmp_path, "单位：万元,,,,", HEAD, "1,莘县,2020,医疗救助,1.2345")
    assert read(path).lines[0].amount == 1_234_500


def test_units_of_money_that_contradict_one_another_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "单位：万元,,,,", HEAD, "1,莘县,2020,医疗救助,1")
    said = 'the unit of "金额" is said in conflicting ways: '
    assert refusal(path, MoneyUnit.YUAN) == (
        "2",
        "FR444",
        f"{said}the line above says 万元 (10,000 yuan), --unit says yuan",
    )


def test_totals_are_held_against_their_rows_and_left_out(tmp_path: Path) -> None:
    rows = ("1,莘县,2020,医疗救助,1", "小计,,,,1", "2,冠县,2020,医疗救助,2", "合计,,,,3")
    budget = read(written(tmp_path, HEAD, *rows))
    assert [line.id for line in budget.lines] == ["1", "2"]
    assert [note.code for note in budget.notes] == ["FR448"]


def test_a_total_that_does_not_add_up_refuses_the_budget(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, "1,莘县,2020,医疗救助,1", "合计,,,,2")
    sums = "the rows that it totals add up to 1.00"
    assert refusal(path) == ("3", "FR449", f'the amount of the row "合计" is 2.00, {sums}')


def test_a_name_that_is_no_longer_valid_is_read_and_remarked(tmp_path: Path) -> None:
    (line,) = read(written(tmp_path, HEAD, "1,371523,2020,医疗救助,1")).lines
    assert (line.unit, line.findings) == ("茌平区", ("superseded-code",))


def test_an_unknown_unit_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, "1,辛县,2020,医疗救助,1")
    assert refusal(path) == ("2", "FR471", 'the pack has no unit "辛县"')


def test_a_header_that_is_missing_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "编号,区划,事项,金额", "1,莘县,医疗救助,1")
    assert refusal(path) == ("1", "FR441", "the header lacks: year")


def test_two_headers_for_one_column_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD},amount", "1,莘县,2020,医疗救助,1,1")
    assert refusal(path) == ("1", "FR442", 'two headers mean one column: "金额" and "amount"')


def test_lines_without_ids_are_named_after_their_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "区划,年度,事项,金额", "莘县,2020,医疗救助,1", "冠县,2020,医疗救助,1")
    assert [line.id for line in read(path).lines] == ["2", "3"]


def test_a_workbook_is_read_with_its_header_anywhere_in_ten_rows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("预算表",),
        ("单位：万元",),
        ("区划", "年度", "事项", "金额"),
        ("莘县", 2020, "医疗救助", 0.1),
    )
    (line,) = read(path).lines
    assert (line.amount, line.id, str(line.at)) == (100_000, "4", f"{path}:Sheet!A4")


def test_a_formula_that_nobody_calculated_is_refused_at_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("区划", "年度", "事项", "金额"), ("莘县", 2020, "医疗救助", "=1+1"))
    message = "the cell has a formula without a result: no program has calculated it yet"
    assert refusal(path) == ("Sheet!D2", "FR430", message)


def test_a_row_of_formulas_that_nobody_calculated_is_not_lost(tmp_path: Path) -> None:
    header = ("区划", "年度", "事项", "金额")
    path = workbook(tmp_path, header, ("莘县", 2020, "医疗救助", 1), ("=A2", "=B2", "=C2", "=D2"))
    budget = read(path)
    assert [line.id for line in budget.lines] == ["2"]
    (row,) = budget.refused
    assert [(str(p.place)[-2:], p.code) for p in row.problems] == [
        ("A3", "FR430"),
        ("B3", "FR430"),
        ("C3", "FR430"),
        ("D3", "FR430"),
    ]


def test_a_cell_without_a_header_is_said_to_be_left_unread(tmp_path: Path) -> None:
    header = ("区划", "年度", "事项", "金额")
    (note,) = read(workbook(tmp_path, header, ("莘县", 2020, "医疗救助", 1, "旁注"))).notes
    assert (note.code, note.message.en) == (
        "FR451",
        "cells in columns without a header were not read: E2",
    )


def test_a_cell_far_away_is_refused_before_anything_is_allocated(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("区划", "年度", "事项", "金额"))
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "x"
    book.save(path)
    assert refusal(path)[:2] == ("Sheet!XFD1048576", "FR427")


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("区划", "年度", "事项", "金额"), ("莘县", 2020, "医疗救助", 1))
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(hostile, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            new.writestr(info.filename, content)
    assert refusal(hostile)[1] == "FR425"


def test_text_in_a_file_called_a_workbook_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, name="budget.xlsx")
    message = "the name says a workbook (.xlsx), but the content is text"
    assert refusal(path) == ("", "FR408", message)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_of_csv_fail_otherwise_than_by_refusing(content: bytes) -> None:
    with suppress(BudgetRefusedError):
        assert read_csv(content, "budget.csv").rows
