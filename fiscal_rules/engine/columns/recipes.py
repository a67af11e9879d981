"""Recipes: what becomes of every line of one kind, worked out once before their numbers are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from fiscal_rules.engine.allocate.above import payers_above
from fiscal_rules.engine.allocate.line import (
    authority_of,
    clauses_of,
    in_pack_order,
    status_of,
    stretch_of,
)
from fiscal_rules.engine.allocate.parts import OPEN, PartKey
from fiscal_rules.engine.allocate.remarks import (
    before_the_law,
    is_advance,
    number_of,
    once,
    remarks_on_reading,
)
from fiscal_rules.engine.allocate.stretch import Stretch, in_column_order, runs, verdict_on
from fiscal_rules.engine.allocate.treasury import route, route_from_above
from fiscal_rules.engine.columns.exact import (
    ZERO,
    Exact,
    Order,
    Test,
    constant,
    is_to_the_fen,
    lesser,
    rounded,
    total,
)
from fiscal_rules.engine.columns.forms import reckon
from fiscal_rules.engine.columns.ladder import base_asked
from fiscal_rules.engine.columns.pieces import Facts, Piece, PotGrant, Reckoned, Share, Upper
from fiscal_rules.engine.columns.quantities import quantity
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import Need, Outcome, PaymentKey, Remark
from fiscal_rules.model.budget import BudgetLine, Where
from fiscal_rules.model.funding import Matching
from fiscal_rules.model.money import FEN_PER_YUAN
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import Comparison, Operand, ThenIf
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, UNLISTED, Part, Standing, weakest

Asked = Test | bool
"""A comparison to be made for each line, or how it comes out for all of them."""
_ORDERS = {
    Comparison.ABOVE: Order.ABOVE,
    Comparison.BELOW: Order.BELOW,
    Comparison.EQUAL: Order.EQUAL,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What becomes of the lines of one kind.

    ``parts`` are the whole amounts of each part of a line, which add up to its local amount; ``tests``
    are made for each line, and settle together which of its outcomes it has.
    """

    shares: tuple[Share, ...]
    reckoned: tuple[Reckoned, ...]
    noticed: tuple[Remark, ...]
    parts: tuple[tuple[PartKey, Exact], ...]
    tests: tuple[Test, ...]

    @property
    def amounts(self) -> tuple[tuple[str, Exact], ...]:
        """The parts by column, what each government pays of them, and ``open``: what none does."""
        parts = tuple((part_column(i), whole) for i, (_, whole) in enumerate(self.parts))
        governments = self.shares[0].stretch.pack.governments
        paid = tuple(
            (paid_column(i), total(w for key, w in self.parts if key.payer == government.id))
            for i, government in enumerate(governments)
        )
        opened = total(whole for key, whole in self.parts if key == OPEN)
        return (*parts, *paid, ("open", opened))

    @property
    def line(self) -> BudgetLine:
        """A line of the kind."""
        return self.shares[0].stretch.line


def shares_of(
    table: DecisionTable, parameters: Parameters, line: BudgetLine, above: Upper
) -> tuple[Share, ...]:
    """Cut the lines of a kind where the verdict on them changes."""
    months = line.period.months
    verdicts = [verdict_on(table, line, day) for day in months]
    paid = payers_above(table.pack, line, (key.payer for key, _, _ in above.computed if key.payer))
    held = [
        Stretch(table.pack, parameters, line, verdict, found, Fraction(0), Fraction(0), paid)
        for verdict, found in runs(verdicts, months)
    ]
    present = frozenset((*line.money, *line.numbers))
    if len(held) == 1:
        return (Share(held[0], Fraction(1), None, present, above),)
    return _by_bases(held, present, above) or tuple(
        Share(each, Fraction(len(each.months), len(months)), None, present, above) for each in held
    )


def _by_bases(held: Sequence[Stretch], present: frozenset[str], above: Upper) -> tuple[Share, ...]:
    """Divide the money by the bases of the stretches; nothing where one has none, or all are 0."""
    bases = [_asked(stretch) for stretch in held]
    known = [base for base in bases if base is not None]
    rates = [sum((f for _, f in base.terms), start=Fraction(0)) for base in known]
    whole = sum(rates, start=Fraction(0))
    if len(known) < len(held) or not whole:
        return ()
    asked = rounded(total(known))
    parts = [rate / whole for rate in rates]
    return tuple(
        Share(stretch, part, asked.times(part), present, above)
        for stretch, part in zip(held, parts, strict=True)
    )


def _asked(stretch: Stretch) -> Exact | None:
    fund = stretch.verdict.fund.value if stretch.verdict.fund else None
    base = fund.base if isinstance(fund, Matching) else None
    heads = None if base is None else stretch.line.numbers.get(base.count)
    entries = None if base is None else stretch.look_up(base.standard)[0]
    if base is None or heads is None or entries is None:
        return None
    return base_asked(base.count, [e.number for e in entries]) if heads else ZERO


