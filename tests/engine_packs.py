"""A few short ways to write packs, parameters and lines, for the engine's tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from fiscal_rules.engine.infer import infer
from fiscal_rules.model.allocation import Allocation, LineResult
from fiscal_rules.model.budget import Budget, BudgetLine, MeasureValue, Period
from fiscal_rules.model.condition import AllOf, Condition, Is
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry, Parameters, ParameterValue, ShareOf
from fiscal_rules.model.plan import Document
from fiscal_rules.model.rulepack import Dated, InForce, Item, Rule, RulePack, Unit
from fiscal_rules.model.text import same
from fiscal_rules.model.vocabulary import Level, Standing
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.places import GOVERNMENTS

HERE = Place("pack.yaml", line=1)
YEAR_2020 = InForce(date(2020, 1, 1), None, Standing.OFFICIAL, "the document")
CENTURY = date(2000, 1, 1)


def when(**tests: str) -> Condition:
    """Write a condition: every attribute has the value, or one of several joined by ``|``."""
    return AllOf(tuple(Is(name, tuple(value.split("|"))) for name, value in tests.items()))


def unit(name: str, class_name: str = "county", *, part_of: str | None = None) -> Unit:
    """Make a county, or with class ``city`` the city itself."""
    level = Level.CITY if class_name == "city" else Level.COUNTY
    classes = (Dated(class_name, None, None),)
    return Unit(name, same(name), level, classes, (), part_of, None, HERE)


CITY, EAST, WEST = unit("city-itself", "city"), unit("east"), unit("west")


def pack_of(*rules: Rule, items: Sequence[str] = ("care",)) -> RulePack:
    """Make a pack of a city and two counties, in force from 2020."""
    return RulePack(
        id="small/2020",
        name=same("small"),
        document=Document("small", same("small"), date(2020, 1, 1), "invented"),
        in_force=(YEAR_2020,),
        governments=GOVERNMENTS,
        classes=tuple((name, same(name)) for name in ("city", "county", "zone")),
        units=(CITY, EAST, WEST),
        items=tuple(Item(i, f"{i}-clause", same(i), (), None, (), HERE) for i in items),
        derived=(),
        defaults=(),
        reservations=(),
        clauses=(),
        rules=tuple(replace(rule, at=replace(HERE, line=n)) for n, rule in enumerate(rules, 2)),
        entries=(),
        parameter_kinds=(),
        digest="",
        root="small",
    )


def entry(
    parameter: str,
    value: ParameterValue | int | str,
    *,
    of: ShareOf | None = None,
    starts: date = CENTURY,
    ends: date | None = None,
    scope: Mapping[str, str] | None = None,
    standing: Standing = Standing.OFFICIAL,
) -> Entry:
    """Make an entry that holds always and for all, unless said otherwise."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        value = Fraction(value)
    return Entry(
        parameter=parameter,
        value=value,
        shown=str(value),
        share_of=of,
        starts=starts,
        ends=ends,
        scope=tuple((key, (admitted,)) for key, admitted in (scope or {}).items()),
        standing=standing,
        source="invented",
        published=starts,
        file=0,
        at=HERE,
    )


def known(*entries: Entry) -> Parameters:
    """Gather entries by parameter."""
    names = dict.fromkeys(e.parameter for e in entries)
    return Parameters({name: tuple(e for e in entries if e.parameter == name) for name in names})


def line_of(
    amount: Fen,
    *,
    id: str = "1",  # noqa: A002 (as the model calls it)
    unit: str = "east",
    item: str | None = "care",
    period: Period | None = None,
    choices: Mapping[str, str] | None = None,
    money: Mapping[str, Fen] | None = None,
    **numbers: Fraction | int,
) -> BudgetLine:
    """Make a line of 2020 in the eastern county; keywords left over are its numbers."""
    return BudgetLine(
        id=id,
        at=Place("budget.csv", line=2),
        period=period or Period(2020),
        unit=unit,
        amount=amount,
        item=item,
        choices=choices or {},
        money=money or {},
        numbers={name: Fraction(value) for name, value in numbers.items()},
    )


def measure(unit: str, name: str, value: int | str) -> MeasureValue:
    """Make a measure of a unit for the pot of care in 2020."""
    return MeasureValue(unit, "care", 2020, name, Fraction(value), Place("measures.csv", line=2))


def allocation_of(
    pack: RulePack,
    parameters: Parameters,
    *lines: BudgetLine,
    measures: Sequence[MeasureValue] = (),
) -> Allocation:
    """Decide a pack and allocate lines by it."""
    budget = Budget("budget.csv", "", lines, (), tuple(measures))
    return allocated(infer(pack), parameters, budget)


def result_of(pack: RulePack, line: BudgetLine, *entries: Entry) -> LineResult:
    """Decide a pack and allocate one line by it."""
    return allocation_of(pack, known(*entries), line).results[0]


def paid(result: LineResult) -> dict[str, Fen]:
    """Say what each government pays, those that pay nothing left out."""
    payers = dict.fromkeys(payment.payer for payment in result.payments)
    return {payer: result.paid_by(payer) for payer in payers if result.paid_by(payer)}


def needed(result: LineResult) -> set[tuple[str, str]]:
    """Say what a line waits for."""
    return {(need.kind.value, need.id) for need in result.needs}
