"""Settle: from what lines came to, what each payer still pays of sums that were advanced.

A settlement's amount is the whole cost, which its rule divides; an advance's is what was advanced,
divided by its own rule. So each payer pays now what is due of it, less its part of the advances,
less its part of what is deducted. Lines are not changed by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.budget import BudgetLine, RefusedRow
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.money import Fen, apportion
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import (
    DOUBTS,
    MOST_SETTLED_LINES,
    Account,
    PayerAccount,
    SettledLine,
    Settlement,
    SettlementFinding,
    Settlements,
    SettlementStatus,
    account,
    add_settlements,
    left_of,
)
from fiscal_rules.model.text import folded
from fiscal_rules.model.vocabulary import (
    ADVANCE,
    SETTLEMENT,
    STAGE,
    UNLISTED,
    WHOLE,
    Part,
    Standing,
    weakest,
)


def settle(
    pack: RulePack, results: Sequence[LineResult], refused: Sequence[RefusedRow]
) -> Settlements | None:
    """Settle all lines that are settled with others; None where there are none.

    Checked on the way: payers and what is open add up, column by column.
    """
    held: dict[str, list[LineResult]] = {}
    for result in results:
        settles = settles_of(result.line)
        if settles is not None and stage_of(result.line) != WHOLE:
            held.setdefault(settles, []).append(result)
    if not held:
        return None
    lost = {row.settles for row in refused}
    whole = {settles_of(r.line) for r in results if stage_of(r.line) == WHOLE}
    each = tuple(
        settlement_of(pack, key, held[key], beside(refused=key in lost, whole=key in whole))
        for key in sorted(held)
    )
    by_id = {settlement.id: settlement for settlement in each}
    payers = [government.id for government in pack.governments]

    def select(statuses: Sequence[SettlementStatus], most: int) -> Sequence[Settlement]:
        return [held for held in each if held.status in statuses][:most]

    return Settlements(each, add_settlements(payers, each), by_id.get, select)


def stage_of(line: BudgetLine) -> str:
    """Say of which stage a line is; a blank is the whole."""
    return line.choices.get(STAGE.id, WHOLE)


def settles_of(line: BudgetLine) -> str | None:
    """Say with what a line is settled."""
    return line.cells.get("settles", "").strip() or None


def beside(*, refused: bool, whole: bool) -> tuple[SettlementFinding, ...]:
    """Say what stands beside the lines of a settlement: a refused row, a line given whole."""
    found = ((SettlementFinding.REFUSED_ROW, refused), (SettlementFinding.WHOLE_LINE, whole))
    return tuple(finding for finding, holds in found if holds)


def settlement_of(
    pack: RulePack,
    settles: str,
    results: Sequence[LineResult],
    noticed: Sequence[SettlementFinding],
) -> Settlement:
    """Settle lines that belong together, in any order; ``noticed`` needs other rows to be seen."""
    sums = _Sums.of(pack, results)
    findings = _findings(pack, results, sums, noticed)
    status = _status(sums, findings)
    deducted = _deducted(pack, sums) if status is SettlementStatus.SETTLED else None
    accounts = tuple(_payers(pack, sums, status, deducted))
    is_computed = status is SettlementStatus.SETTLED
    total = account(
        sums.due if is_computed else None, sums.advanced, sums.deducted if is_computed else None
    )
    opened = left_of(total, [held.account for held in accounts])
    if is_computed and any(held.account.payment is None for held in accounts):
        status = SettlementStatus.OPEN
    first = min(results, key=_order)
    one_place = SettlementFinding.UNITS_DIFFER not in findings
    found = Settlement(
        id=settles,
        unit=first.line.unit if one_place else None,
        counterpart=first.line.counterpart if one_place else None,
        item=None if SettlementFinding.ITEMS_DIFFER in findings else first.line.item,
        lines=tuple(_line(r) for r in sorted(results, key=_order)[:MOST_SETTLED_LINES]),
        count=len(results),
        status=status,
        payers=accounts,
        open=opened,
        total=total,
        standing=_standing(pack, results, total),
        findings=findings,
    )
    _conserved(found)
    return found


@dataclass(frozen=True, slots=True)
class _Sums:
    """What lines settled together add up to, by stage; ``open_…`` is placed on no payer."""

    settlements: int
    advances: int
    due: Fen
    advanced: Fen
    deducted: Fen
    open_due: Fen
    open_advanced: Fen
    due_of: Mapping[str, Fen]
    advanced_of: Mapping[str, Fen]

    @classmethod
    def of(cls, pack: RulePack, results: Sequence[LineResult]) -> _Sums:
        """Add up results by their stages."""
        settled = [r for r in results if stage_of(r.line) == SETTLEMENT]
        advances = [r for r in results if stage_of(r.line) == ADVANCE]
        payers = [government.id for government in pack.governments]
        return cls(
            settlements=len(settled),
            advances=len(advances),
            due=sum(r.line.amount for r in settled),
            advanced=sum(r.line.amount for r in advances),
            deducted=sum(r.line.money.get("deduction", 0) for r in settled),
            open_due=sum(r.open for r in settled),
            open_advanced=sum(r.open for r in advances),
            due_of={payer: sum(r.paid_by(payer) for r in settled) for payer in payers},
            advanced_of={payer: sum(r.paid_by(payer) for r in advances) for payer in payers},
        )


def _findings(
    pack: RulePack,
    results: Sequence[LineResult],
    sums: _Sums,
    noticed: Sequence[SettlementFinding],
) -> tuple[SettlementFinding, ...]:
    """List what is remarkable, in the order of the vocabulary."""
    lines = [result.line for result in results]
    years = {
        stage: [line.year for line in lines if stage_of(line) == stage]
        for stage in (ADVANCE, SETTLEMENT)
    }
    settled = sums.settlements > 0
    later = settled and max(years[ADVANCE], default=0) > min(years[SETTLEMENT])
    holds = {
        SettlementFinding.TWO_SETTLEMENTS: sums.settlements > 1,
        SettlementFinding.UNITS_DIFFER: len({(n.unit, n.counterpart) for n in lines}) > 1,
        SettlementFinding.ITEMS_DIFFER: len({_item_of(line) for line in lines}) > 1,
        SettlementFinding.RECIPIENTS_DIFFER: len({line.recipient for line in lines}) > 1,
        SettlementFinding.ONE_POT: bool(_pot_years(pack, results)),
        SettlementFinding.NO_ADVANCE: settled and not sums.advances,
        SettlementFinding.ADVANCED_LATER: later,
        SettlementFinding.DEDUCTION_ABOVE_DUE: sums.deducted > sums.due,
    }
    return tuple(f for f in SettlementFinding if holds.get(f, False) or f in noticed)


def _item_of(line: BudgetLine) -> tuple[str | None, str]:
    return line.item, folded(line.item_text) if line.item == UNLISTED else ""


def _pot_years(pack: RulePack, results: Sequence[LineResult]) -> set[int]:
    """List the years of whose pots both an advance and the settlement draw."""
    drawing = [r for r in results if draws_on_a_pot(pack, r)]
    advanced, settled = (
        {r.line.year for r in drawing if stage_of(r.line) == stage}
        for stage in (ADVANCE, SETTLEMENT)
    )
    return advanced & settled


def draws_on_a_pot(pack: RulePack, result: LineResult) -> bool:
    """Tell whether a line is paid out of a pot."""
    grants = (p.rule for p in result.payments if p.part is Part.GRANT and p.rule is not None)
    return any(isinstance(pack.rule_by_id[rule].fund, Factors) for rule in grants)


def _status(sums: _Sums, findings: Sequence[SettlementFinding]) -> SettlementStatus:
    """Say whether anything can be computed; whether all of it is known is seen by payer."""
    if any(finding in DOUBTS for finding in findings):
        return SettlementStatus.DOUBTFUL
    return SettlementStatus.SETTLED if sums.settlements else SettlementStatus.OUTSTANDING


def _deducted(pack: RulePack, sums: _Sums) -> Mapping[str, Fen | None]:
    """Divide what is deducted: the payer that the pack names, else all by what is due of them.

    By largest remainder, a tie to the government that comes earlier in the pack. What is due of
    nobody, or is open, divides nothing; who owes nothing then has nothing deducted in any case.
    """
    payers = list(sums.due_of)
    if not sums.deducted:
        return dict.fromkeys(payers, 0)
    if pack.deductions is not None:
        return {p: sums.deducted if p == pack.deductions.payer else 0 for p in payers}
    if sums.due and not sums.open_due:
        parts = apportion(sums.deducted, [sums.due_of[payer] for payer in payers])
        return dict(zip(payers, parts, strict=True))
    known = {p: 0 for p in payers if not sums.due_of[p] and _is_placed(pack, p, sums.open_due)}
    return {payer: known.get(payer) for payer in payers} if sums.due else dict.fromkeys(payers)


def _is_placed(pack: RulePack, payer: str, opened: Fen) -> bool:
    """Tell whether what a payer pays is known: what is open is never a government's above."""
    return not opened or pack.government_by_id[payer].level is None


