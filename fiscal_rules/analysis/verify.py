"""Verify: the laws that every pack must obey, and those it declares, searched for what breaks them.

Beside an earlier version, its worked cases too: those that come out otherwise now are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fiscal_rules.analysis.mutation import Judged
from fiscal_rules.engine.cases import CaseResult
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.declared_law import DeclaredLaw
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.kept_example import KeptExample
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import ITEM
from fiscal_rules.testing.declared import as_law
from fiscal_rules.testing.laws import LAWS, Law
from fiscal_rules.testing.searching import Counterexample, search, try_on


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the search for what breaks a law ended: None where nothing was found.

    ``is_declared`` tells the laws of the pack itself from those of every pack.
    """

    law: str
    says: Text
    broken: Counterexample | None
    is_declared: bool
    is_kept: bool = False
    """Whether what breaks it is an example that the pack keeps."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Everything that was held against a pack.

    ``problems`` are what its decision table proves wrong, ``cases`` its own worked cases that fail,
    ``old_cases`` those of the version before, None where there is none. Laws are searched only
    where nothing is proved wrong: they suppose as much.
    """

    table: DecisionTable
    problems: tuple[Diagnostic, ...]
    cases: tuple[CaseResult, ...]
    old_cases: tuple[CaseResult, ...] | None
    verdicts: tuple[Verdict, ...]
    examples: int
    seed: int
    judged: tuple[Judged, ...] | None = None
    """Every mutant with its fate, where they were asked for."""

    @property
    def holds(self) -> bool:
        """Tell whether nothing was found against it; cases of an earlier version are only told."""
        broken = any(verdict.broken is not None for verdict in self.verdicts)
        return not (self.problems or self.cases or broken)


def verdicts(
    table: DecisionTable,
    declared: Sequence[DeclaredLaw],
    kept: Sequence[KeptExample] = (),
    *,
    examples: int,
    seed: int,
    told: Callable[[str], None],
) -> Iterator[Verdict]:
    """Search for what breaks each law; ``told`` is given the name of each as its search begins.

    Those of every pack are tried together first, on the same examples: where nothing breaks any,
    that is all. A declared one is tried on lines of the items that it is about. What the pack keeps
    is tried before anything is drawn.
    """
    yield from _of_kept(table, declared, kept)
    told(", ".join(law.__name__ for law in LAWS))
    together = search(_all(LAWS), table, examples=examples, start=seed)
    found = [_alone(law, table, together, examples, seed) for law in LAWS]
    yield from found
    if together is not None and all(verdict.broken is None for verdict in found):
        # Alone another example may be drawn: what was found stands.
        yield Verdict("together", _TOGETHER, together, is_declared=False)
    for each in declared:
        told(each.id)
        broken = search(
            as_law(each), table, examples=examples, start=seed, items=each.values_of(ITEM)
        )
        yield Verdict(each.id, each.says, broken, is_declared=True)


def _of_kept(
    table: DecisionTable, declared: Sequence[DeclaredLaw], kept: Sequence[KeptExample]
) -> Iterator[Verdict]:
    """Try each law on the examples that are kept of it; a law that is gone has none to break."""
    known = {law.__name__: (law, _statement(law), False) for law in LAWS}
    known |= {each.id: (as_law(each), each.says, True) for each in declared}
    for example in kept:
        if example.law in known:
            law, says, is_declared = known[example.law]
            broken = try_on(law, table, example)
            yield Verdict(example.law, says, broken, is_declared, is_kept=True)


_TOGETHER = Text("以上定律之一", "one of the laws above")


def _alone(
    law: Law, table: DecisionTable, together: Counterexample | None, examples: int, seed: int
) -> Verdict:
    """Search for what breaks one law, where anything broke any."""
    broken = None if together is None else search(law, table, examples=examples, start=seed)
    return Verdict(law.__name__, _statement(law), broken, is_declared=False)


def _all(laws: Sequence[Law]) -> Law:
    def law(table: DecisionTable, parameters: Parameters, budget: Budget) -> None:
        for each in laws:
            each(table, parameters, budget)

    return law


def _statement(law: Law) -> Text:
    """Take what a law states from its docstring, which is its statement."""
    first = (law.__doc__ or law.__name__).split("\n", 1)[0]
    return same(first.removeprefix("State that ").removesuffix("Exact.").strip())
