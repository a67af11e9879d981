"""The book: a workbook while it is written, with what all of its sheets share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.workbook.looks import FONT_SIZE, FONTS, Kind, Looks, Trait, looks_of

BASIS = Text("依据", "Legal basis")
LINES = Text("逐行结果", "Lines")
FIRST_CLAUSE = 3
"""The row of the first clause on its sheet, counted from 0."""
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)
"""A workbook says when it was made; the same run has to make the same bytes."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook while it is written. ``targets`` says where the row of each clause lies."""

    file: Workbook
    lang: Lang
    looks: Looks
    targets: Mapping[str, str]

    def look(self, kind: Kind, *traits: Trait) -> Format:
        """Give the format of a kind of cell."""
        return self.looks[kind, frozenset(traits)]


def write_book(
    title: Text, lang: Lang, targets: Mapping[str, str], write: Callable[[Book], None]
) -> bytes:
    """Make a workbook. A row is given to a file as soon as it is written, and not kept."""
    content = BytesIO()
    options = {
        "constant_memory": True,
        "default_format_properties": {"font_name": FONTS[lang], "font_size": FONT_SIZE},
    }
    with Workbook(content, options) as file:
        file.set_properties({"title": title.say(lang), "created": _CREATED})
        write(Book(file, lang, looks_of(file, lang), targets))
    return content.getvalue()


def targets_of(clauses: tuple[str, ...], lang: Lang) -> dict[str, str]:
    """Say where the row of each clause lies on the sheet of the legal basis.

    >>> targets_of(("1.1", "5.4"), Lang.ZH)["5.4"]
    "internal:'依据'!A5"
    """
    name = BASIS.say(lang)
    rows = enumerate(clauses, start=FIRST_CLAUSE + 1)
    return {clause: f"internal:'{name}'!A{row}" for row, clause in rows}
