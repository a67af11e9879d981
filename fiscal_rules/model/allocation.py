"""An allocation: who pays what of every line, why, and what stays open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.label import LabelTotals
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import Settlements
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import (
    UNLISTED,
    Authority,
    Duty,
    Finding,
    Flow,
    NeedKind,
    Part,
    Standing,
    Status,
)


@dataclass(frozen=True, slots=True)
class Payment:
    """What one government pays of one line: the primary result.

    ``payer`` is a government of the pack; ``payer_treasury`` and ``recipient`` are treasuries
    (a government above, ``city``, else a unit). ``standing`` is None for money from above.
    """

    line: str
    payer: str
    payer_treasury: str
    recipient: str
    part: Part
    amount: Fen
    flow: Flow
    rule: str | None
    clause: str | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Need:
    """Something that an open line waits for."""

    kind: NeedKind
    id: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A duty or a finding of a line; ``nearest`` suggests items for one the pack does not know."""

    id: Duty | Finding
    clause: str | None
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the arithmetic: what is computed, the sum as written, its result."""

    what: Text
    working: str
    result: str


@dataclass(frozen=True, slots=True)
class LineResult:
    """The result of one line. Payments and ``open`` add up to its amount, whatever the status."""

    line: BudgetLine
    status: Status
    authority: Authority | None
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    payments: tuple[Payment, ...]
    open: Fen
    standing: Standing | None
    needs: tuple[Need, ...] = ()
    duties: tuple[Remark, ...] = ()
    findings: tuple[Remark, ...] = ()
    steps: tuple[Step, ...] = ()
    used: tuple[Entry, ...] = ()

    def paid_by(self, government: str) -> Fen:
        """Add up what a government pays."""
        return sum(p.amount for p in self.payments if p.payer == government)


@dataclass(frozen=True, slots=True)
class PaymentKey:
    """A payment but for its line and amount: who pays whom, which part of the line, by which rule."""

    payer: str
    payer_treasury: str
    recipient: str
    part: Part
    flow: Flow
    rule: str | None
    clause: str | None
    standing: Standing | None

    def of(self, line: str, amount: Fen) -> Payment:
        """Make the payment of a line."""
        return Payment(
            line, self.payer, self.payer_treasury, self.recipient, self.part, amount, self.flow,
            self.rule, self.clause, self.standing,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What lines have in common that came out alike in everything but amounts."""

    unit: str
    item: str | None
    item_text: str
    status: Status
    authority: Authority | None
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    payments: tuple[PaymentKey, ...]
    standing: Standing | None
    needs: tuple[Need, ...]
    duties: tuple[Remark, ...]
    findings: tuple[Remark, ...]
    used: tuple[Entry, ...]


MOST_NAMED = 60
"""How many lines of a group are known by name; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one outcome, added up: ``paid`` for each of its payments, and what is open.

    ``first`` names the first of them, each with its place among all lines of the budget.
    """

    outcome: Outcome
    lines: int
    amount: Fen
    paid: tuple[Fen, ...]
    open: Fen
    first: tuple[tuple[int, str], ...]

    @property
    def payments(self) -> Iterator[tuple[PaymentKey, Fen]]:
        """Pair each payment with what it comes to."""
        return zip(self.outcome.payments, self.paid, strict=True)


@dataclass(frozen=True, slots=True)
class UnspentPot:
    """What the caps left of a pot."""

    item: str
    year: int
    amount: Fen


@dataclass(frozen=True)
class Provenance:
    """What a run was made of. The same provenance means the same bytes."""

    id: str
    pack: str
    pack_digest: str
    parameter_files: tuple[tuple[str, str], ...]
    budget_digest: str
    version: str
    libraries: Mapping[str, str]
    rete: bool
    as_of: str


@dataclass(frozen=True)
class Allocation:
    """The results of all lines, and what they were computed from.

    ``groups`` add up every line once; ``results`` gives each line in the order of the budget.
    """

    pack: RulePack
    parameters: Parameters
    budget: Budget
    results: Sequence[LineResult]
    groups: tuple[Group, ...]
    unspent_pots: tuple[UnspentPot, ...]
    provenance: Provenance
    settlements: Settlements | None = None
    """What lines come to that are settled with others; None where there are none."""
    labels: tuple[LabelTotals, ...] = ()
    """What lines add up to by each label that any of them carries."""
    find: Callable[[str], LineResult | None] | None = field(default=None, repr=False, compare=False)
    """Finds a line where ``results`` are not held in memory, with every step of its arithmetic."""

    def result_of(self, line: str) -> LineResult | None:
        """Find the result of a line by its id."""
        if self.find is not None:
            return self.find(line)
        return next((result for result in self.results if result.line.id == line), None)


def outcome_of(result: LineResult) -> Outcome:
    """Take from the result of a line what it shares with others."""
    unlisted = result.line.item == UNLISTED
    return Outcome(
        unit=result.line.unit,
        item=result.line.item,
        item_text=result.line.item_text if unlisted else "",
        status=result.status,
        authority=result.authority,
        rules=result.rules,
        clauses=result.clauses,
        payments=tuple(_key_of(payment) for payment in result.payments),
        standing=result.standing,
        needs=result.needs,
        duties=result.duties,
        findings=result.findings,
        used=result.used,
    )


def _key_of(payment: Payment) -> PaymentKey:
    return PaymentKey(
        payment.payer, payment.payer_treasury, payment.recipient, payment.part, payment.flow,
        payment.rule, payment.clause, payment.standing,
    )  # fmt: skip


def group(results: Iterable[LineResult]) -> tuple[Group, ...]:
    """Add up lines by what they have in common."""
    held: dict[Outcome, list[tuple[int, LineResult]]] = {}
    for position, result in enumerate(results):
        held.setdefault(outcome_of(result), []).append((position, result))
    return tuple(_group(outcome, found) for outcome, found in held.items())


def _group(outcome: Outcome, held: Sequence[tuple[int, LineResult]]) -> Group:
    results = [result for _, result in held]
    amounts = zip(*([p.amount for p in result.payments] for result in results), strict=True)
    return Group(
        outcome=outcome,
        lines=len(results),
        amount=sum(result.line.amount for result in results),
        paid=tuple(sum(each) for each in amounts),
        open=sum(result.open for result in results),
        first=tuple((at, result.line.id) for at, result in held[:MOST_NAMED]),
    )
