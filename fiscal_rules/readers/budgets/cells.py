"""Cells: what people write in one cell of a budget, read exactly or refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from fiscal_rules.model.diagnostic import Diagnostic, Message, Place
from fiscal_rules.model.money import Fen
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import COLUMNS, STAGE, Attribute
from fiscal_rules.readers.budgets.messages import rows

_SHOWN = 40
_MOST_DIGITS = 15
"""Before the decimal point: more than any budget has, and 64 bits still hold it in fen."""
_MOST_DECIMALS = 30
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0xFFE5: 0xA5, 0x2212: 0x2D}
"""Full-width signs, the yuan sign and the minus sign. Not NFKC, which makes 12² into 122."""
_DIGITS = r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"
_PLAIN = re.compile(rf"(?P<sign>-?)\s*{_DIGITS}")
_MONEY = re.compile(rf"(?P<sign>-?\s*¥?|¥\s*-)\s*{_DIGITS}\s*元?")
_SCALED = re.compile(r"-?\s*¥?[0-9.,]+\s*([万亿千百]+元?)")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
_MONTH = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[-/])(?P<m1>[0-9]{1,2})(?:(?P=mark)(?P<d1>[0-9]{1,2}))?"
    r"|年(?P<m2>[0-9]{1,2})月(?:(?P<d2>[0-9]{1,2})日)?|(?P<m3>[0-9]{2}))"
)
_CODE = re.compile(r"210(?:[0-9]{2}(?:[0-9]{2})?)?")
_PERCENT = 100
_PERFORMANCE_DECIMALS = 4


class MoneyUnit(StrEnum):
    """The unit in which a table says its money."""

    YUAN = "yuan"
    WAN = "wan"
    YI = "yi"

    @property
    def fen(self) -> Fen:
        """How many fen it is."""
        return _FEN[self]

    @property
    def text(self) -> Text:
        """What people call it."""
        return _UNIT_NAMES[self]


_FEN = {MoneyUnit.YUAN: 100, MoneyUnit.WAN: 1_000_000, MoneyUnit.YI: 10_000_000_000}
_UNIT_NAMES = {
    MoneyUnit.YUAN: Text("元", "yuan"),
    MoneyUnit.WAN: Text("万元", "万元 (10,000 yuan)"),
    MoneyUnit.YI: Text("亿元", "亿元 (100 million yuan)"),
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell cannot be read."""

    message: Message
    details: Mapping[str, object] = field(default_factory=dict)

    def at(self, place: Place, column: Text, text: str) -> Diagnostic:
        """Say it of a cell."""
        return self.message.at(place, column=column, value=shown(text), **self.details)


@dataclass(frozen=True, slots=True)
class _Decimal:
    """A number as it was written: sign, digits before the point, digits after it."""

    negative: bool
    whole: str
    part: str

    def scaled(self, decimals: int) -> int:
        """Give its magnitude in units of the last of so many decimals, which it does not exceed."""
        return int(self.whole + self.part.ljust(decimals, "0"))


def shown(text: str) -> str:
    r"""Quote a cell in a message: on one line, short, nothing that moves a terminal's cursor.

    >>> shown("1\n2"), len(shown("9" * 100))
    ('1 2', 41)
    """
    line = " ".join(text.split())
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"


def exact_fen(text: str, unit: MoneyUnit) -> Fraction | Unreadable:
    """Read an amount in fen, exact and signed, even where it is not whole fen (a total's noise).

    >>> exact_fen("(1,234.5)", MoneyUnit.YUAN), exact_fen("0.30000000001", MoneyUnit.WAN)
    (Fraction(-123450, 1), Fraction(30000000001, 100000))
    """
    number = _money(text, unit)
    if isinstance(number, Unreadable):
        return number
    if len(number.part) > _MOST_DECIMALS:
        return Unreadable(rows.BELOW_A_FEN, {"unit": unit.text})
    magnitude = Fraction(number.scaled(len(number.part)) * unit.fen, 10 ** len(number.part))
    return -magnitude if number.negative else magnitude


def read_money(text: str, unit: MoneyUnit) -> Fen | Unreadable:
    """Read an amount ≥ 0 in whole fen.

    >>> read_money("１，２３４．５", MoneyUnit.YUAN), read_money("￥ 12.34元", MoneyUnit.YUAN)
    (123450, 1234)
    >>> read_money("12.3456", MoneyUnit.WAN)
    12345600
    """
    if text.isdecimal() and text.isascii() and len(text) <= _digits_in(unit):
        return int(text) * unit.fen
    number = _money(text, unit)
    if isinstance(number, Unreadable):
        return number
    decimals = _decimals_in(unit)
    if len(number.part) > decimals:
        return Unreadable(rows.BELOW_A_FEN, {"unit": unit.text})
    fen = number.scaled(decimals)
    return Unreadable(rows.NEGATIVE) if number.negative and fen else fen


def read_number(text: str, *, decimals: int | None) -> Fraction | Unreadable:
    """Read a number ≥ 0 with no more decimals than said.

    >>> read_number("1,488.5", decimals=4)
    Fraction(2977, 2)
    """
    number = _decimal(_PLAIN, text, digits=_MOST_DIGITS)
    if number is None:
        return Unreadable(rows.NOT_A_NUMBER)
    if isinstance(number, Unreadable):
        return number
    if len(number.part) > (_MOST_DECIMALS if decimals is None else decimals):
        return Unreadable(rows.DECIMALS, {"decimals": decimals or _MOST_DECIMALS})
    value = Fraction(number.scaled(len(number.part)), 10 ** len(number.part))
    return Unreadable(rows.NEGATIVE) if number.negative and value else value


