"""Strategies for the budgets of a pack: lines with blanks, and measures beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from fiscal_rules.model.budget import Budget, BudgetLine, MeasureValue, Period
from fiscal_rules.model.condition import tests_of
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import Fen, show_number, yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import (
    COLUMNS,
    HEADCOUNT_BASIS,
    ITEM,
    LINE_ATTRIBUTES,
    UNLISTED,
    Attribute,
    Level,
)
from fiscal_rules.testing import numbers
from fiscal_rules.testing.years import years_of

HERE = Place("drawn.csv")
_ALWAYS_READ = ("category", "severity", "affiliation", "policy_change")
LAST_GRANT = "last-grant"
_MOST_HEADS = 2000
_MOST_LAST_GRANT = 3000
_MOST_LINES = 8
_MONTHS_A_YEAR = 12


@st.composite
def lines(
    draw: st.DrawFn, pack: RulePack, *, id: str = "1", items: Sequence[str] = ()  # noqa: A002
) -> BudgetLine:  # fmt: skip
    """Draw one line of a pack, as a reader would have read it: every column may be blank.

    Money from above is no more than the amount, an agreed subsidy no more than the local amount.
    ``items`` narrows what the line may be; by default it may be any item of the pack, one that the
    pack does not know, or blank with a functional code that leaves several.
    """
    period = draw(periods(years_of(pack)))
    unit = draw(st.sampled_from(pack.units))
    counties = [u.id for u in pack.units if u.level is Level.COUNTY]
    blank = st.none()
    counterpart = draw(blank | st.sampled_from(counties)) if unit.level is Level.CITY else None
    recipients = [recipient.id for recipient in pack.recipients]
    amount = draw(numbers.amounts())
    line = BudgetLine(
        id=id,
        at=HERE,
        period=period,
        unit=unit.id,
        amount=amount,
        item=draw(st.sampled_from(items)) if items else None,
        counterpart=counterpart,
        recipient=draw(blank | st.sampled_from(recipients)) if recipients else None,
        choices=draw(_choices(pack)),
        money=draw(_money(pack, amount)),
        numbers=draw(_numbers()),
    )
    return as_read(line if items else draw(_with_item(pack, line)))


@st.composite
def budgets(
    draw: st.DrawFn, pack: RulePack, *, items: Sequence[str] = (), most: int = _MOST_LINES
) -> Budget:
    """Draw a budget of a pack: a few lines, numbered, with measures for the pots they draw on."""
    count = draw(st.integers(1, most))
    drawn = tuple(draw(lines(pack, id=str(n + 1), items=items)) for n in range(count))
    return budget_of(drawn, draw(measures(pack, drawn)))


def budget_of(lines: Sequence[BudgetLine], measures: Sequence[MeasureValue] = ()) -> Budget:
    """Make a budget of lines as if they had been read from a file."""
    present = {column for line in lines for column in line.cells}
    columns = tuple(column.id for column in COLUMNS if column.id in present)
    return Budget("drawn.csv", "", tuple(lines), (), tuple(measures), columns)


@st.composite
def measures(
    draw: st.DrawFn, pack: RulePack, lines: Sequence[BudgetLine]
) -> tuple[MeasureValue, ...]:
    """Draw the measures of the pots that lines may draw on; now and then one lacks."""
    found = []
    for item, year in sorted({(line.item or "", line.year) for line in lines}):
        units = [u for u in pack.units if any(line.unit == u.id for line in lines)]
        for fund in _pots_of(pack, item):
            for measure in fund.asked:
                least = 1 if measure in fund.divisors else 0
                for unit in units:
                    most = _MOST_LAST_GRANT if measure == LAST_GRANT else 9
                    value = Fraction(draw(st.integers(least, most)))
                    found.append(MeasureValue(unit.id, item, year, measure, value, HERE))
    once = {(m.unit, m.item, m.year, m.measure): m for m in found}
    if draw(numbers.rarely()) and once:
        once.pop(draw(st.sampled_from(sorted(once))))
    return tuple(once.values())


def periods(drawn: Sequence[int] = numbers.YEARS) -> st.SearchStrategy[Period]:
    """Draw a period of some years, rarely of the one before: often a whole year."""
    years = st.sampled_from([*drawn, *drawn, drawn[0] - 1])
    ends = st.tuples(st.integers(1, _MONTHS_A_YEAR), st.integers(1, _MONTHS_A_YEAR)).map(sorted)
    parts = st.tuples(years, ends).map(lambda drawn: Period(drawn[0], *drawn[1]))
    return years.map(Period) | parts


def as_read(line: BudgetLine) -> BudgetLine:
    """Give a line the cells that it would have been read from, in canonical text."""
    period = line.period
    whole = (period.first, period.last) == (1, _MONTHS_A_YEAR)
    months = {
        "period_from": f"{period.year}-{period.first:02d}",
        "period_to": f"{period.year}-{period.last:02d}",
    }
    cells: dict[str, str | None] = {
        "line": line.id,
        "year": str(period.year),
        **({} if whole else months),
        "unit": line.unit,
        "counterpart": line.counterpart,
        "recipient": line.recipient,
        "item": line.item_text or line.item,
        "function_code": line.function_code,
        "amount": yuan(line.amount),
        **{column: yuan(fen) for column, fen in line.money.items()},
        **{column: show_number(value) for column, value in line.numbers.items()},
        **line.choices,
    }
    return replace(line, cells={column: text for column, text in cells.items() if text})


def _choices(pack: RulePack) -> st.SearchStrategy[dict[str, str]]:
    read = {attribute for rule in pack.rules for attribute in rule.attributes}
    asked = [a for a in LINE_ATTRIBUTES if a.id in read or a.id in _ALWAYS_READ]
    if any(item.basis for item in pack.items):
        asked.append(HEADCOUNT_BASIS)
    return st.fixed_dictionaries({}, optional={a.id: _value(a) for a in asked})


def _value(attribute: Attribute) -> st.SearchStrategy[str]:
    return st.sampled_from([value.id for value in attribute.values])


@st.composite
def _money(draw: st.DrawFn, pack: RulePack, amount: Fen) -> Mapping[str, Fen]:
    left, found = amount, {}
    for column in (*(g.funds for g in pack.above()), "agreed_subsidy", "performance_amount"):
        most = draw(st.sampled_from([None, left, left // 2]))
        if column and most is not None:
            found[column] = draw(st.integers(0, most))
            left -= found[column]
    return found


def _numbers() -> st.SearchStrategy[dict[str, Fraction]]:
    columns = {
        "headcount": st.integers(0, _MOST_HEADS).map(Fraction),
        "county_standard": numbers.standards(),
        "workload": numbers.quantities(),
        "performance": numbers.performances(),
    }
    # A column is filled in three times out of four.
    cells = st.fixed_dictionaries(
        {column: values | values | values | st.none() for column, values in columns.items()}
    )
    return cells.map(lambda drawn: {c: value for c, value in drawn.items() if value is not None})


@st.composite
def _with_item(draw: st.DrawFn, pack: RulePack, line: BudgetLine) -> BudgetLine:
    named = [item.id for item in pack.items]
    item = draw(st.sampled_from([*named, *named, *named, UNLISTED, None]))
    if item == UNLISTED:
        return replace(line, item=UNLISTED, item_text="另一事项")
    if item is not None:
        return replace(line, item=item)
    day = date(line.year, 1, 1)
    codes = sorted({code.value for known in pack.items for code in known.codes})
    several = {code: pack.items_coded(code, day) for code in codes}
    leaves_several = [code for code, found in several.items() if len(found) > 1]
    if not leaves_several:
        return line
    code = draw(st.sampled_from(leaves_several))
    candidates = tuple(found.id for found in several[code])
    return replace(line, function_code=code, candidates=candidates)


def _pots_of(pack: RulePack, item: str) -> list[Factors]:
    """List the pots that an item may draw on: of rules that test for it, or for no item at all."""
    found = []
    for rule in pack.rules:
        asked = {value for t in tests_of(rule.when) if t.attribute == ITEM for value in t.values}
        if isinstance(rule.fund, Factors) and (item in asked or not asked):
            found.append(rule.fund)
    return found
