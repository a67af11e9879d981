"""A small pack, and results made by hand, for the tests of everything that is written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from fiscal_rules.model.allocation import (
    Allocation,
    LineResult,
    Need,
    Payment,
    Provenance,
    Remark,
    UnspentPot,
    group,
)
from fiscal_rules.model.budget import Budget, BudgetLine, Period, RefusedRow
from fiscal_rules.model.diagnostic import Diagnostic, Place, Severity
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry, ParameterKind, Parameters, ShareOf
from fiscal_rules.model.plan import Clause, Document
from fiscal_rules.model.rulepack import Dated, Government, Item, RulePack, Unit
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import (
    Authority,
    Duty,
    Finding,
    Flow,
    Level,
    NeedKind,
    Part,
    Standing,
    Status,
)

HERE = Place("pack.yaml", line=1)
ALWAYS = (Dated("county", None, None),)
DAY = date(2020, 1, 1)
FLOWS = {"city": Flow.TRANSFER, "county": Flow.OWN}


def unit(name: str, english: str, level: Level = Level.COUNTY) -> Unit:
    """Make a unit."""
    return Unit(name, Text(name, english), level, ALWAYS, (), None, None, HERE)


def item(name: str, clause: str, chinese: str, english: str) -> Item:
    """Make an item."""
    return Item(name, clause, Text(chinese, english), (), None, (), HERE)


def clause(name: str) -> Clause:
    """Make a clause."""
    return Clause(name, name, "", (), same(name), None, HERE)


PACK = RulePack(
    id="small/2020-1",
    name=Text("示例规则包", "a small pack"),
    document=Document("示政发〔2020〕1号", Text("示例方案", "An example plan"), DAY, "invented"),
    in_force=(),
    governments=(
        Government("central", Text("中央", "central"), "central_funds", None),
        Government("city", Text("市级", "city"), None, Level.CITY),
        Government("county", Text("县级", "county"), None, Level.COUNTY),
    ),
    classes=(("county", Text("普通县", "plain county")),),
    units=(
        unit("市本级", "the city itself", Level.CITY),
        unit("东县", "Eastern County"),
        unit("西县", "Western County"),
    ),
    items=(
        item("care", "1", "照护", "care"),
        item("relief", "2", "救助", "relief"),
        item("training", "3", "培训", "training"),
    ),
    derived=(),
    defaults=(),
    reservations=(),
    clauses=tuple(clause(name) for name in ("1", "2", "3", "4", "5")),
    rules=(),
    entries=(),
    parameter_kinds=(
        ("care.city-share", ParameterKind.SHARE),
        ("relief.pot", ParameterKind.POT),
    ),
    digest="a" * 64,
    root="rules/small",
)


def budget_line(
    name: str,
    amount: Fen,
    *,
    at: str = "东县",
    item: str | None = "care",
    item_text: str = "",
    extra: Mapping[str, str] | None = None,
) -> BudgetLine:
    """Make a line of 2020."""
    cells = {"line": name, "year": "2020", "unit": at, "item": item_text or item or ""}
    return BudgetLine(
        id=name,
        at=Place("budget.csv", line=2),
        period=Period(2020),
        unit=at,
        amount=amount,
        item=item,
        item_text=item_text,
        cells={**cells, "amount": f"{amount // 100}.{amount % 100:02d}"},
        extra=extra or {},
    )


def paid(
    line: str,
    payer: str,
    amount: Fen,
    *,
    to: str = "东县",
    standing: Standing | None = Standing.ASSUMED,
    flow: Flow | None = None,
    treasury: str | None = None,
) -> Payment:
    """Make a payment: a county's is its own spending, any other a transfer, unless said."""
    source = treasury or (to if payer == "county" else payer)
    upper = payer == "central"
    return Payment(
        line=line,
        payer=payer,
        payer_treasury=source,
        recipient=to,
        part=Part.UPPER if upper else Part.BASE,
        amount=amount,
        flow=flow or FLOWS.get(payer, Flow.TRANSFER),
        rule=None if upper else "care",
        clause=None if upper else "1",
        standing=None if upper else standing,
    )


def result(  # noqa: PLR0913 (a result says this much)
    line: BudgetLine,
    *payments: Payment,
    status: Status = Status.DETERMINED,
    authority: Authority | None = Authority.SHARED,
    needs: tuple[Need, ...] = (),
    duties: tuple[Remark, ...] = (),
    findings: tuple[Remark, ...] = (),
    clauses: tuple[str, ...] = ("1",),
    rules: tuple[str, ...] = ("care",),
    used: tuple[Entry, ...] = (),
) -> LineResult:
    """Make the result of a line; what its payments leave is open."""
    standings = [p.standing for p in payments if p.standing is not None]
    return LineResult(
        line=line,
        status=status,
        authority=authority,
        rules=rules,
        clauses=clauses,
        payments=payments,
        open=line.amount - sum(payment.amount for payment in payments),
        standing=max(standings, key=list(Standing).index, default=None),
        needs=needs,
        duties=duties,
        findings=findings,
        used=used,
    )


