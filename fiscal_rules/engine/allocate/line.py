"""Allocate one line: its verdicts, its parts, and everything said beside the money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from fiscal_rules.engine.allocate.forms import reckon
from fiscal_rules.engine.allocate.parts import OPEN, Reckoning, WholePart, whole_parts
from fiscal_rules.engine.allocate.pots import PotShare
from fiscal_rules.engine.allocate.remarks import once, remarks, remarks_on_reading
from fiscal_rules.engine.allocate.stretch import Stretch, in_column_order
from fiscal_rules.engine.allocate.treasury import route, route_from_above
from fiscal_rules.model.allocation import LineResult, Need, Payment, PaymentKey, Remark
from fiscal_rules.model.funding import Outside, Undetermined
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Authority, Part, Standing, Status, weakest


def allocate_line(
    stretches: Sequence[Stretch], shares: Mapping[str, PotShare], noticed: Sequence[Remark]
) -> LineResult:
    """Allocate one line; ``shares`` are its parts in pots.

    ``noticed`` are findings that need other lines to be seen.
    """
    first = stretches[0]
    line, pack = first.line, first.pack
    reckoned = [reckon(stretch, shares) for stretch in stretches]
    local = line.amount - first.above.whole
    parts = whole_parts(local, chain.from_iterable(r.parts for r in reckoned))
    said = [remarks(s, r.base) for s, r in zip(stretches, reckoned, strict=True)]
    above = [_is_above(s, r) for s, r in zip(stretches, reckoned, strict=True)]
    payments = (*_from_above(first), *_payments(stretches, parts))
    needs = in_column_order([*first.above.needs, *(need for r in reckoned for need in r.needs)])
    steps = chain(first.above.steps, chain.from_iterable(r.steps for r in reckoned))
    used = chain(first.above.used, chain.from_iterable(r.used for r in reckoned))
    findings = chain(*(found for _, found in said), *(r.findings for r in reckoned), noticed)
    return LineResult(
        line=line,
        status=status_of(stretches, needs),
        authority=authority_of(stretches),
        rules=in_pack_order(pack, {rule for s in stretches for rule in s.verdict.rules}),
        clauses=clauses_of(stretches, above),
        payments=payments,
        open=sum(part.value for part in parts if part.key == OPEN),
        standing=_standing(payments),
        needs=needs,
        duties=once(chain(*(duties for duties, _ in said))),
        findings=once(chain(remarks_on_reading(pack, line), findings)),
        steps=tuple(steps),
        used=tuple(dict.fromkeys(used)),
    )


def _from_above(stretch: Stretch) -> list[Payment]:
    line = stretch.line
    computed = {each.payer: each for each in stretch.above.computed}
    found = []
    for government in stretch.pack.above():
        source, target, flow = route_from_above(stretch, government)
        given = line.money.get(government.funds or "")
        by_pack = computed.get(government.id)
        if given is not None:
            key = PaymentKey(government.id, source, target, Part.UPPER, flow, None, None, None)
            found.append(key.of(line.id, given))
        elif by_pack is not None:
            key = PaymentKey(
                government.id, source, target, Part.UPPER, flow,
                by_pack.cited.rule, by_pack.cited.clause, by_pack.cited.standing,
            )  # fmt: skip
            found.append(key.of(line.id, by_pack.amount))
    return found


def _payments(stretches: Sequence[Stretch], parts: Sequence[WholePart]) -> list[Payment]:
    found = []
    for part in parts:
        key = part.key
        if key.payer is None or key.part is None:
            continue
        source, target, flow = route(stretch_of(stretches, key.rule), key)
        found.append(
            Payment(
                stretches[0].line.id, key.payer, source, target, key.part, part.value, flow,
                key.rule, key.clause, part.standing,
            )
        )  # fmt: skip
    return found


def stretch_of(stretches: Sequence[Stretch], rule: str | None) -> Stretch:
    """Find the stretch in which a rule applies; the first where none is named."""
    return next((s for s in stretches if rule in s.verdict.rules), stretches[0])


def status_of(stretches: Sequence[Stretch], needs: Sequence[Need]) -> Status:
    """Put the text's own gaps before ours: no figure would fill them."""
    funds = [s.verdict.fund.value if s.verdict.fund else None for s in stretches]
    if any(not s.verdict.in_force for s in stretches):
        return Status.UNDETERMINED
    if any(isinstance(fund, Undetermined) for fund in funds):
        return Status.UNDETERMINED
    if needs:
        return Status.NEEDS
    if any(isinstance(fund, Outside) for fund in funds):
        return Status.OUTSIDE
    return Status.DETERMINED


def authority_of(stretches: Sequence[Stretch]) -> Authority | None:
    """Give the authority where all stretches agree on it."""
    found = {s.verdict.authority.value if s.verdict.authority else None for s in stretches}
    return found.pop() if len(found) == 1 else None


def _is_above(stretch: Stretch, found: Reckoning) -> bool:
    """Tell whether there is money above the base, where a clause says who bears it."""
    base = None if found.base is None else found.base.top
    return stretch.verdict.above_base is not None and base is not None and base < stretch.amount


def clauses_of(stretches: Sequence[Stretch], above: Sequence[bool]) -> tuple[str, ...]:
    """List the clauses that the line settles to, then those of money above a base, whoever pays it.

    ``above`` tells for each stretch whether there is such money.
    """
    settled = chain.from_iterable(s.verdict.clauses for s in stretches)
    topped_up = (
        stretch.verdict.above_base.clause
        for stretch, is_above in zip(stretches, above, strict=True)
        if is_above and stretch.verdict.above_base is not None
    )
    return tuple(dict.fromkeys(clause for clause in chain(settled, topped_up) if clause))


def _standing(payments: Sequence[Payment]) -> Standing | None:
    found = [payment.standing for payment in payments if payment.standing is not None]
    return weakest(*found) if found else None


def in_pack_order(pack: RulePack, rules: set[str]) -> tuple[str, ...]:
    """List rules in the order of the pack."""
    return tuple(rule.id for rule in pack.rules if rule.id in rules)