def _payers(
    pack: RulePack,
    sums: _Sums,
    status: SettlementStatus,
    deducted: Mapping[str, Fen | None] | None,
) -> Iterator[PayerAccount]:
    """Give the account of each payer on whom anything is placed, or may be."""
    for government in pack.governments:
        payer = government.id
        due = sums.due_of[payer] if _is_placed(pack, payer, sums.open_due) else None
        advanced = sums.advanced_of[payer] if _is_placed(pack, payer, sums.open_advanced) else None
        taken = deducted[payer] if deducted is not None else None
        found = account(due if deducted is not None else None, advanced, taken)
        placed = (sums.due_of[payer], sums.advanced_of[payer], taken)
        asked = found.all if status is SettlementStatus.SETTLED else (advanced,)
        if any(placed) or None in asked:
            yield PayerAccount(payer, found)


def _standing(pack: RulePack, results: Iterable[LineResult], total: Account) -> Standing | None:
    """Give the weakest of what its figures rest on; how a deduction is divided is a reading."""
    found = [result.standing for result in results if result.standing is not None]
    if total.deducted:
        found.append(Standing.ASSUMED if pack.deductions is None else pack.deductions.standing)
    return weakest(*found) if found else None


def _order(result: LineResult) -> tuple[int, str]:
    return result.line.year, result.line.id


def _line(result: LineResult) -> SettledLine:
    line = result.line
    document = line.cells.get("document", "").strip() or None
    return SettledLine(line.id, stage_of(line), line.year, document, line.amount)


def _conserved(found: Settlement) -> None:
    """Hold each payment against its sum, and the payers against the whole."""
    parts = [*(held.account for held in found.payers), found.open]
    for whole, column in zip(
        found.total.all, zip(*(part.all for part in parts), strict=True), strict=True
    ):
        assert whole is None or whole == sum(amount or 0 for amount in column), found
    for held in (*(held.account for held in found.payers), found.total):
        assert held == account(held.due, held.advanced, held.deducted), found
    if found.status is SettlementStatus.SETTLED:
        assert not any(found.open.all), found
