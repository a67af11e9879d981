"""Run the worked cases of a pack: allocate their lines and compare with the work by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fiscal_rules.engine.allocate.run import allocate
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import LineResult, Provenance, Remark
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.case import Case, Expectation, Expected, Nothing
from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Authority, Duty, Finding

_A_CASE = Provenance("", "", "", (), "", "", {}, rete=False, as_of="")
"""A case is part of its pack: it needs no record of what it was made of."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A key of a line that came out otherwise than by hand, both as people write them."""

    line: str
    key: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case that was run; it passes where nothing differs."""

    case: Case
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Tell whether everything came out as by hand."""
        return not self.mismatches


def run_cases(
    table: DecisionTable, parameters: Parameters, cases: Iterable[Case]
) -> tuple[CaseResult, ...]:
    """Run cases, each on its own; ``parameters`` are the pack's, a case adds its own after them."""
    return tuple(CaseResult(case, _compared(table, parameters, case)) for case in cases)


def _compared(table: DecisionTable, parameters: Parameters, case: Case) -> tuple[Mismatch, ...]:
    budget = Budget(
        path=case.at.path,
        digest="",
        lines=case.lines,
        refused=(),
        measures=case.measures,
    )
    merged = parameters.with_entries(case.entries)
    allocation = allocate(table, merged, budget, provenance=_A_CASE)
    return tuple(
        mismatch
        for expectation in case.expected
        if (result := allocation.result_of(expectation.line)) is not None
        for mismatch in _differences(table.pack, expectation, result)
    )


def _differences(
    pack: RulePack, expectation: Expectation, result: LineResult
) -> Iterator[Mismatch]:
    found = as_written(pack, expectation, result)
    for key, expected in expected_as_written(pack, expectation).items():
        if found[key] != expected:
            yield Mismatch(expectation.line, key, expected, found[key])


def as_written(pack: RulePack, expectation: Expectation, result: LineResult) -> dict[str, str]:
    """Write what a case can expect of a line, so that it can be compared and shown."""
    return {
        "status": result.status.value,
        "authority": _authority(result.authority),
        "clauses": _listed(result.clauses),
        "payers": _money({g.id: result.paid_by(g.id) for g in pack.governments}),
        "open": yuan(result.open),
        "standing": (result.standing or Nothing.NULL).value,
        "duties": _remarks(result.duties, expectation.duties),
        "findings": _remarks(result.findings, expectation.findings),
        "needs": _listed(sorted({need.id for need in result.needs})),
    }


def expected_as_written(pack: RulePack, expectation: Expectation) -> dict[str, str]:
    """Write what a case expects, leaving out what it does not say."""
    expected: dict[str, str] = {}
    if expectation.status is not None:
        expected["status"] = expectation.status.value
    if expectation.authority is not None:
        expected["authority"] = _authority(expectation.authority)
    if expectation.clauses is not None:
        expected["clauses"] = _listed(expectation.clauses)
    if expectation.payers is not None:
        named = dict(expectation.payers)
        expected["payers"] = _money({g.id: named.get(g.id, 0) for g in pack.governments})
    if expectation.open is not None:
        expected["open"] = yuan(expectation.open)
    if expectation.standing is not None:
        expected["standing"] = expectation.standing.value
    for key, members in (("duties", expectation.duties), ("findings", expectation.findings)):
        if members is not None:
            expected[key] = _listed(sorted({_remark(e.id, e.clause) for e in members}))
    if expectation.needs is not None:
        expected["needs"] = _listed(sorted({*expectation.needs}))
    return expected


def _remarks(found: Iterable[Remark], expected: Iterable[Expected[Duty | Finding]] | None) -> str:
    """Write duties or findings; with its clause each for which a clause is expected."""
    by_clause = {each.id for each in expected or () if each.clause is not None}
    said = {_remark(each.id, each.clause if each.id in by_clause else None) for each in found}
    return _listed(sorted(said))


def _remark(name: str, clause: str | None) -> str:
    return name if clause is None else f"{name} ({clause})"


def _authority(authority: Authority | None) -> str:
    """Write one that is unstated like one not yet settled, as results do."""
    return Nothing.NULL.value if authority in (None, Authority.UNSTATED) else authority.value


def _listed(members: Iterable[str]) -> str:
    return ", ".join(members) or "–"


def _money(payers: Mapping[str, Fen]) -> str:
    return _listed(f"{payer} {yuan(amount)}" for payer, amount in payers.items() if amount)
