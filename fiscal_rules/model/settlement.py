"""Settlements: what was due, advanced and deducted of one sum, and so what each payer pays now.

Lines belong together that say the same ``settles``, whatever their years and documents: batches
paid beforehand (``advance``) and the whole cost once it is known (``settlement``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fiscal_rules.model.money import Fen
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import Standing


class SettlementStatus(StrEnum):
    """How far the lines of one sum are settled."""

    SETTLED = "settled"
    OPEN = "open"
    OUTSTANDING = "outstanding"
    DOUBTFUL = "doubtful"


class SettlementFinding(StrEnum):
    """What is remarkable in the lines that are settled together."""

    TWO_SETTLEMENTS = "two-settlements"
    UNITS_DIFFER = "units-differ"
    ITEMS_DIFFER = "items-differ"
    RECIPIENTS_DIFFER = "recipients-differ"
    ONE_POT = "one-pot"
    REFUSED_ROW = "refused-row"
    NO_ADVANCE = "no-advance"
    WHOLE_LINE = "whole-line"
    ADVANCED_LATER = "advanced-later"
    DEDUCTION_ABOVE_DUE = "deduction-above-due"


DOUBTS = (
    SettlementFinding.TWO_SETTLEMENTS,
    SettlementFinding.UNITS_DIFFER,
    SettlementFinding.ITEMS_DIFFER,
    SettlementFinding.RECIPIENTS_DIFFER,
    SettlementFinding.ONE_POT,
    SettlementFinding.REFUSED_ROW,
)
"""The findings with which nothing is settled: what is due or was advanced is not known."""

SETTLEMENT_TERMS: dict[SettlementStatus | SettlementFinding, Text] = {
    SettlementStatus.SETTLED: Text("已结算", "settled"),
    SettlementStatus.OPEN: Text("待定", "open"),
    SettlementStatus.OUTSTANDING: Text("尚未结算", "outstanding"),
    SettlementStatus.DOUBTFUL: Text("存疑，未结算", "doubtful, not settled"),
    SettlementFinding.TWO_SETTLEMENTS: Text("有几行结算", "several lines settle it"),
    SettlementFinding.UNITS_DIFFER: Text(
        "各行的区划或对应区县不同", "its lines are of different units or counterparts"
    ),
    SettlementFinding.ITEMS_DIFFER: Text("各行的事项不同", "its lines are of different items"),
    SettlementFinding.RECIPIENTS_DIFFER: Text(
        "各行的接收方不同", "its lines go to different recipients"
    ),
    SettlementFinding.ONE_POT: Text(
        "预拨和结算取自同一年度的同一资金总额，已重复计算",
        "advance and settlement draw on one pot of one year, which counts them twice",
    ),
    SettlementFinding.REFUSED_ROW: Text("有一行被退回", "one of its rows was refused"),
    SettlementFinding.NO_ADVANCE: Text("没有预拨", "nothing was advanced"),
    SettlementFinding.WHOLE_LINE: Text(
        "另有一次下达的行写了这个结算编号，未计入",
        "a line that is no advance says this settles too, and is not counted",
    ),
    SettlementFinding.ADVANCED_LATER: Text(
        "有预拨的年度晚于结算", "an advance is of a later year than the settlement"
    ),
    SettlementFinding.DEDUCTION_ABOVE_DUE: Text("扣减超过应付", "more is deducted than is due"),
}
"""What people call the terms above."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is due, was advanced, is deducted, and is to be paid now; None is not known.

    A payment below 0 is money to be returned.
    """

    due: Fen | None
    advanced: Fen | None
    deducted: Fen | None
    payment: Fen | None

    @property
    def all(self) -> tuple[Fen | None, ...]:
        """The four amounts, in their order."""
        return self.due, self.advanced, self.deducted, self.payment


def account(due: Fen | None, advanced: Fen | None, deducted: Fen | None) -> Account:
    """Settle: what is due, less what was advanced, less what is deducted.

    >>> account(100, 130, 5).payment
    -35
    >>> account(None, 130, 5).payment is None
    True
    """
    if due is None or advanced is None or deducted is None:
        return Account(due, advanced, deducted, None)
    return Account(due, advanced, deducted, due - advanced - deducted)


def add_accounts(accounts: Iterable[Account]) -> Account:
    """Add up what is known, column by column; of nothing known, nothing is.

    >>> add_accounts([account(100, 30, 0), account(None, 20, None)])
    Account(due=100, advanced=50, deducted=0, payment=70)
    """
    held = list(accounts)
    columns = zip(*(each.all for each in held), strict=True) if held else ((), (), (), ())
    return Account(*(_sum(column) for column in columns))


def _sum(amounts: Iterable[Fen | None]) -> Fen | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def left_of(total: Account, parts: Sequence[Account]) -> Account:
    """Give what no part accounts for of a total: what is open, column by column.

    >>> left_of(account(100, 30, 0), [account(60, 30, 0), account(None, 0, 0)])
    Account(due=40, advanced=0, deducted=0, payment=40)
    """
    known = add_accounts(parts).all
    pairs = zip(total.all, known, strict=True)
    return Account(*(None if whole is None else whole - (part or 0) for whole, part in pairs))


@dataclass(frozen=True, slots=True)
class PayerAccount:
    """The account of one government of the pack."""

    payer: str
    account: Account


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A line that is settled with others."""

    line: str
    stage: str
    year: int
    document: str | None
    amount: Fen