def allocation(
    *results: LineResult,
    refused: tuple[RefusedRow, ...] = (),
    unspent: tuple[UnspentPot, ...] = (),
    notes: tuple[Diagnostic, ...] = (),
    extra_columns: tuple[str, ...] = (),
    columns: tuple[str, ...] = ("line", "year", "unit", "item", "amount"),
) -> Allocation:
    """Make an allocation of a budget that lies in a folder."""
    budget = Budget(
        path="inputs/budget.csv",
        digest="b" * 64,
        lines=tuple(held.line for held in results),
        refused=refused,
        measures=(),
        columns=columns,
        extra_columns=extra_columns,
        notes=notes,
    )
    provenance = Provenance(
        id="0123456789abcdef",
        pack=PACK.id,
        pack_digest=PACK.digest,
        parameter_files=(("inputs/shares.yaml", "c" * 64),),
        budget_digest=budget.digest,
        version="0.1.0",
        libraries={"pydantic": "2", "durable-rules": "2.0.28"},
        rete=True,
        as_of="2020-05-01",
    )
    return Allocation(PACK, Parameters({}), budget, results, group(results), unspent, provenance)


def split(name: str, *, at: str = "东县", extra: Mapping[str, str] | None = None) -> LineResult:
    """Make a line of 1,000 yuan: the centre pays 300, the city 280 (assumed), the county 420."""
    line = budget_line(name, 1_000_00, at=at, extra=extra)
    return result(
        line,
        paid(name, "central", 300_00, to=at),
        paid(name, "city", 280_00, to=at),
        paid(name, "county", 420_00, to=at, standing=Standing.OFFICIAL),
    )


SHARE = Entry(
    parameter="care.city-share",
    value=Fraction(2, 5),
    shown="40%",
    share_of=ShareOf.REST,
    starts=DAY,
    ends=date(2021, 1, 1),
    scope=(("unit", ("东县",)), ("severity", ("major", "large"))),
    standing=Standing.ASSUMED,
    source="invented",
    published=DAY,
    file=1,
    at=Place("shares.yaml", line=3),
)


def everything() -> Allocation:
    """Make an allocation in which every section of the report has something to show."""
    blank = budget_line("A3", 500_00, item=None)
    needs = (Need(NeedKind.COLUMN, "item", "1"), Need(NeedKind.PARAMETER, "care.city-share", "1"))
    unlisted = budget_line("A4", 70_00, at="市本级", item="unlisted", item_text="食堂改造|<b>")
    army = budget_line("A6", 60_00, at="西县", item="training")
    task = budget_line("A7", 80_00, at="西县", item="training")
    to_file = (Remark(Duty.FILE_STANDARD, "4"),)
    return allocation(
        replace(split("A1", extra={"status": "=x", "备注": "见 www.a.b"}), used=(SHARE,)),
        replace(split("A2", at="西县"), duties=to_file),
        result(
            blank,
            paid("A3", "central", 100_00),
            status=Status.NEEDS,
            authority=None,
            needs=needs,
        ),
        result(
            unlisted,
            status=Status.UNDETERMINED,
            authority=Authority.UNSTATED,
            clauses=("5",),
            rules=("not-listed",),
            needs=(Need(NeedKind.DECISION, "authority", "5"),),
            findings=(Remark(Finding.ITEM_NOT_IN_PACK, None, ("care", "training")),),
        ),
        result(
            budget_line("A5", 90_00, at="市本级", item="training"),
            paid("A5", "city", 90_00, to="city", flow=Flow.OWN, standing=Standing.DERIVED),
        ),
        result(army, status=Status.OUTSIDE, authority=Authority.UNSTATED, clauses=("5",)),
        result(
            task,
            paid("A7", "city", 30_00, to="西县", flow=Flow.ENTRUSTED),
            paid("A7", "county", 50_00, to="西县"),
            authority=Authority.CITY,
            clauses=("3",),
        ),
        extra_columns=("status", "备注"),
        refused=(RefusedRow("9", (NOT_MONEY, YEAR_BLANK)),),
        unspent=(UnspentPot("relief", 2020, 5),),
        notes=(HIDDEN,),
    )


NOT_MONEY = Diagnostic(
    "FR999",
    Text("“12,5x”不是金额", "12,5x is no amount"),
    Place("inputs/budget.csv", line=9, column=5),
    Text("写成 12.50", "write 12.50"),
)
YEAR_BLANK = Diagnostic(
    "FR998", Text("年度空白", "the year is blank"), Place("inputs/budget.csv", line=9, column=2)
)
HIDDEN = Diagnostic(
    "FR997",
    Text("隐藏的行也已读入", "hidden rows were read too"),
    Place("inputs/budget.csv"),
    severity=Severity.NOTE,
)