def recipe(
    shares: tuple[Share, ...], grants: Mapping[str, PotGrant], noticed: Sequence[Remark]
) -> Recipe:
    """Work out the parts of the lines of a kind, and the comparisons that each needs."""
    reckoned = tuple(reckon(share, grants) for share in shares)
    local = total(share.local for share in shares)
    computed = ((key, amount) for key, amount, _ in shares[0].above.computed)
    parts = (*computed, *_whole_parts(local, _gathered(reckoned)))
    tests = dict.fromkeys(chain(_presence(reckoned), _tests(shares, reckoned)))
    return Recipe(shares, reckoned, tuple(noticed), parts, tuple(tests))


def _gathered(reckoned: Iterable[Reckoned]) -> dict[PartKey, list[Piece]]:
    found: dict[PartKey, list[Piece]] = {}
    for each in reckoned:
        for piece in each.pieces:
            found.setdefault(piece.key, []).append(piece)
    return found


def _whole_parts(
    local: Exact, gathered: Mapping[PartKey, Sequence[Piece]]
) -> Iterator[tuple[PartKey, Exact]]:
    """Round what a payer pays of a part once; the last that takes the rest gets what remains."""
    bearer = [key for key, pieces in gathered.items() if any(p.takes_rest for p in pieces)][-1]
    exact = {key: total(p.value for p in pieces) for key, pieces in gathered.items()}
    orders = {key: pieces[-1].rounding for key, pieces in gathered.items()}
    others = [key for key in gathered if key != bearer]
    inexact = sum(not exact[key].is_whole for key in others)
    may_exceed = inexact > 1 or not all(is_to_the_fen(orders[key]) for key in others)
    remaining = local
    before: dict[tuple[str | None, Part | None], Exact] = {}
    for key in gathered:
        if key == bearer:
            continue
        so_far = before.get((key.payer, key.part), ZERO)
        now = before[key.payer, key.part] = so_far.plus(exact[key])
        whole = rounded(now, orders[key]).minus(rounded(so_far, orders[key]))
        # Only two parts that are both rounded up, or one to a coarse unit, can exceed what there is.
        taken = lesser(whole, remaining) if may_exceed else whole
        remaining = remaining.minus(taken)
        yield key, taken
    yield bearer, remaining


def _presence(reckoned: Iterable[Reckoned]) -> Iterator[Test]:
    return (p.only_if for each in reckoned for p in each.pieces if p.only_if is not None)


def _tests(shares: Sequence[Share], reckoned: Sequence[Reckoned]) -> Iterator[Test]:
    for share, found in zip(shares, reckoned, strict=True):
        above = _is_above(share, found)
        if isinstance(above, Test):
            yield above
        for ruled in share.stretch.verdict.then_if:
            held = _comparison(share, ruled.value, found.facts)
            if isinstance(held, Test):
                yield held


def _is_above(share: Share, found: Reckoned) -> Test | None:
    """Ask whether there is money above the base, where a clause says who bears it."""
    base = None if found.facts is None else found.facts.top
    if share.stretch.verdict.above_base is None or base is None:
        return None
    return Test(base, Order.BELOW, share.amount)


def _comparison(share: Share, then_if: ThenIf, facts: Facts | None) -> Asked:
    left, right = (_number(share, one, facts or Facts()) for one in (then_if.left, then_if.right))
    if left is None or right is None:
        return then_if.comparison is Comparison.UNKNOWN
    if then_if.comparison is Comparison.UNKNOWN:
        return False
    return Test(left, _ORDERS[then_if.comparison], right)


def _number(share: Share, operand: Operand, facts: Facts) -> Exact | None:
    """Give a number of the line in yuan, heads or units of work; None where it is not known."""
    match operand.source, operand.id:
        case "quantity", "amount":
            yuan = share.amount.times(Fraction(1, FEN_PER_YUAN))
            return None if is_advance(share.stretch.line) else yuan
        case "quantity", "base":
            return None if facts.base is None else facts.base.times(Fraction(1, FEN_PER_YUAN))
        case "quantity", "standard":
            return None if facts.standard is None else constant(facts.standard)
        case "parameter", parameter:
            known = number_of(share.stretch, parameter)
            return None if known is None else constant(known)
        case _, name:
            # Only what the line fills in; a label has no number.
            known_column = name in share.present and name in COLUMN_BY_ID
            return quantity(name) if known_column else None


@dataclass(frozen=True, slots=True)
class Laid:
    """An outcome, and where the amount of each of its payments is found: a column of the line.

    Money from above is paid by lines whose column is not blank.
    """

    outcome: Outcome
    columns: tuple[str, ...]

    def placed(self, kind: BudgetLine, place: Where) -> Laid:
        """Say the same of lines of another place: what differs is the treasuries."""
        named = {kind.counterpart: place.counterpart, kind.unit: place.unit}
        payments = tuple(
            replace(
                key,
                payer_treasury=named.get(key.payer_treasury) or key.payer_treasury,
                recipient=named.get(key.recipient) or key.recipient,
            )
            for key in self.outcome.payments
        )
        return Laid(replace(self.outcome, unit=place.unit, payments=payments), self.columns)

    def paid(self, amounts: Mapping[str, int | None]) -> Laid:
        """Leave out the payments of columns that are blank."""
        kept = [(k, c) for k, c in zip(self.outcome.payments, self.columns, strict=True)]
        found = [(key, column) for key, column in kept if amounts[column] is not None]
        if len(found) == len(kept):
            return self
        payments = tuple(key for key, _ in found)
        return Laid(replace(self.outcome, payments=payments), tuple(c for _, c in found))


