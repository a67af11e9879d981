"""Values: how what stands after an option is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

from fiscal_rules.cli import answer_messages, messages
from fiscal_rules.cli.asked import Span
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.money import exact_number

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUARTERS = 4
MOST_YEARS = 30
"""Further into the future than this nothing is carried."""
_SPAN = re.compile(r"(?P<parameter>[^=]+)=(?P<first>.+?)\.\.(?P<last>[^/]+)(?:/(?P<step>.+))?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_UNITS = {"yuan": "yuan", "元": "yuan", "wan": "wan", "万元": "wan", "yi": "yi", "亿元": "yi"}


def read_date(option: str, text: str) -> date:
    """Read a day, written like 2020-12-31."""
    try:
        return date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        problem = messages.NOT_A_DATE.at(None, name=option, found=text)
        raise MisusedError(problem) from None


def read_year(option: str, text: str) -> int:
    """Read a year of four digits."""
    if not _YEAR.fullmatch(text):
        raise MisusedError(answer_messages.NOT_A_YEAR.at(None, name=option, found=text))
    return int(text)


def read_weights(option: str, text: str) -> tuple[Fraction, ...]:
    """Read the shares of four quarters, separated by commas."""
    parts = [exact_number(part) for part in text.replace("，", ",").split(",")]
    shares = tuple(part for part in parts if part is not None and part >= 0)
    if not len(parts) == len(shares) == _QUARTERS or sum(shares) != 1:
        raise MisusedError(answer_messages.NOT_WEIGHTS.at(None, name=option, found=text))
    return shares


def read_decimals(option: str, text: str) -> int:
    """Read a number of decimals."""
    return int(read_one_of(*map(str, range(7)))(option, text))


def read_number(option: str, text: str) -> Fraction:
    """Read a number from 0, such as 0.4, 40% or 74."""
    number = exact_number(text)
    if number is None or number < 0:
        raise MisusedError(answer_messages.NOT_A_VALUE.at(None, name=option, found=text))
    return number


def read_count(option: str, text: str) -> int:
    """Read a number of years."""
    return int(read_one_of(*map(str, range(1, MOST_YEARS + 1)))(option, text))


def read_whole(option: str, text: str) -> int:
    """Read a whole number from 0."""
    if not (text.isascii() and text.isdigit()):
        raise MisusedError(answer_messages.NOT_A_VALUE.at(None, name=option, found=text))
    return int(text)


def read_share(option: str, text: str) -> Fraction:
    """Read a share, from 0 to 1."""
    number = read_number(option, text)
    if number > 1:
        raise MisusedError(answer_messages.NOT_A_VALUE.at(None, name=option, found=text))
    return number


def read_step(option: str, text: str) -> Fraction:
    """Read a number above 0."""
    number = read_number(option, text)
    if not number:
        raise MisusedError(answer_messages.NOT_A_VALUE.at(None, name=option, found=text))
    return number


def read_span(option: str, text: str) -> Span:
    """Read a parameter over a range, such as residents-insurance.city-share=10%..40%/5%."""
    match = _SPAN.fullmatch(text.replace(" ", ""))
    if match is None:
        raise MisusedError(answer_messages.NOT_A_SPAN.at(None, name=option, found=text))
    first, last = (read_number(option, match[key]) for key in ("first", "last"))
    step = None if match["step"] is None else read_step(option, match["step"])
    if last < first:
        raise MisusedError(answer_messages.NOT_A_SPAN.at(None, name=option, found=text))
    return Span(match["parameter"], first, last, step)


def read_path(_option: str, text: str) -> Path:
    """Read a path."""
    return Path(text)


def read_unit(option: str, text: str) -> str:
    """Read a unit of money: yuan, wan or yi."""
    return _UNITS[read_one_of(*_UNITS)(option, text)]


def read_one_of(*known: str) -> Callable[[str, str], str]:
    """Read one of some words."""

    def read(option: str, text: str) -> str:
        if text not in known:
            listed = ", ".join(known)
            raise MisusedError(messages.NOT_ONE_OF.at(None, name=option, found=text, known=listed))
        return text

    return read
