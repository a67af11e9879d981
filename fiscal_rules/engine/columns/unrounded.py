"""The unrounded model: what a budget comes to where nothing is rounded, as exact fractions.

Of pots it takes the grants as they are paid, in whole fen: their sum is the pot's, rounded or not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from fiscal_rules.engine.columns.arithmetic import LINES, TooFineError, Wanted, compile_exact
from fiscal_rules.engine.columns.exact import Exact, total, unrounded
from fiscal_rules.engine.columns.recipes import Recipe
from fiscal_rules.engine.columns.run import Held, prepare
from fiscal_rules.engine.columns.statement import computed, load_program
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.vocabulary import OPEN
from fiscal_rules.readers.database import Limits

Key = tuple[str, str | None, str]
"""A unit, an item (None where it was left blank), and a payer or ``open``."""
_DEFAULT = Limits()


def add_up_unrounded(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    held: Held,
    *,
    items: Collection[str] | None = None,
    limits: Limits = _DEFAULT,
) -> Mapping[Key, Fraction] | None:
    """Add up lines of some items and those whose item is not settled (None: all), in fen.

    Payers and ``open`` add up to the lines' amounts. None where 128 bits do not hold it.
    """
    made = prepare(table, parameters, budget, held, items=items, limits=limits)
    recipes = made.outcomes.recipes
    payers = [*(government.id for government in table.pack.governments), OPEN]
    most = {**made.most, LINES: max(1, held.lines.lines)}
    wanted = (Wanted(kind, tuple(_amounts(each, payers))) for kind, each in recipes.items())
    try:
        program, scales = compile_exact(wanted, most)
    except TooFineError:
        made.database.close()
        return None
    load_program(made.database, "unrounded", program)
    statement = computed(program, "unrounded", made.pots.relation, wide=True)
    above = {g.id: g.funds for g in table.pack.above() if g.funds is not None}
    columns = [f"exact_{i}" for i in range(len(payers))] + [*above.values()]
    sums = ", ".join(f"sum({column})" for column in columns)
    rows = made.database.execute(
        f"SELECT kind, place, {sums} FROM ({statement}) GROUP BY kind, place"
    ).fetchall()
    found: dict[Key, Fraction] = {}
    for kind, place, *added in rows:
        where = (held.lines.places[place].unit, recipes[kind].line.item)
        scaled = [*zip(payers, scales[kind], strict=True), *((payer, 1) for payer in above)]
        for (payer, scale), amount in zip(scaled, added, strict=True):
            if amount:
                key = (*where, payer)
                found[key] = found.get(key, Fraction(0)) + Fraction(int(amount), scale)
    made.database.close()
    return found


def _amounts(recipe: Recipe, payers: list[str]) -> list[tuple[str, Exact]]:
    found = []
    for number, payer in enumerate(payers):
        named = None if payer == OPEN else payer
        whole = total(amount for key, amount in recipe.parts if key.payer == named)
        found.append((f"exact_{number}", unrounded(whole)))
    return found
