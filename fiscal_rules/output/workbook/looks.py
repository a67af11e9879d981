"""Looks: how a cell of the workbook looks, by what it holds and what has to be seen of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import combinations

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from fiscal_rules.model.text import Lang


class Kind(StrEnum):
    """What a cell holds."""

    TITLE = "title"
    HEADING = "heading"
    NOTE = "note"
    HEAD = "head"
    WORDS = "words"
    LONG = "long words"
    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    NUMBER = "number"
    YEAR = "year"


class Trait(StrEnum):
    """What has to be seen of a cell. The words of the cell, its row or its column say it too."""

    ASSUMED = "assumed"
    OPEN = "open"
    TOTAL = "total"
    LINKED = "linked"


Looks = Mapping[tuple[Kind, frozenset[Trait]], Format]
"""The format of each kind of cell under each combination of traits."""

FONT_SIZE = 10
FONTS = {Lang.ZH: "宋体", Lang.EN: "Calibri"}
_RULE = {"border": 1, "border_color": "#BFBFBF"}
_FIGURES = {**_RULE, "align": "right", "valign": "vcenter"}
_KINDS: Mapping[Kind, Mapping[str, object]] = {
    Kind.TITLE: {"bold": True, "font_size": 15, "valign": "vcenter"},
    Kind.HEADING: {"bold": True, "font_size": 12, "valign": "vcenter"},
    Kind.NOTE: {"text_wrap": True, "valign": "vcenter", "font_color": "#404040"},
    Kind.HEAD: {
        **_RULE,
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#DDEBF7",
    },
    Kind.WORDS: {**_RULE, "indent": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"},
    Kind.LONG: {**_RULE, "indent": 1, "valign": "vcenter", "num_format": "@"},
    Kind.MONEY: {**_FIGURES, "num_format": "#,##0.00"},
    Kind.COUNT: {**_FIGURES, "num_format": "#,##0"},
    Kind.PERCENT: {**_FIGURES, "num_format": "0.00%"},
    Kind.NUMBER: {**_FIGURES, "num_format": "General"},
    Kind.YEAR: {**_RULE, "align": "center", "valign": "vcenter", "num_format": "0"},
}
_WORDY = (Kind.WORDS, Kind.LONG, Kind.HEAD)
_LINK = "#1F3F94"
_TRAITS: Mapping[Trait, Mapping[str, object]] = {
    Trait.ASSUMED: {"bg_color": "#FFF2CC"},
    Trait.OPEN: {"bg_color": "#FCE4D6"},
    Trait.TOTAL: {"bold": True, "top": 2, "top_color": "#404040"},
    Trait.LINKED: {"font_color": _LINK},
}


def looks_of(file: Workbook, lang: Lang) -> Looks:
    """Make every look; a file keeps those that its cells have."""
    return {
        (kind, frozenset(traits)): file.add_format(_properties(kind, traits, lang))
        for kind in Kind
        for size in range(len(Trait) + 1)
        for traits in combinations(Trait, size)
    }


def _properties(kind: Kind, traits: tuple[Trait, ...], lang: Lang) -> dict[str, object]:
    made: dict[str, object] = {"font_name": FONTS[lang], "font_size": FONT_SIZE, **_KINDS[kind]}
    for trait in traits:
        made |= _TRAITS[trait]
    if Trait.LINKED in traits and kind in _WORDY:
        made["underline"] = 1
    return made
