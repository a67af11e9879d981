"""An allocation: who pays what of every line, why, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import (
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
    """The results of all lines, and what they were computed from."""

    pack: RulePack
    parameters: Parameters
    budget: Budget
    results: tuple[LineResult, ...]
    unspent_pots: tuple[UnspentPot, ...]
    provenance: Provenance
    _index: dict[str, LineResult] = field(default_factory=dict, repr=False, compare=False)

    def result_of(self, line: str) -> LineResult | None:
        """Find the result of a line by its id."""
        if not self._index:
            self._index.update({result.line.id: result for result in self.results})
        return self._index.get(line)
