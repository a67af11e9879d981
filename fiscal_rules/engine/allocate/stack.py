"""Lines under a pack above: the money that it gives is computed first, then the line is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fiscal_rules.engine.allocate.above import (
    Asked,
    Cited,
    ComputedMoney,
    FromAbove,
    ask_above,
    room_above,
    upper_money,
)
from fiscal_rules.engine.allocate.line import allocate_line
from fiscal_rules.engine.allocate.stretch import Stretch, stretches
from fiscal_rules.engine.allocate.working import money
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult, Need, Step
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.funding import Fund, Workload
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import NeedKind, Standing, Status, weakest

_BY = Text("{document}：{what}", "{document}: {what}")
_COMPUTED = Text(
    "{payer}资金（预算留空，按{document}）", "{payer} money (left blank; by {document})"
)


def cut(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> tuple[Stretch, ...]:
    """Cut a line where the verdict on it changes, with all its money from above."""
    return stretches(table, parameters, line, from_above(table, parameters, line))


def from_above(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> FromAbove:
    """Find the money from above of a line; what its columns leave blank is computed where asked."""
    given = upper_money(table.pack, line)
    asked = ask_above(table, parameters, line)
    if asked is None:
        return FromAbove(given)
    if asked.line is None:
        return FromAbove(given, is_open=True, used=asked.used)
    held = cut(asked.table, asked.parameters, asked.line)
    result = allocate_line(held, {}, ())
    used = (*asked.used, *result.used)
    if result.status is not Status.DETERMINED:
        return FromAbove(given, is_open=True, needs=missing(asked, result.needs), used=used)
    cited = cite(asked, held, used)
    computed = tuple(_computed(asked.payers, result, cited, room_above(table.pack, line)))
    there = (_under(asked, step) for step in result.steps)
    steps = (*there, *(_step(asked, each) for each in computed))
    return FromAbove(given, computed, used=used, steps=steps)


def missing(asked: Asked, needs: Sequence[Need]) -> tuple[Need, ...]:
    """Say what is missing to compute money from above; who pays it, where nothing else is."""
    return tuple(map(asked.need, needs)) or (Need(NeedKind.DECISION, "funding", None),)


def cite(asked: Asked, held: Sequence[Stretch], used: Sequence[Entry]) -> Cited:
    """Cite the rule by which money is computed, and say how well all is known that it rests on."""
    funds = [stretch.verdict.fund for stretch in held]
    first = next(fund for fund in funds if fund is not None)
    method = (
        stretch.method(fund.rule, _unsaid(fund.value))
        for stretch, fund in zip(held, funds, strict=True)
        if fund is not None
    )
    law = (stretch.law() for stretch in held)
    standing = weakest(*law, *method, *(entry.standing for entry in used))
    return Cited(asked.cited(first.rule), asked.cited(first.clause), standing)


def _unsaid(fund: Fund) -> Standing:
    """How well a method is known of which the rule says nothing: a product of factors is a reading."""
    return Standing.ASSUMED if isinstance(fund, Workload) else Standing.OFFICIAL


def _computed(
    payers: Sequence[str], result: LineResult, cited: Cited, most: Fen
) -> Iterator[ComputedMoney]:
    """Give each payer what the pack above has it pay, in turn, at most what there is."""
    for payer in payers:
        amount = min(result.paid_by(payer), most)
        most -= amount
        yield ComputedMoney(payer, amount, cited)


def _under(asked: Asked, step: Step) -> Step:
    """Say of a step that it is taken by the document above."""
    document = asked.above.pack.document.number
    return replace(step, what=_BY.fill(document=document, what=step.what))


def _step(asked: Asked, computed: ComputedMoney) -> Step:
    pack = asked.above.pack
    payer = pack.government_by_id[computed.payer].name
    what = _COMPUTED.fill(payer=payer, document=pack.document.number)
    return Step(what, computed.cited.clause, money(computed.amount))
