"""Vary one parameter: sweep a range, or find the value that meets a target."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from fiscal_rules import scenarios
from fiscal_rules.analysis.comparison import Totals
from fiscal_rules.analysis.varying import (
    WORST,
    Grid,
    Order,
    Solution,
    Target,
    breakpoint_between,
    grid_of,
    solve,
    worst_off,
)
from fiscal_rules.cli import answer_messages
from fiscal_rules.cli.asked import Asked, Span
from fiscal_rules.cli.commands.answering import check_output, give
from fiscal_rules.cli.commands.request import request_of
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.model.money import Fen, exact_number, whole_fen
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.output.answers.solving import Solved, solve_answer
from fiscal_rules.output.answers.sweeping import (
    Swept,
    SweptTwice,
    sweep_answer,
    sweep_two_answer,
)

_TARGET = re.compile(r"(?P<payer>[^@<>=]+)(?:@(?P<unit>[^<>=]+))?(?P<order><=|>=)(?P<amount>.+)")
_BASE = "base"
_MOST_SWEPT = 1000
_STEPS = {ParameterKind.SHARE: Fraction(1, 10_000)}
"""The step that is taken where none is asked for: 0.01 of a percentage point, else 0.01 yuan."""
_FEN = Fraction(1, 100)


def sweep(asked: Asked) -> int:
    """Compute the budget at every value of the range."""
    check_output(asked, (asked.budget, *asked.parameters))
    if asked.across is not None:
        return _sweep_two(asked, asked.across)
    ready = scenarios.vary(request_of(asked), _parameter(asked))
    grid = _grid(asked, ready.base.pack)
    _not_too_many(grid.count)
    values = [grid.at(number) for number in range(grid.count)]
    found = [(value, ready.totals_at(value)) for value in values]
    return give(asked, sweep_answer(Swept(ready.base, ready.parameter, found)))


def _sweep_two(asked: Asked, across: Span) -> int:
    parameter = _parameter(asked)
    if across.parameter == parameter:
        raise MisusedError(answer_messages.SAME_TWICE.at(None, parameter=parameter))
    base, totals_at = scenarios.vary_two(request_of(asked), parameter, across.parameter)
    down = _grid(asked, base.pack)
    step = across.step or _step_of(base.pack, across.parameter)
    right = grid_of(across.first, across.last, step)
    _not_too_many(down.count * right.count)
    rows, columns = ([grid.at(n) for n in range(grid.count)] for grid in (down, right))
    found = [[totals_at(one, other) for other in columns] for one in rows]
    swept = SweptTwice(base, parameter, across.parameter, rows, columns, found)
    return give(asked, sweep_two_answer(swept))


def _not_too_many(count: int) -> None:
    if count > _MOST_SWEPT:
        problem = answer_messages.TOO_MANY_VALUES.at(None, count=count, most=_MOST_SWEPT)
        raise MisusedError(problem)


def solving(asked: Asked) -> int:
    """Find the value at which the target stops being met."""
    last = () if asked.last_budget is None else (asked.last_budget,)
    check_output(asked, (asked.budget, *last, *asked.parameters))
    parameter, said = _parameter(asked), _matched(asked.target or "")
    request = request_of(asked)
    ready = scenarios.vary(request, parameter)
    pack = ready.base.pack
    base = scenarios.totals_of_last(request, asked.last_budget) or ready.base_totals
    target, grid = _target(said, pack, base), _grid(asked, pack)
    found = solve(
        grid, target, lambda value: target.total(ready.totals_at(value), base, pack.lower.id)
    )
    exactly = _breakpoint(ready, target, grid, found)
    binds = None if found.meets is None else _binding(ready, target, found.meets.value, base)
    solved = Solved(ready.base, ready.parameter, target, grid.step, found, exactly, binds)
    return give(asked, solve_answer(solved))


def _breakpoint(
    ready: scenarios.Varied, target: Target, grid: Grid, found: Solution
) -> Fraction | None:
    """Find where the unrounded model meets the target, a step around the neighbours found."""
    if found.meets is None or found.misses is None or target.payer == WORST:
        return None
    values = (found.meets.value, found.misses.value)
    low = max(grid.first, min(values) - grid.step)
    high = min(grid.at(grid.count - 1), max(values) + grid.step)
    return breakpoint_between(
        low, high, target.amount, lambda value: target.exact(ready.exact_at(value))
    )


def _binding(ready: scenarios.Varied, target: Target, value: Fraction, base: Totals) -> str | None:
    """Name the unit that comes off worst, where the target is about it."""
    if target.payer != WORST:
        return None
    return worst_off(ready.totals_at(value), base, ready.base.pack.lower.id)


def _parameter(asked: Asked) -> str:
    if asked.vary is None:
        raise MisusedError(answer_messages.NOTHING_VARIED.at(None))
    return asked.vary


def _grid(asked: Asked, pack: RulePack) -> Grid:
    """Take the range that is asked for; a share runs from 0 to 1 where none is."""
    kind = dict(pack.parameter_kinds)[_parameter(asked)]
    first = Fraction(0) if asked.first is None else asked.first
    last = Fraction(1) if asked.last is None and kind is ParameterKind.SHARE else asked.last
    if last is None or last < first:
        raise MisusedError(answer_messages.NO_RANGE.at(None))
    return grid_of(first, last, asked.step or _step_of(pack, _parameter(asked)))


def _step_of(pack: RulePack, parameter: str) -> Fraction:
    return _STEPS.get(dict(pack.parameter_kinds)[parameter], _FEN)


def _matched(text: str) -> re.Match[str]:
    """Take a target apart, before anything is computed."""
    match = _TARGET.fullmatch(text.replace(" ", ""))
    if match is None or _amount(match["amount"]) is None:
        raise MisusedError(answer_messages.NOT_A_TARGET.at(None, found=text))
    return match


def _target(said: re.Match[str], pack: RulePack, base: Totals) -> Target:
    """Make the target; ``base`` for an amount is what the total is in the base."""
    payer, unit = said["payer"], said["unit"]
    known = [*(government.id for government in pack.governments), WORST]
    if payer not in known:
        problem = answer_messages.NO_PAYER.at(None, name=payer, known=", ".join(known))
        raise MisusedError(problem)
    if unit is not None and unit not in pack.unit_by_id:
        listed = ", ".join(pack.unit_by_id)
        raise MisusedError(answer_messages.NO_UNIT.at(None, name=unit, known=listed))
    target = Target(payer, unit, Order(said["order"]), _amount(said["amount"]) or 0)
    if said["amount"] != _BASE:
        return target
    return replace(target, amount=target.total(base, base, pack.lower.id))


def _amount(text: str) -> Fen | None:
    """Read an amount in yuan; None where it is none, or no whole fen."""
    if text == _BASE:
        return 0
    number = exact_number(text.replace(",", ""))
    return None if number is None else whole_fen(number)
