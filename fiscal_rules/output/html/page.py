"""A page: a title, tables and figures, in one file that asks nothing of any network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from importlib.util import find_spec

from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output import messages
from fiscal_rules.output.figures import Bars, Curves, Figure, HeatMap, Streams, Waterfall, table_of
from fiscal_rules.output.html.plots import plot
from fiscal_rules.output.tables import Column, Kind, Row, Table, say_cell
from fiscal_rules.output.write import OutputRefusedError

Block = Table | Figure
_LANGS = {Lang.ZH: "zh-CN", Lang.EN: "en"}
_AS_TABLE = Text("数据表", "as a table")
_CONTENTS = Text("目录", "Contents")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:"
)
"""What a browser may do with the page: nothing that leaves the file."""


def html_page(title: Text, blocks: Sequence[Block], lang: Lang) -> bytes:
    """Write a page. OutputRefusedError where it has figures and plotly is not installed.

    The script that draws is that of the installed plotly; without it, in a reader of mail say, every
    figure is still there as a table.
    """
    figures = any(not isinstance(block, Table) for block in blocks)
    body = "\n".join(_block(block, number, lang) for number, block in enumerate(blocks))
    name = escape(title.say(lang))
    drawn = _scripts(blocks, lang) if figures else ()
    parts = (
        "<!DOCTYPE html>",
        f'<html lang="{_LANGS[lang]}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{name}</title>",
        f"<style>{_read('page.css')}</style>",
        "</head>",
        "<body>",
        f"<h1>{name}</h1>",
        _contents(blocks, lang),
        f"<main>\n{body}\n</main>",
        *drawn,
        "</body>",
        "</html>",
        "",
    )
    return "\n".join(parts).encode()


def tables_html(title: Text, tables: Sequence[Table], lang: Lang) -> str:
    """Write tables as a piece of HTML for another page, such as a notebook."""
    shown = (f"<h4>{escape(table.title.say(lang))}</h4>{_table(table, lang)}" for table in tables)
    return f"<div><h3>{escape(title.say(lang))}</h3>{''.join(shown)}</div>"


def _contents(blocks: Sequence[Block], lang: Lang) -> str:
    entries = "".join(
        f'<li><a href="#s{number}">{escape(block.title.say(lang))}</a></li>'
        for number, block in enumerate(blocks)
    )
    return f'<nav aria-label="{_CONTENTS.say(lang)}"><ol>{entries}</ol></nav>'


def _block(block: Block, number: int, lang: Lang) -> str:
    title = escape(block.title.say(lang))
    notes = "".join(f'<p class="note">{escape(note.say(lang))}</p>' for note in block.notes)
    match block:
        case Table():
            inner = _table(block, lang)
        case Bars() | Curves() | Waterfall() | HeatMap() | Streams():
            table = _table(table_of(block), lang)
            inner = (
                f'<div class="figure" id="f{number}" role="img" aria-label="{title}"></div>'
                f"<details><summary>{_AS_TABLE.say(lang)}</summary>{table}</details>"
            )
    return f'<section id="s{number}"><h2>{title}</h2>{inner}{notes}</section>'


def _table(table: Table, lang: Lang) -> str:
    if not table.columns:
        return ""
    head = ""
    if any(column.title.zh for column in table.columns):
        cells = "".join(
            f'<th scope="col"{_class(column)}>{escape(column.title.say(lang))}</th>'
            for column in table.columns
        )
        head = f"<thead><tr>{cells}</tr></thead>"
    rows = "".join(_row(table, row, lang) for row in table.rows)
    totals = "".join(_row(table, row, lang) for row in table.totals)
    foot = f"<tfoot>{totals}</tfoot>" if totals else ""
    return f'<div class="wide"><table>{head}<tbody>{rows}</tbody>{foot}</table></div>'


def _row(table: Table, row: Row, lang: Lang) -> str:
    cells = zip(table.columns, row, strict=True)
    held = "".join(f"<td{_class(column)}>{_said(say_cell(c, lang))}</td>" for column, c in cells)
    return f"<tr>{held}</tr>"


def _said(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _class(column: Column) -> str:
    return ' class="n"' if column.kind is Kind.FIGURES else ""


def _scripts(blocks: Sequence[Block], lang: Lang) -> Iterator[str]:
    plots = {
        f"f{number}": plot(block, lang)
        for number, block in enumerate(blocks)
        if not isinstance(block, Table)
    }
    written = json.dumps(plots, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    yield f'<script type="application/json" id="plots">{written}</script>'
    yield f"<script>{_plotly()}</script>"
    yield f"<script>{_read('page.js')}</script>"


def _plotly() -> str:
    if find_spec("plotly") is None:
        raise OutputRefusedError((messages.NO_PLOTLY.at(None),))
    script = files("plotly").joinpath("package_data", "plotly.min.js").read_text("utf-8")
    return script.replace("</script", "<\\/script")


def _read(name: str) -> str:
    return files("fiscal_rules.output.html").joinpath(name).read_text("utf-8").strip()
