"""An answer: what a question asked of whole budgets comes to, and every form it is written in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.figures import Figure, table_of
from fiscal_rules.output.html.page import html_page
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.render_csv import write_rows
from fiscal_rules.output.render_json import SCHEMA_VERSION
from fiscal_rules.output.render_markdown import mark_tables
from fiscal_rules.output.render_terminal import draw_tables
from fiscal_rules.output.sections.origin import provenance
from fiscal_rules.output.tables import Table
from fiscal_rules.output.workbook.answer import answer_workbook


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: tables for people; for machines, one table of ``rows`` and everything as ``data``.

    ``data`` gives for a language what JSON says: identifiers in English, money as text.
    """

    question: str
    title: Text
    tables: tuple[Table, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    data: Callable[[Lang], Mapping[str, Json]]
    runs: tuple[Allocation, ...]
    """The runs that it rests on; none where it is of rules alone."""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """A form of an answer: its name, the suffixes of its files, and what renders it."""

    name: str
    suffixes: tuple[str, ...]
    render: Callable[[Answer, Lang], bytes]


def _table(answer: Answer, lang: Lang) -> bytes:
    return draw_tables(answer.title, answer.tables, lang)


def _markdown(answer: Answer, lang: Lang) -> bytes:
    return mark_tables(answer.title, answer.tables, lang)


def _html(answer: Answer, lang: Lang) -> bytes:
    """Show the first table, the figures, all else; figures come before an only table.

    Tables that a figure has beside it are not shown twice.
    """
    drawn = [table_of(figure) for figure in answer.figures]
    tables = [table for table in answer.tables if table not in drawn]
    before = 1 if len(tables) > 1 else 0
    first, others = tables[:before], tables[before:]
    made_of = (provenance(run) for run in answer.runs)
    return html_page(answer.title, (*first, *answer.figures, *others, *made_of), lang)


def _xlsx(answer: Answer, lang: Lang) -> bytes:
    made_of = [provenance(run) for run in answer.runs]
    run = answer.runs[0].provenance.id if answer.runs else "–"
    return answer_workbook(answer.title, answer.tables, answer.figures, made_of, run=run, lang=lang)


def _csv(answer: Answer, _lang: Lang) -> bytes:
    return write_rows([answer.columns, *answer.rows])


def _json(answer: Answer, lang: Lang) -> bytes:
    whole = {
        "schema_version": SCHEMA_VERSION,
        "question": answer.question,
        **answer.data(lang),
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


ANSWER_FORMS = (
    AnswerForm("table", (), _table),
    AnswerForm("json", (".json",), _json),
    AnswerForm("csv", (".csv",), _csv),
    AnswerForm("md", (".md",), _markdown),
    AnswerForm("html", (".html",), _html),
    AnswerForm("xlsx", (".xlsx",), _xlsx),
)
"""A form is added here, and nowhere else; one without suffixes is for the terminal only."""


def answer_form_for(path: PurePath) -> AnswerForm | None:
    """Find the form of a file by its suffix; None where no form has it.

    >>> answer_form_for(PurePath("gap.MD")).name, answer_form_for(PurePath("gap.pdf"))
    ('md', None)
    """
    suffix = path.suffix.casefold()
    return next((form for form in ANSWER_FORMS if suffix in form.suffixes), None)


def answer_suffixes() -> tuple[str, ...]:
    """List the suffixes of all forms of an answer."""
    return tuple(suffix for form in ANSWER_FORMS for suffix in form.suffixes)