def read_count(text: str) -> Fraction | Unreadable:
    """Read a head count: whole, ≥ 0.

    >>> read_count("1,488,905")
    Fraction(1488905, 1)
    """
    value = read_number(text, decimals=None)
    if isinstance(value, Unreadable) or value.denominator == 1:
        return value
    return Unreadable(rows.NOT_WHOLE)


def read_performance(text: str) -> Fraction | Unreadable:
    """Read a performance factor, 0 to 2, plain or with a percent sign.

    >>> read_performance("95.5%"), read_performance("1.05")
    (Fraction(191, 200), Fraction(21, 20))
    """
    plain = text.translate(_HALF_WIDTH).strip()
    percent = plain.endswith("%")
    decimals = _PERFORMANCE_DECIMALS - (2 if percent else 0)
    value = read_number(plain.removesuffix("%"), decimals=decimals)
    if isinstance(value, Unreadable):
        return value
    value = value / _PERCENT if percent else value
    return value if value <= 2 else Unreadable(rows.PERFORMANCE)  # noqa: PLR2004 - the contract's bound


def read_year(text: str) -> int | Unreadable:
    """Read a year of four digits.

    >>> read_year("２０２０年")
    2020
    """
    found = _YEAR.fullmatch(text.translate(_HALF_WIDTH).strip())
    return int(found[1]) if found else Unreadable(rows.YEAR)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year, and whether a whole period may begin and end with the day written."""

    year: int
    month: int
    may_begin: bool
    may_end: bool

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def read_month(text: str) -> Month | Unreadable:
    """Read a month: ``2022-07``, ``2022年7月``, ``202207``, or a date as Excel makes of these.

    A first day stands for its month; a last day may end a period.

    >>> read_month("2022年7月").month, read_month("2022-07-31").may_begin
    (7, False)
    """
    found = _MONTH.fullmatch(text.translate(_HALF_WIDTH).strip())
    if found is None:
        return Unreadable(rows.MONTH)
    year, month = int(found["year"]), int(found["m1"] or found["m2"] or found["m3"])
    try:
        day = date(year, month, int(found["d1"] or found["d2"] or 1))
    except ValueError:
        return Unreadable(rows.MONTH)
    first = day.day == 1
    last = day < date.max and (day + timedelta(days=1)).day == 1
    return Month(year, month, may_begin=first, may_end=first or last)


def read_code(text: str) -> str | Unreadable:
    """Read a functional code of health spending (210…), or a parent of three or five digits.

    >>> read_code("２１００４０８")
    '2100408'
    """
    code = text.translate(_HALF_WIDTH).strip()
    return code if _CODE.fullmatch(code) else Unreadable(rows.CODE)


def _admitted(attribute: Attribute) -> Text:
    return Text(
        "、".join(value.name.zh for value in attribute.values),
        ", ".join(value.id for value in attribute.values),
    )


_CHOICES = {
    column.id: (
        {
            folded(label): value.id
            for value in column.choice.values
            # Identifiers and names last: should an alias equal one of them, they win.
            for label in (*value.aliases, value.name.en, value.name.zh, value.id)
        },
        _admitted(column.choice),
    )
    for column in COLUMNS
    if column.choice is not None
}


def read_choice(column: str, text: str) -> str | Unreadable:
    """Read a value of a closed column: its identifier, its name or an alias.

    >>> read_choice("affiliation", "县级"), read_choice("capital", "√")
    ('county', 'yes')
    """
    labels, admitted = _CHOICES[column]
    found = labels.get(folded(text))
    message = rows.STAGE if column == STAGE.id else rows.CHOICE
    return Unreadable(message, {"admitted": admitted}) if found is None else found


def _money(text: str, unit: MoneyUnit) -> _Decimal | Unreadable:
    plain = text.translate(_HALF_WIDTH).strip()
    inner = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    number = _decimal(_MONEY, inner, digits=_digits_in(unit))
    if number is None:
        scaled = _SCALED.fullmatch(inner)
        if scaled is None:
            return Unreadable(rows.NOT_MONEY)
        return Unreadable(rows.UNIT_IN_CELL, {"said": scaled[1], "unit": unit.text})
    if isinstance(number, Unreadable):
        return number
    if inner.endswith("元") and unit is not MoneyUnit.YUAN:
        return Unreadable(rows.UNIT_IN_CELL, {"said": "元", "unit": unit.text})
    if inner is plain:
        return number
    # Brackets say "negative": a sign within them would say it twice, or undo it.
    if number.negative:
        return Unreadable(rows.NOT_MONEY)
    return replace(number, negative=True)


def _decimal(pattern: re.Pattern[str], text: str, *, digits: int) -> _Decimal | Unreadable | None:
    found = pattern.fullmatch(text.translate(_HALF_WIDTH).strip())
    if found is None:
        return None
    whole = found["whole"].replace(",", "").lstrip("0") or "0"
    if len(whole) > digits:
        return Unreadable(rows.TOO_LARGE, {"digits": digits})
    return _Decimal("-" in found["sign"], whole, (found["part"] or "").rstrip("0"))


def _digits_in(unit: MoneyUnit) -> int:
    """Say how many digits an amount may have before the point."""
    return _MOST_DIGITS - (_decimals_in(unit) - _decimals_in(MoneyUnit.YUAN))


def _decimals_in(unit: MoneyUnit) -> int:
    """Say how many decimals an amount in whole fen may have."""
    return len(str(unit.fen)) - 1
