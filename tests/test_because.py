"""The arithmetic of every worked case is worked again, without the engine.

What stands in ``because`` are pieces between semicolons. A piece with ``=`` or ``≈`` is arithmetic:
a label up to its last colon, then sums that must be equal one after the other (``≈``: the left one
rounded half up to two decimals). Every other piece is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from fiscal_rules.readers.shapes import CaseShape, CasesShape, ExpectationShape
from fiscal_rules.readers.validate import validate
from fiscal_rules.readers.yaml import read_yaml

HERE = Path(__file__).parent
PACKS = (
    HERE.parent / "rules",
    HERE / "packs" / "yuhua",
    HERE / "packs" / "shanxi",
    HERE / "packs" / "valley",
    HERE.parent / "fiscal_rules" / "output" / "scaffold",
)
GIVEN = ("amount", "central_funds", "province_funds", "agreed_subsidy")
"""Columns of a line that hold money: what is only copied from them needs no sum."""
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?%?)|(min|max)|([-+−×/÷(),]))")
ABOUT = "≈"


def cases_of_all_packs() -> dict[str, CaseShape]:
    """Read every case of every pack, as text."""
    return {
        f"{path.parent.relative_to(root.parent).as_posix()} {case.id}": case
        for root in PACKS
        for path in sorted(root.rglob("cases.yaml"))
        for case in validate(read_yaml(path, shown=str(path)), CasesShape).cases
    }


@dataclass
class Sum:
    """A sum that is being read, token by token."""

    tokens: list[str]
    numbers: list[Fraction]

    def value(self) -> Fraction:
        """Work the whole of it."""
        found = self.added()
        if self.tokens:
            raise ValueError(" ".join(self.tokens))
        return found

    def added(self) -> Fraction:
        """Work terms joined by plus and minus."""
        found = self.multiplied()
        while self.next_is("+", "−", "-"):
            sign = 1 if self.tokens.pop(0) == "+" else -1
            found += sign * self.multiplied()
        return found

    def multiplied(self) -> Fraction:
        """Work factors joined by times and divided by."""
        found = self.single()
        while self.next_is("×", "/", "÷"):
            times = self.tokens.pop(0) == "×"
            factor = self.single()
            found = found * factor if times else found / factor
        return found

    def single(self) -> Fraction:
        """Work a number, a bracket, or the smaller or greater of several."""
        first = self.tokens.pop(0) if self.tokens else "nothing"
        if first in {"min", "max"}:
            self.expect("(")
            found = [self.added()]
            while self.next_is(","):
                self.tokens.pop(0)
                found.append(self.added())
            self.expect(")")
            return min(found) if first == "min" else max(found)
        if first == "(":
            inside = self.added()
            self.expect(")")
            return inside
        if not first[0].isdigit():
            raise ValueError(first)
        number = Fraction(first.rstrip("%")) / (100 if first.endswith("%") else 1)
        self.numbers.append(number)
        return number

    def next_is(self, *tokens: str) -> bool:
        """Tell whether one of some tokens comes next."""
        return bool(self.tokens) and self.tokens[0] in tokens

    def expect(self, token: str) -> None:
        """Take a token that must come next."""
        if not self.next_is(token):
            raise ValueError(self.tokens[0] if self.tokens else "nothing")
        self.tokens.pop(0)


def tokens_of(text: str) -> list[str]:
    """Cut a sum into its tokens; ValueError for anything that belongs to none."""
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(text[at:])
        found.append(match.group().strip())
        at = match.end()
    return found


def to_the_fen(value: Fraction) -> Fraction:
    """Round half up to two decimals."""
    return Fraction((value * 100 + Fraction(1, 2)) // 1, 100)


def work(because: str) -> tuple[list[str], set[Fraction]]:
    """Work every equation: list those that are wrong, and every number that stands in one."""
    wrong, numbers = [], set()
    for piece in because.split(";"):
        if "=" not in piece and ABOUT not in piece:
            continue
        *_, arithmetic = re.split("[:：]", piece)
        sides = re.split(f"([={ABOUT}])", arithmetic)
        held: list[Fraction] = []
        try:
            values = [Sum(tokens_of(side), held).value() for side in sides[::2]]
        except (ValueError, ZeroDivisionError) as error:
            wrong.append(f"{piece.strip()}: cannot be read at {error}")
            continue
        numbers |= {*held, *values}
        for sign, (left, right) in zip(sides[1::2], pairwise(values), strict=True):
            if (to_the_fen(left) if sign == ABOUT else left) != right:
                wrong.append(f"{piece.strip()}: {left} is not {right}")
    return wrong, numbers


def money_expected(expectation: ExpectationShape) -> Iterator[Fraction]:
    """Yield every amount that must be placed, or stay open."""
    amounts = [*(expectation.payers or {}).values(), expectation.open or "0"]
    return (Fraction(amount) for amount in amounts if Fraction(amount))


def money_given(line: Mapping[str, str]) -> set[Fraction]:
    """List the amounts that a line brings with it."""
    return {Fraction(line[column]) for column in GIVEN if column in line}


CASES = cases_of_all_packs()
every_case = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


@every_case
def test_every_equation_is_right(case: CaseShape) -> None:
    wrong, _ = work(case.because)
    assert wrong == []


@every_case
def test_every_amount_expected_is_worked_out_or_given(case: CaseShape) -> None:
    _, numbers = work(case.because)
    lines = {line["line"]: line for line in case.lines}
    unexplained = {
        line: amount
        for line, expectation in case.expect.items()
        for amount in money_expected(expectation)
        if amount not in numbers | money_given(lines[line])
    }
    assert unexplained == {}


@every_case
def test_the_amounts_expected_add_up_to_the_line(case: CaseShape) -> None:
    lines = {line["line"]: line for line in case.lines}
    apart = {
        line: sum(money_expected(expectation), start=Fraction(0))
        for line, expectation in case.expect.items()
        if expectation.payers is not None
        and sum(money_expected(expectation), start=Fraction(0)) != Fraction(lines[line]["amount"])
    }
    assert apart == {}


@pytest.mark.parametrize(
    "because",
    [
        "1000 × 74 = 74000; 74000 − 47000 = 27000",
        "市 city: 27000 × 40% = 10800",
        "100 / 3 ≈ 33.33; 3.085 ≈ 3.09",
        "min(5, 2 × 3) = 5 = 10 ÷ 2; max(0, 3 − 4) = 0",
        "(27000 − 13500) × 1/3 = 4500",
        "prose without a sum",
    ],
)
def test_what_is_right_is_accepted(because: str) -> None:
    assert work(because)[0] == []


@pytest.mark.parametrize(
    ("because", "wrong"),
    [
        ("1000 × 74 = 74001", "1000 × 74 = 74001: 74000 is not 74001"),
        ("100 / 3 = 33.33", "100 / 3 = 33.33: 100/3 is not 3333/100"),
        ("3.085 ≈ 3.08", "3.085 ≈ 3.08: 617/200 is not 77/25"),
        ("1 + 1 = 2 = 3", "1 + 1 = 2 = 3: 2 is not 3"),
        ("a × 2 = 4", "a × 2 = 4: cannot be read at a × 2"),
        ("(2 + 2 = 4", "(2 + 2 = 4: cannot be read at nothing"),
        ("2 × = 4", "2 × = 4: cannot be read at nothing"),
        ("1 / 0 = 1", "1 / 0 = 1: cannot be read at Fraction(1, 0)"),
    ],
)
def test_what_is_wrong_is_named(because: str, wrong: str) -> None:
    assert work(because)[0] == [wrong]
