"""Markdown: tables as GitHub draws them, in which data stay data."""

from __future__ import annotations

import pytest
from small_reports import allocation, budget_line, everything, result

from fiscal_rules.model.allocation import Remark
from fiscal_rules.model.text import Lang
from fiscal_rules.model.vocabulary import Finding
from fiscal_rules.output.render_markdown import escaped, render_markdown
from fiscal_rules.output.report import build_report


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a|b", r"a\|b"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("R&D", "R&amp;D"),
        ("[x](y)", r"\[x\](y)"),
        ("`x` *y* _z_", r"\`x\` \*y\* \_z\_"),
        ("https://x.cn", "https:<!-- -->//x.cn"),
        ("WWW.x.cn", "WWW<!-- -->.x.cn"),
        ("a@x.cn", "a<!-- -->@x.cn"),
        ("第一行\n第二行", "第一行 第二行"),
        ("\x1b[2J", "\N{REPLACEMENT CHARACTER}\\[2J"),
    ],
)
def test_text_from_data_makes_no_cell_html_or_link(text: str, safe: str) -> None:
    assert escaped(text) == safe


def test_an_item_as_reported_stays_in_its_cell() -> None:
    line = budget_line("A1", 1_00, item="unlisted", item_text="食堂|<b>")
    finding = Remark(Finding.ITEM_NOT_IN_PACK, None, ("care",))
    report = build_report(allocation(result(line, findings=(finding,))))
    assert r"| A1 | 食堂\|&lt;b&gt; | 照护 |" in render_markdown(report, Lang.ZH).decode()


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    text = render_markdown(build_report(everything()), Lang.ZH).decode()
    tables = [block.split("\n") for block in text.strip().split("\n\n") if block.startswith("|")]
    assert len(tables) > 10
    for table in tables:
        assert {row.replace(r"\|", "").count("|") for row in table} == {table[0].count("|")}


def test_figures_stand_right_and_words_left() -> None:
    text = render_markdown(build_report(everything()), Lang.EN).decode()
    assert "| from | to | kind | amount |\n| --- | --- | --- | ---: |" in text
