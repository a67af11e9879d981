"""The workbook: numbers that are numbers, text that is only text, figures that lead to clauses."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from small_reports import allocation, budget_line, everything, paid, result, split

from fiscal_rules.api import Request, run
from fiscal_rules.model.allocation import Allocation, LineResult
from fiscal_rules.model.text import Lang
from fiscal_rules.output.report import build_report
from fiscal_rules.output.workbook import lines, rows
from fiscal_rules.output.workbook.cells import money_value
from fiscal_rules.output.workbook.render_xlsx import render_xlsx
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.budgets.xlsx_tables import text_of

EXAMPLE = Path(__file__).parent.parent / "examples" / "liaocheng-2020"
NAMES = {
    Lang.ZH: ["概况", "县区×事项", "资金流向", "逐行结果", "参数", "依据", "待定", "图", "来源"],
    Lang.EN: [
        *("Summary", "Unit × item", "Flows", "Lines", "Parameters used", "Legal basis"),
        *("Open questions", "Figures", "Provenance"),
    ],
}
LIKE_CODE = [
    "=1+1",
    "@x",
    "+1",
    "-1",
    "http://example.org",
    "internal:Sheet1!A1",
    "mailto:a@b.c",
    "{=A1}",
    "1e5",
    "007",
    "TRUE",
    "_x0041_",
    "  two  ",
    "a\x01b",
    "<b>&amp;",
]


def content(made: Allocation, lang: Lang = Lang.ZH) -> bytes:
    return render_xlsx(build_report(made), lang)


def opened(data: bytes) -> Workbook:
    """Open a workbook with its formulas."""
    return load_workbook(BytesIO(data))


def calculated(data: bytes) -> Workbook:
    """Open a workbook with the values that stand beside its formulas."""
    return load_workbook(BytesIO(data), data_only=True)


def sheet_of(data: bytes, name: str) -> Worksheet:
    sheet = opened(data)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def head_of(sheet: Worksheet) -> int:
    """Find the header of the sheet of lines."""
    return next(r for r in range(1, 12) if sheet.cell(r, 1).value in {"编号", "line"})


def line_cells(data: bytes, lang: Lang = Lang.ZH) -> list[dict[str, Cell]]:
    """Give the cells of each line by the heads of their columns."""
    sheet = sheet_of(data, NAMES[lang][3])
    head = head_of(sheet)
    titles = [str(cell.value) for cell in sheet[head]]
    below = sheet.iter_rows(min_row=head + 1)
    return [dict(zip(titles, map(plain, row), strict=True)) for row in below]


def plain(cell: Cell | MergedCell) -> Cell:
    assert isinstance(cell, Cell)
    return cell


def cells_of(sheet: Worksheet) -> list[Cell]:
    return [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]


def clause_under(cell: Cell, book: Workbook) -> str | None:
    """Give the clause to which a cell leads."""
    if cell.hyperlink is None:
        return None
    sheet, _, place = str(cell.hyperlink.location).partition("!")
    assert sheet == "'依据'"
    return str(book["依据"][place].value)


@cache
def example() -> Allocation:
    request = Request(str(EXAMPLE / "budget.xlsx"), parameters=(str(EXAMPLE / "shares.yaml"),))
    return run(request)[1]


@cache
def example_book() -> bytes:
    return content(example())


@pytest.mark.parametrize("lang", Lang)
def test_its_sheets_are_named_in_the_language_asked_for(lang: Lang) -> None:
    assert opened(content(everything(), lang)).sheetnames == NAMES[lang]


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_number_cell_reads_back_as_the_same_fen(fen: int) -> None:
    value = money_value(fen)
    assert isinstance(value, float)
    written = float(f"{value:.16G}")
    digits = text_of(written)
    whole, _, part = digits.partition(".")
    assert int(whole + part.ljust(2, "0")) == fen


def test_amounts_that_no_number_holds_are_text_and_the_sheets_say_so() -> None:
    large = 10**15 + 1
    data = content(allocation(result(budget_line("A1", large), paid("A1", "county", large))))
    (line,) = line_cells(data)
    assert line["金额"].value == line["县级负担"].value == "10,000,000,000,000.01"
    assert line["待定"].value == 0
    for name in ("概况", "县区×事项", "逐行结果"):
        texts = [str(cell.value) for cell in cells_of(sheet_of(data, name))]
        assert any("写成文本" in text for text in texts), name


@pytest.mark.parametrize("text", LIKE_CODE)
def test_text_from_data_stays_text(text: str) -> None:
    line = budget_line(text, 9_00, item="unlisted", item_text=text, extra={"备注": text})
    data = content(allocation(result(line), extra_columns=("备注",)))
    (cells,) = line_cells(data)
    read = text.replace("\x01", "_x0001_").replace("_x0041_", "_x005F_x0041_")
    for column in ("编号", "事项", "备注"):
        cell = cells[column]
        assert (cell.data_type, cell.hyperlink) in {("s", None), ("inlineStr", None)}
        assert cell.value in {text, read}
    assert all(formula.startswith("=SUM") for _, formula in formulas(data))


def test_a_header_from_data_stays_text_and_a_clash_gets_in_before_its_name() -> None:
    made = allocation(split("A1", extra={"=1+1": "x", "条款": "y"}), extra_columns=("=1+1", "条款"))
    (cells,) = line_cells(content(made))
    assert (cells["=1+1"].value, cells["in_条款"].value) == ("x", "y")


def test_a_text_longer_than_a_cell_is_cut_and_shows_it() -> None:
    data = content(allocation(split("A1", extra={"备注": "长" * 40_000}), extra_columns=("备注",)))
    text = str(line_cells(data)[0]["备注"].value)
    assert (len(text), text[-1]) == (32_767, "…")


def formulas(data: bytes) -> list[tuple[Cell, str]]:
    return [
        (cell, str(cell.value))
        for sheet in opened(data)
        for cell in cells_of(sheet)
        if cell.data_type == "f"
    ]


def bounds(reference: str) -> tuple[int, int, int, int]:
    """Give the rows, then the columns, of a range."""
    left, top, right, bottom = (number or 0 for number in range_boundaries(reference))
    return top, bottom, left, right


def test_every_total_is_a_live_sum_whose_value_is_what_its_cells_add_up_to() -> None:
    data = example_book()
    values = calculated(data)
    found = formulas(data)
    assert len(found) > 40
    for cell, formula in found:
        reference = re.fullmatch(r"=SUM\(([A-Z]+[0-9]+:[A-Z]+[0-9]+)\)", formula)
        assert reference, formula
        sheet = values[cell.parent.title]
        added = [
            float(value)
            for row in sheet.iter_rows(*bounds(reference[1]), values_only=True)
            for value in row
            if isinstance(value, int | float)
        ]
        assert sheet[cell.coordinate].value == pytest.approx(sum(added), abs=0.001), formula


def test_totals_of_the_lines_are_those_of_the_report() -> None:
    made = example()
    data, sums = content(made), build_report(made).totals
    sheet = calculated(data)["逐行结果"]
    head = head_of(sheet_of(data, "逐行结果"))
    totals = {sheet.cell(head, c).value: sheet.cell(head - 1, c).value for c in range(1, 25)}
    assert totals["金额"] == sums.amount / 100
    assert totals["待定"] == sums.open / 100
    assert totals["市级负担"] == next(p.amount or 0 for p in sums.paid if p.payer == "city") / 100


def test_sums_of_many_large_amounts_are_made_in_whole_fen() -> None:
    assert lines._sum(3, (6, 138), 10**11) == "=SUM(D7:D139)"  # noqa: SLF001 (the choice itself)
    formula = "=SUMPRODUCT(ROUND(D7:D1000006*100,0))/100"
    assert lines._sum(3, (6, 1_000_005), 10**14) == formula  # noqa: SLF001


def test_figures_and_clauses_lead_to_the_row_of_their_clause() -> None:
    data = example_book()
    book, checked = opened(data), 0
    for cells in line_cells(data):
        first = str(cells["条款"].value).split("、")[0]
        for column in ("市级负担", "县级负担", "条款"):
            if cells[column].value is None:
                continue
            assert clause_under(cells[column], book) == first
            assert isinstance(cells[column].value, str if column == "条款" else float | int)
            checked += 1
    assert checked > 300


def test_figures_by_item_lead_to_the_clause_of_the_item() -> None:
    book = opened(example_book())
    for name in ("概况", "县区×事项"):
        cells = cells_of(book[name])
        linked = [cell for cell in cells if cell.hyperlink]
        assert any(isinstance(cell.value, float | int) for cell in linked)
        for cell in linked:
            row = {str(c.value) for c in cells if c.row == cell.row}
            above = {str(c.value) for c in cells if c.column == cell.column and c.row < cell.row}
            assert clause_under(cell, book) in row | above


def test_a_payer_on_whom_nothing_is_placed_is_blank_and_not_nought() -> None:
    open_line = result(budget_line("A1", 5_00), paid("A1", "central", 2_00))
    data = content(allocation(open_line, split("A2")))
    first, second = line_cells(data)
    assert first["市级负担"].value is None
    assert (first["待定"].value, second["待定"].value) == (3, 0)


def test_what_is_assumed_or_open_is_seen_by_a_fill_and_said_by_a_word() -> None:
    open_line = result(budget_line("A2", 5_00))
    assumed, unsettled = line_cells(content(allocation(split("A1"), open_line)))
    assert assumed["依据强度"].value == "假定"
    assert fill(assumed["依据强度"]) == fill(assumed["市级负担"]) == "FFFFF2CC"
    assert fill(assumed["中央负担"]) == fill(assumed["金额"]) == "00000000"
    assert fill(unsettled["待定"]) == fill(unsettled["结果状态"]) == "FFFCE4D6"


def fill(cell: Cell) -> str:
    return str(cell.fill.fgColor.rgb)


def test_refused_rows_are_listed_with_place_reason_and_hint() -> None:
    sheet = sheet_of(content(everything()), "来源")
    texts = {str(cell.value) for cell in cells_of(sheet)}
    assert {"budget.csv:9:5", "FR999", "“12,5x”不是金额", "写成 12.50", "年度空白"} <= texts
    assert "隐藏的行也已读入" in texts


def test_more_links_than_a_sheet_holds_are_left_to_the_clauses_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lines, "MOST_LINKS", 3)
    data = content(allocation(*(split(f"A{n}") for n in range(5))))
    cells = line_cells(data)
    assert [row["条款"].hyperlink is not None for row in cells] == [True] * 3 + [False] * 2
    assert all(row["市级负担"].hyperlink is None for row in cells)
    notes = [str(sheet_of(data, "逐行结果").cell(row, 1).value) for row in (2, 3)]
    assert "只有前 3 行的条款号可点击" in notes[0]


def test_more_lines_than_a_sheet_holds_are_cut_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("limits", "lines", "stacked"):
        monkeypatch.setattr(f"fiscal_rules.output.workbook.{module}.MOST_LINES", 2)
    made = allocation(*(split(f"A{n}") for n in range(3)))
    data = content(made)
    assert [row["编号"].value for row in line_cells(data)] == ["A0", "A1"]
    for name in ("概况", "逐行结果"):
        texts = [str(cell.value) for cell in cells_of(sheet_of(data, name))]
        assert any("只列前 2 行" in text for text in texts), name
    assert not [formula for cell, formula in formulas(data) if cell.parent.title == "逐行结果"]


def test_many_lines_are_not_broken_so_that_they_open_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = line_cells(content(allocation(split("A1"))))[0]["事项"]
    monkeypatch.setattr(rows, "_MOST_BROKEN", 0)
    cut = line_cells(content(allocation(split("A1"))))[0]["事项"]
    assert (broken.alignment.wrap_text, cut.alignment.wrap_text) == (True, None)


@pytest.mark.parametrize("lang", Lang)
def test_the_lines_read_back_as_a_budget_to_the_fen(lang: Lang, tmp_path: Path) -> None:
    made = example()
    path = tmp_path / "report.xlsx"
    path.write_bytes(content(made, lang))
    budget = read_budget(str(path), made.pack, money_unit=None)
    assert budget.refused == ()
    assert [essence(result) for result in made.results] == [
        (line.id, line.period, line.unit, line.item, line.amount, dict(line.money))
        for line in budget.lines
    ]
    assert [dict(r.line.numbers) for r in made.results] == [dict(x.numbers) for x in budget.lines]
    assert [dict(r.line.choices) for r in made.results] == [dict(x.choices) for x in budget.lines]


def essence(made: LineResult) -> tuple[object, ...]:
    line = made.line
    return line.id, line.period, line.unit, line.item, line.amount, dict(line.money)


@pytest.mark.parametrize("lang", Lang)
def test_every_sheet_is_laid_out_for_paper_and_keeps_its_header_in_view(lang: Lang) -> None:
    for sheet in opened(content(everything(), lang)):
        page = sheet.page_setup
        assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
        assert sheet.freeze_panes
        assert sheet.print_title_rows
    for name, part in parts_of(content(everything(), lang)):
        if name.startswith("xl/worksheets/sheet"):
            assert b'<pageSetUpPr fitToPage="1"/>' in part
            assert b"&amp;P" in part


def test_lines_can_be_filtered_and_only_the_essential_columns_are_printed() -> None:
    sheet = sheet_of(example_book(), "逐行结果")
    head = head_of(sheet)
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    assert sheet.auto_filter.ref.endswith(str(head + 133))
    last = str(sheet.print_area).rpartition(":")[2].lstrip("$").partition("$")[0]
    assert sheet[f"{last}{head}"].value == "提示"


def test_the_legal_basis_has_every_clause_with_its_words_and_rules() -> None:
    made = example()
    sheet = sheet_of(content(made, Lang.EN), "Legal basis")
    read = {str(row[0]): row for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert list(read) == [clause.id for clause in made.pack.clauses]
    assert read["3.1"][1:] == (
        "一(三)",
        "由市级财政承担支出责任",
        made.pack.clause_by_id["3.1"].summary.en,
        "the city's authority; the city pays in full",
        "only-child-pension",
    )


def test_a_budget_without_an_item_column_has_the_items_that_its_codes_settle() -> None:
    coded = replace(split("A1"), line=replace(split("A1").line, cells={"unit": "东县"}))
    (cells,) = line_cells(content(allocation(coded, columns=("unit",))))
    assert cells["事项"].value == "照护"


WRITE = """
import hashlib, sys
from test_workbook import content, everything, example
from fiscal_rules.model.text import Lang
print([hashlib.sha256(content(m, x)).hexdigest() for m in (everything(), example()) for x in Lang])
"""


def test_the_same_run_has_the_same_bytes_in_every_surrounding() -> None:
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent)])
    seen = {
        subprocess.run(  # noqa: S603 (our own code, in a fresh interpreter)
            [sys.executable, "-c", WRITE],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"), ("3", "America/New_York"))
    }
    assert len(seen) == 1


def test_nothing_in_the_file_leads_out_of_it_or_says_who_made_it() -> None:
    parts = dict(parts_of(content(everything())))
    assert not any(b"TargetMode" in part for part in parts.values())
    assert b"2020-01-01T00:00:00Z" in parts["docProps/core.xml"]
    assert (
        hashlib.sha256(content(everything())).digest()
        == hashlib.sha256(content(everything())).digest()
    )


def parts_of(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
