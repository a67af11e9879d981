"""Money from above in columns: a pack above is asked once for each kind of line below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from fiscal_rules.engine.allocate.above import Asked, Cited, ask_above
from fiscal_rules.engine.allocate.line import status_of
from fiscal_rules.engine.allocate.parts import PartKey
from fiscal_rules.engine.allocate.stack import cite, missing
from fiscal_rules.engine.columns.exact import Exact, lesser, total
from fiscal_rules.engine.columns.pieces import Share, Upper
from fiscal_rules.engine.columns.quantities import UPPER, fen
from fiscal_rules.engine.columns.recipes import Recipe, needs_of, recipe, shares_of
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.funding import AGREED_COLUMNS
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Part, Standing, Status


def cut(table: DecisionTable, parameters: Parameters, line: BudgetLine) -> tuple[Share, ...]:
    """Cut the lines of a kind where the verdict on them changes, with all their money from above."""
    return _cut(table, parameters, line, fen(UPPER))


def _cut(
    table: DecisionTable, parameters: Parameters, line: BudgetLine, given: Exact
) -> tuple[Share, ...]:
    return shares_of(table, parameters, line, _upper(table, parameters, line, given))


def _upper(table: DecisionTable, parameters: Parameters, line: BudgetLine, given: Exact) -> Upper:
    """Say what a pack above makes of the columns that the lines of a kind leave blank."""
    asked = ask_above(table, parameters, line)
    if asked is None:
        return Upper(given)
    if asked.line is None:
        return Upper(given, is_open=True, used=asked.used)
    there = _given(asked.table.pack, asked.line)
    held = _cut(asked.table, asked.parameters, asked.line, there)
    made = recipe(held, {}, ())
    stretches = [share.stretch for share in held]
    needs = needs_of(made)
    entries = chain(held[0].above.used, chain.from_iterable(r.used for r in made.reckoned))
    used = (*asked.used, *dict.fromkeys(entries))
    if status_of(stretches, needs) is not Status.DETERMINED:
        return Upper(given, is_open=True, needs=missing(asked, needs), used=used)
    cited = cite(asked, stretches, used)
    agreed = total(fen(column) for column in AGREED_COLUMNS if column in line.money)
    most = fen("amount").minus(given).minus(agreed)
    return Upper(given, tuple(_computed(asked, made, cited, most)), used=used)


def _computed(
    asked: Asked, made: Recipe, cited: Cited, most: Exact
) -> Iterator[tuple[PartKey, Exact, Standing]]:
    """Give each payer what the pack above has it pay, in turn, at most what there is."""
    paid = list(_paid(asked.table.pack, made))
    for payer in asked.payers:
        amount = lesser(total(whole for by, whole in paid if by == payer), most)
        most = most.minus(amount)
        key = PartKey(payer, Part.UPPER, cited.rule, cited.clause)
        yield key, amount, cited.standing


def _paid(pack: RulePack, made: Recipe) -> Iterator[tuple[str | None, Exact]]:
    """List what each government pays by the pack above, what its own columns give among it."""
    for government in pack.above():
        if government.funds is not None and government.funds in made.line.money:
            yield government.id, fen(government.funds)
    yield from ((key.payer, whole) for key, whole in made.parts)


def _given(pack: RulePack, line: BudgetLine) -> Exact:
    """Add up the columns of money from above that the lines of a kind fill in."""
    columns = (government.funds for government in pack.above())
    return total(fen(c) for c in columns if c is not None and c in line.money)
