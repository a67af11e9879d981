"""The terminal: tables that line up in both languages and fit a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_reports import (
    PACK,
    SHARE,
    allocation,
    budget_line,
    everything,
    item,
    paid,
    result,
    split,
)
from wcwidth import wcswidth

from fiscal_rules.model.allocation import Allocation, Remark
from fiscal_rules.model.text import Lang
from fiscal_rules.model.vocabulary import Finding, Flow
from fiscal_rules.output.render_terminal import PAGE, render_terminal, wrapped
from fiscal_rules.output.report import build_report

LARGE = 3_825_753_876_00


def written(made: Allocation, lang: Lang = Lang.ZH) -> str:
    return render_terminal(build_report(made), lang).decode()


def section(text: str, title: str) -> list[str]:
    """Give the lines of a section, without its title."""
    (found,) = (part for part in text.split("\n\n") if part.startswith(f"【{title}】"))
    return found.split("\n")[1:]


def wide_budget() -> Allocation:
    """Make large amounts of many items."""
    many = tuple(item(f"item-{n}", f"4.{n}", f"事项{n}", f"item {n}") for n in range(16))
    lines = [
        result(budget_line(f"{n}", LARGE, item=f"item-{n}"), paid(f"{n}", "city", LARGE))
        for n in range(16)
    ]
    return replace(allocation(*lines), pack=replace(PACK, items=many))


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("made", [everything(), wide_budget()], ids=["everything", "wide"])
def test_no_line_is_wider_than_a_page(made: Allocation, lang: Lang) -> None:
    assert max(wcswidth(line) for line in written(made, lang).split("\n")) <= PAGE


def test_a_table_that_is_too_wide_is_cut_and_repeats_its_first_column() -> None:
    text = written(wide_budget())
    cut = text[text.index("【县区 × 事项") :].split("\n【")[0]
    heads = [line for line in cut.split("\n") if line.startswith("区划")]
    assert len(heads) > 1
    assert [name for head in heads for name in head.split()[1:]] == [
        *(f"4.{n}" for n in range(16)),
        "合计",
        "待定",
    ]


def test_money_lines_up_on_the_right_under_chinese_heads() -> None:
    assert section(written(allocation(split("A1"), split("A2", at="西县"))), "按县区") == [
        "区划        金额    中央    市级    县级    待定    假定占比",
        "------  --------  ------  ------  ------  ------  ----------",
        "东县    1,000.00  300.00  280.00  420.00    0.00      40.00%",
        "西县    1,000.00  300.00  280.00  420.00    0.00      40.00%",
        "------  --------  ------  ------  ------  ------  ----------",
        "合计    2,000.00  600.00  560.00  840.00    0.00      40.00%",
    ]


def test_a_payer_on_whom_nothing_is_placed_is_blank_and_never_zero() -> None:
    waiting = result(budget_line("A1", 500_00), paid("A1", "central", 100_00))
    rows = section(written(allocation(waiting)), "按县区")
    assert rows[2].split() == ["东县", "500.00", "100.00", "400.00"]
    assert rows[2] == "东县    500.00  100.00                  400.00"


def test_a_large_amount_is_never_broken_into_lines() -> None:
    line = budget_line("A1", 123_456_789_012_345_67)
    text = written(allocation(result(line, paid("A1", "city", line.amount))))
    assert section(text, "各县从市级得到的资金")[2].split() == [
        "东县",
        *["123,456,789,012,345.67"] * 3,
    ]


def test_words_are_broken_narrower_before_a_table_is_cut() -> None:
    used = replace(SHARE, source="聊城市人民政府关于调整市以下财政管理体制的实施方案" * 2)
    text = written(allocation(replace(split("A1"), used=(used,))))
    heads = [line for line in section(text, "所用参数") if line.startswith("参数")]
    assert [head.split()[-1] for head in heads] == ["行数"]


def test_few_lines_are_listed() -> None:
    rows = section(written(allocation(split("A1"))), "逐行结果")
    assert rows[2].split() == [
        *("A1", "东县", "照护", "已确定", "1,000.00", "300.00", "280.00", "420.00", "0.00", "假定"),
    ]


def test_many_lines_are_counted_and_the_reader_is_told_where_they_are() -> None:
    text = written(allocation(*(split(f"A{n}") for n in range(41))))
    (said,) = section(text, "逐行结果")
    assert said.startswith("共 41 行，此处不逐行列出。用 -o lines.csv 写出每一行的结果，")


def test_more_lines_than_can_be_named_are_counted() -> None:
    finding = (Remark(Finding.CODE_MISMATCH, None),)
    lines = [replace(split(f"A{n}"), findings=finding) for n in range(70)]
    text = "".join(section(written(allocation(*lines)), "义务与提示")).replace(" ", "")
    assert "A59……共70行" in text
    assert "A60" not in text


def test_data_cannot_move_the_cursor() -> None:
    line = budget_line("A1", 1_00, item="unlisted", item_text="食堂\x1b[2J\n改造")
    finding = Remark(Finding.ITEM_NOT_IN_PACK, None)
    text = written(allocation(result(line, findings=(finding,))))
    assert "食堂\N{REPLACEMENT CHARACTER}[2J 改造" in text


def test_the_other_payers_have_a_column_only_where_there_are_any() -> None:
    town = result(budget_line("A2", 5_00), paid("A2", "town", 5_00, flow=Flow.OWN, treasury="东县"))
    assert "其他" not in section(written(allocation(split("A1"))), "按县区")[0]
    assert "其他" in section(written(allocation(split("A1"), town)), "按县区")[0]


def test_a_section_with_nothing_to_show_is_left_out() -> None:
    text = written(allocation(split("A1")))
    assert "【待定的资金及原因】" not in text
    assert "【退回的行" not in text


def test_a_word_that_is_too_wide_is_cut_and_a_mark_stays_with_its_word() -> None:
    assert wrapped("101、102、103", 9) == "101、\n102、103"
    assert wrapped("abcdefgh", 3) == "abc\ndef\ngh"