def outcome(made: Recipe, bits: int) -> Laid:
    """Say what all lines of a kind have in common whose comparisons came out alike."""
    holds = {test: bool(bits >> i & 1) for i, test in enumerate(made.tests)}
    stretches = [share.stretch for share in made.shares]
    pack = stretches[0].pack
    upper = made.shares[0].above
    needs = needs_of(made)
    paid = (*_from_above(made), *_payments(made, holds))
    payments = tuple(key for key, _ in paid)
    remarked = [
        _remarks(share, found, holds)
        for share, found in zip(made.shares, made.reckoned, strict=True)
    ]
    findings = chain(
        remarks_on_reading(pack, made.line),
        *(found for _, found in remarked),
        *(r.findings for r in made.reckoned),
        made.noticed,
    )
    standings = [p.standing for p in payments if p.standing is not None]
    above = [
        _holds(holds, _is_above(s, r)) for s, r in zip(made.shares, made.reckoned, strict=True)
    ]
    found = Outcome(
        unit=made.line.unit,
        item=made.line.item,
        item_text=made.line.item_text if made.line.item == UNLISTED else "",
        status=status_of(stretches, needs),
        authority=authority_of(stretches),
        rules=in_pack_order(pack, {rule for s in stretches for rule in s.verdict.rules}),
        clauses=clauses_of(stretches, above),
        payments=payments,
        standing=weakest(*standings) if standings else None,
        needs=needs,
        duties=once(chain(*(duties for duties, _ in remarked))),
        findings=once(findings),
        used=tuple(
            dict.fromkeys(chain(upper.used, chain.from_iterable(r.used for r in made.reckoned)))
        ),
    )
    return Laid(found, tuple(column for _, column in paid))


def needs_of(made: Recipe) -> tuple[Need, ...]:
    """List what the lines of a kind wait for."""
    own = (need for each in made.reckoned for need in each.needs)
    return in_column_order([*made.shares[0].above.needs, *own])


def part_column(position: int) -> str:
    """Name the column of a part."""
    return f"part_{position}"


def paid_column(position: int) -> str:
    """Name the column of what a government of the pack pays, beside money from above."""
    return f"paid_{position}"


def _holds(holds: Mapping[Test, bool], test: Asked | None) -> bool:
    return holds[test] if isinstance(test, Test) else bool(test)


def _from_above(made: Recipe) -> Iterator[tuple[PaymentKey, str]]:
    stretch = made.shares[0].stretch
    computed = {
        key.payer: (key, standing, part_column(i))
        for i, (key, _, standing) in enumerate(made.shares[0].above.computed)
    }
    for government in stretch.pack.above():
        if government.funds is not None:
            source, target, flow = route_from_above(stretch, government)
            key = PaymentKey(government.id, source, target, Part.UPPER, flow, None, None, None)
            column = government.funds
            if government.id in computed:
                part, standing, column = computed[government.id]
                key = replace(key, rule=part.rule, clause=part.clause, standing=standing)
            yield key, column


def _payments(made: Recipe, holds: Mapping[Test, bool]) -> Iterator[tuple[PaymentKey, str]]:
    """List what is paid in the order in which it came up; a part that is not there is left out."""
    stretches = [share.stretch for share in made.shares]
    columns = {key: part_column(i) for i, (key, _) in enumerate(made.parts)}
    standings: dict[PartKey, list[Standing]] = {}
    for piece in chain.from_iterable(r.pieces for r in made.reckoned):
        if piece.only_if is None or holds[piece.only_if]:
            held = standings.setdefault(piece.key, [])
            held += [piece.standing] if piece.standing is not None else []
    for key, found in standings.items():
        if key.payer is None or key.part is None:
            continue
        source, target, flow = route(stretch_of(stretches, key.rule), key)
        standing = weakest(*found) if found else None
        paid = PaymentKey(key.payer, source, target, key.part, flow, key.rule, key.clause, standing)
        yield paid, columns[key]


def _remarks(
    share: Share, found: Reckoned, holds: Mapping[Test, bool]
) -> tuple[list[Remark], list[Remark]]:
    verdict = share.stretch.verdict
    duties = [Remark(ruled.value, ruled.clause) for ruled in verdict.duties]
    findings = [Remark(ruled.value, ruled.clause) for ruled in verdict.findings]
    for ruled in verdict.then_if:
        if _holds(holds, _comparison(share, ruled.value, found.facts)):
            duties += (Remark(duty, ruled.clause) for duty in ruled.value.duties)
            findings += (Remark(finding, ruled.clause) for finding in ruled.value.findings)
    return duties, [*findings, *before_the_law(share.stretch)]
