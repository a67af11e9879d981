"""Changes of rules: two versions of a pack side by side, with the money of a budget if there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from fiscal_rules.analysis.difference import difference
from fiscal_rules.analysis.impact import RuleDiff, impact
from fiscal_rules.analysis.mutation import Judged, judge, mutants
from fiscal_rules.analysis.sample import Side
from fiscal_rules.analysis.verify import Verdict, Verified, verdicts
from fiscal_rules.analysis.witness import smallest, witness_of_box
from fiscal_rules.api import Request, allocated, as_known, decided, inputs_of
from fiscal_rules.engine.cases import CaseResult, run_cases
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.engine.prove import prove
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.diagnostic import BudgetRefusedError, Severity
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.readers.cases import read_cases
from fiscal_rules.readers.kept_examples import read_kept_examples
from fiscal_rules.readers.laws import read_laws
from fiscal_rules.readers.packs import find_pack, read_pack
from fiscal_rules.readers.parameters import read_parameters

_MOST_WITNESSES = 20
"""For so many boxes a line is looked for that shows what changes."""


def diff(
    old: str,
    new: str,
    *,
    parameters: Sequence[str] = (),
    as_of: date | None = None,
    budget: Request | None = None,
) -> RuleDiff:
    """Compare two packs, as they are known on a day; PackRefusedError where something cannot be read.

    Gaps and conflicts of a pack are told, and refuse nothing; but under such a pack no budget is
    allocated. Files of parameters may name what only one of the packs asks for.

    BudgetRefusedError where the budget is refused, or a row of it by one of the packs alone.
    """
    tables = [decided(as_known(read_pack(find_pack(name)), as_of)) for name in (old, new)]
    found = difference(tables[0], tables[1])
    sides = [
        Side(table, _values(table, other, parameters, as_of=as_of))
        for table, other in zip(tables, reversed(tables), strict=True)
    ]
    shown = [witness_of_box(box, *sides) for box in found.boxes[:_MOST_WITNESSES]]
    least = None if found.is_empty else smallest(found, *sides)
    money = None
    if budget is not None and not any(_is_wrong(table) for table in tables):
        one, other = (inputs_of(budget, side.table, side.parameters) for side in sides)
        _same_rows(one.budget, other.budget)
        money = impact(allocated(one), allocated(other))
    return RuleDiff(found, least, tuple(shown), money)


def _is_wrong(table: DecisionTable) -> bool:
    return any(problem.severity is Severity.ERROR for problem in prove(table))


def _same_rows(one: Budget, other: Budget) -> None:
    """Refuse a row that one pack alone refuses: there is nothing to hold it against."""
    rows = [{row.row: row for row in budget.refused} for budget in (one, other)]
    alone = rows[0].keys() ^ rows[1].keys()
    if alone:
        problems = (
            p for held in rows for name in held if name in alone for p in held[name].problems
        )
        raise BudgetRefusedError(tuple(problems))


def _values(
    table: DecisionTable, other: DecisionTable, files: Sequence[str], *, as_of: date | None
) -> Parameters:
    """Read files for one version of a pack; what only the other asks for is passed over."""
    own = {name for name, _ in table.pack.parameter_kinds}
    unused = {name for name, _ in other.pack.parameter_kinds} - own
    return read_parameters(table.pack, files, as_of=as_of, unused=unused)


def verify(
    name: str,
    *,
    against: str | None,
    examples: int,
    seed: int,
    mutate: bool,
    told: Callable[[str], None],
) -> Verified:
    """Search for what breaks the laws of a pack; run its cases, and those of an earlier version.

    With ``mutate`` every small mistake in it is tried too, and whether it would be noticed.

    PackRefusedError where a pack, its cases or its laws cannot be read.
    """
    table = decided(read_pack(find_pack(name)))
    problems = tuple(p for p in prove(table) if p.severity is Severity.ERROR)
    root = Path(table.pack.root)
    declared = read_laws(root, table.pack)
    kept = read_kept_examples(root, table.pack)
    own = _failing(table, root)
    old = None if against is None else _failing(table, find_pack(against))
    found: tuple[Verdict, ...] = ()
    if not problems:
        found = tuple(verdicts(table, declared, kept, examples=examples, seed=seed, told=told))
    judged = None
    if mutate and not problems:
        judged = tuple(_judged(table, root, told))
    return Verified(table, problems, own, old, found, examples, seed, judged)


_TELL_EVERY = 50


def _judged(table: DecisionTable, root: Path, told: Callable[[str], None]) -> Iterator[Judged]:
    old = Side(table, read_parameters(table.pack, (), as_of=None))
    cases = read_cases(root, table.pack)
    every = list(mutants(table.pack))
    for number, mutant in enumerate(every):
        if number % _TELL_EVERY == 0:
            told(f"{number}/{len(every)}")
        yield judge(mutant, old, cases)


def _failing(table: DecisionTable, root: Path) -> tuple[CaseResult, ...]:
    """Run the cases of a folder under a pack; give those that come out otherwise."""
    parameters = read_parameters(table.pack, (), as_of=None)
    results = run_cases(table, parameters, read_cases(root, table.pack))
    return tuple(result for result in results if not result.passed)
