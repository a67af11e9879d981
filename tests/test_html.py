"""The HTML file: everything as tables and figures, nothing from a network, text that is only text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from command_line import EXAMPLE, run
from small_reports import everything

from fiscal_rules.model.text import Lang, Text, same
from fiscal_rules.output.figures import (
    Bars,
    Curves,
    Figure,
    HeatMap,
    Node,
    Series,
    Stacking,
    Streams,
    Waterfall,
    table_of,
)
from fiscal_rules.output.html import page
from fiscal_rules.output.html.page import html_page
from fiscal_rules.output.html.plots import plot
from fiscal_rules.output.html.render_html import render_html
from fiscal_rules.output.pictures import pictures_of
from fiscal_rules.output.report import build_report
from fiscal_rules.output.sections.order import sections_of
from fiscal_rules.output.tables import Column, Kind, Money, Table, words

HEAD = words("步骤", "step")
TWO = (Series(same("a"), (100, None)), Series(same("b"), (-50, 25)))
FIGURES: tuple[Figure, ...] = (
    Bars(same("bars"), HEAD, (same("x"), same("y")), TWO, Stacking.BESIDE),
    Curves(same("curves"), HEAD, ("1%", "2%"), TWO),
    Waterfall(same("fall"), HEAD, (same("one"), same("two")), (300, -100)),
    HeatMap(same("heat"), HEAD, same("across"), ("1", "2"), ("3",), ((5,), (6,))),
    Streams(same("streams"), (Node(same("city"), 0), Node(same("county"), 1)), ((0, 1, 12_345),)),
)
HOSTILE = '</script><img src=x onerror="alert(1)">&"'


class Seen(HTMLParser):
    """Collects what a browser would show, and every address it would ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.shown = ""
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._script = tag in ("script", "style")
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "action", "data")]

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._script:
            self.shown += data


def seen(content: bytes) -> Seen:
    found = Seen()
    found.feed(content.decode())
    return found


def plots_in(content: bytes) -> dict[str, Any]:
    held = re.search(r'id="plots">(.*?)</script>', content.decode(), re.DOTALL)
    assert held is not None
    found: dict[str, Any] = json.loads(held[1])
    return found


@pytest.mark.parametrize("lang", Lang)
def test_every_section_and_picture_of_a_report_is_there(lang: Lang) -> None:
    report = build_report(everything())
    found = seen(render_html(report, lang))
    for block in (*sections_of(report), *pictures_of(report)):
        assert block.title.say(lang) in found.shown
    assert found.tags.count("table") >= len(sections_of(report))


def test_nothing_is_asked_of_a_network() -> None:
    content = render_html(build_report(everything()), Lang.ZH)
    assert all(address.startswith("#") for address in seen(content).addresses)
    assert b"default-src 'none'" in content


def test_text_is_only_text() -> None:
    table = Table(same(HOSTILE), (words("名", HOSTILE),), ((HOSTILE,),), notes=(same(HOSTILE),))
    figure = Bars(same(HOSTILE), HEAD, (same(HOSTILE),), (Series(same("a"), (1,)),), Stacking.PARTS)
    content = html_page(same(HOSTILE), (table, figure), Lang.EN)
    found = seen(content)
    assert "img" not in found.tags
    assert found.tags.count("script") == 3
    assert found.shown.count(HOSTILE) >= 5
    (drawn,) = plots_in(content).values()
    assert drawn["data"][0]["y"] == [
        HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    ]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.title.en)
def test_every_figure_is_drawn_and_is_a_table_beside(figure: Figure) -> None:
    content = html_page(same("page"), (figure,), Lang.EN)
    table = table_of(figure)
    for row in table.rows:
        assert len(row) == len(table.columns)
    (drawn,) = plots_in(content).values()
    assert drawn == json.loads(json.dumps(plot(figure, Lang.EN)))
    assert "as a table" in seen(content).shown


def test_a_waterfall_ends_with_what_its_steps_add_up_to() -> None:
    table = table_of(FIGURES[2])
    assert [row[2] for row in table.rows] == [Money(300), Money(200)]
    assert table.totals[0][1] == Money(200)
    (drawn,) = plots_in(html_page(same("page"), (FIGURES[2],), Lang.EN)).values()
    assert drawn["data"][0]["measure"] == ["relative", "relative", "total"]
    assert drawn["data"][0]["text"][-1] == "2.00"


def test_amounts_are_written_out_to_the_fen_beside_what_is_drawn() -> None:
    (drawn,) = plots_in(html_page(same("page"), (FIGURES[4],), Lang.ZH)).values()
    assert drawn["data"][0]["link"]["value"] == [123.45]
    assert drawn["data"][0]["link"]["customdata"] == ["city → county<br>123.45"]


def test_without_plotly_figures_are_refused_and_tables_alone_are_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page, "find_spec", lambda _: None)
    table = Table(same("t"), (Column(Text("甲", "a"), Kind.WORDS),), (("x",),))
    assert b"<table>" in html_page(same("page"), (table,), Lang.EN)
    monkeypatch.chdir(EXAMPLE)
    target = tmp_path / "report.html"
    done = run(
        "allocate", "budget.xlsx", "--parameters", "shares.yaml", "-o", target, "--lang", "en"
    )
    assert done.code == 2
    assert done.err == (
        "error[FR646]: plotly is not installed, so figures cannot be drawn\n"
        "  hint: install it: pip install 'fiscal-rules[report]'; or choose another form, as in "
        "report.md\n"
    )
    assert not target.exists()


def test_the_streams_of_a_report_carry_all_of_its_money_twice() -> None:
    report = build_report(everything())
    streams = pictures_of(report)[0]
    assert isinstance(streams, Streams)
    into = [0, 0]
    for one, _, amount in streams.links:
        into[streams.nodes[one].rank] += amount
    assert into == [report.totals.amount] * 2