MOST_SETTLED_LINES = 1000
"""How many lines of one settlement are listed, by year and id; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Lines that are settled together, and what that comes to by payer.

    ``payers`` are those on whom anything is placed, or may be; they and ``open`` add up to
    ``total`` in every column that the total knows. ``unit`` and ``item`` are None where lines
    differ in them, ``item`` too where it is blank.
    """

    id: str
    unit: str | None
    counterpart: str | None
    item: str | None
    lines: tuple[SettledLine, ...]
    count: int
    status: SettlementStatus
    payers: tuple[PayerAccount, ...]
    open: Account
    total: Account
    standing: Standing | None
    findings: tuple[SettlementFinding, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of its lines."""
        return tuple(sorted({line.year for line in self.lines}))

    @property
    def documents(self) -> tuple[str, ...]:
        """The numbers of the documents of its lines."""
        return tuple(sorted({line.document for line in self.lines if line.document is not None}))

    @property
    def items_differ(self) -> bool:
        """Whether its lines are of different items."""
        return SettlementFinding.ITEMS_DIFFER in self.findings

    @property
    def has_open(self) -> bool:
        """Whether any of it is not placed on a payer."""
        return any(self.open.all)


@dataclass(frozen=True, slots=True)
class StatusAccount:
    """How many settlements have a status, and what their totals add up to."""

    status: SettlementStatus
    count: int
    account: Account


@dataclass(frozen=True, slots=True)
class SettlementTotals:
    """What all settlements add up to: by status, and by payer for those that are computed.

    Computed are ``settled`` and ``open`` ones; ``payers`` and ``open`` add up to ``total``.
    """

    statuses: tuple[StatusAccount, ...]
    payers: tuple[PayerAccount, ...]
    open: Account
    total: Account

    @property
    def count(self) -> int:
        """Count the settlements."""
        return sum(held.count for held in self.statuses)


@dataclass(frozen=True)
class Settlements:
    """Every settlement of a budget by its id, and what they add up to."""

    each: Sequence[Settlement]
    totals: SettlementTotals
    find: Callable[[str], Settlement | None] = field(repr=False, compare=False)
    select: Callable[[Sequence[SettlementStatus], int], Sequence[Settlement]] = field(
        repr=False, compare=False
    )
    """Gives the first of some statuses, no more than so many."""


COMPUTED = (SettlementStatus.SETTLED, SettlementStatus.OPEN)
"""The statuses under which a payment is computed."""


def add_settlements(payers: Sequence[str], each: Iterable[Settlement]) -> SettlementTotals:
    """Add up settlements; ``payers`` are the governments in their order.

    Payers that no settlement names are left out.
    """
    held = list(each)
    computed = [settlement for settlement in held if settlement.status in COMPUTED]
    accounts: dict[str, list[Account]] = {payer: [] for payer in payers}
    for settlement in computed:
        for one in settlement.payers:
            accounts[one.payer].append(one.account)
    return SettlementTotals(
        statuses=tuple(
            StatusAccount(status, len(some), add_accounts(s.total for s in some))
            for status in SettlementStatus
            if (some := [s for s in held if s.status is status])
        ),
        payers=tuple(
            PayerAccount(payer, add_accounts(some)) for payer, some in accounts.items() if some
        ),
        open=add_accounts(settlement.open for settlement in computed),
        total=add_accounts(settlement.total for settlement in computed),
    )
