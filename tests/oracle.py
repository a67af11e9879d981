"""A second evaluator of Liaocheng's budget lines, written from the prose of the contract alone.

It shares nothing with the engine but the values of ``model``: no pack rules, no decision table, no
compiled situations. ``oracle_plan`` says what the plan decides, ``oracle_money`` and
``oracle_pots`` who pays how much; here a line, and a budget, is put together.

Where the contract is silent, the oracle reads it so: the text's own gaps come before ours
(``undetermined`` before ``needs``); a measure with weight 0 is not asked for; a measure that is 0
everywhere is as good as missing; in a line of the city itself, nothing local is placed before the
county is known, where a county pays or is paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from oracle_money import (
    Case,
    Draft,
    Needed,
    draft_of,
    place_agreed,
    place_full,
    place_matching,
    place_share,
    place_workload,
)
from oracle_plan import (
    MEASURES,
    STEMS,
    Ruling,
    columns_that_matter,
    in_common,
    possible_items,
    rulings,
)
from oracle_pots import Grant, grants

from fiscal_rules.model.budget import BudgetLine, MeasureValue
from fiscal_rules.model.parameter import Parameters
from fiscal_rules.model.rulepack import RulePack, Unit
from fiscal_rules.model.vocabulary import Level, Standing

_FIRST_YEAR = 2019
_STRENGTH = (Standing.OFFICIAL, Standing.DERIVED, Standing.ASSUMED)


@dataclass(frozen=True)
class Expected:
    """What must come out of a line."""

    status: str
    authority: str | None
    clauses: tuple[str, ...]
    payers: dict[str, int]
    open: int
    standing: Standing | None
    needs: set[Needed]
    duties: set[str]
    findings: set[str]


def evaluate(
    pack: RulePack,
    parameters: Parameters,
    lines: Sequence[BudgetLine],
    measures: Sequence[MeasureValue] = (),
) -> dict[str, Expected]:
    """Say what must come out of every line of a budget."""
    pots: dict[tuple[str, int], list[BudgetLine]] = {}
    for line in lines:
        if _draws_on_pot(pack, parameters, line):
            pots.setdefault((line.item or "", line.year), []).append(line)
    granted: dict[str, Grant] = {}
    for members in pots.values():
        granted |= grants(pack, parameters, members, measures)
    results = {line.id: _expect(pack, parameters, line, granted.get(line.id)) for line in lines}
    for line in lines:
        if _counts_twice(pack, line, lines):
            results[line.id].findings.add("possible-double-count")
    return results


def _counts_twice(pack: RulePack, line: BudgetLine, lines: Sequence[BudgetLine]) -> bool:
    """Tell whether a host's head count holds people of its parts that have lines of their own."""
    host = pack.unit_by_id[line.unit]
    together = [x for x in lines if line.item and (x.item, x.year) == (line.item, line.year)]
    parts = [u for u in pack.units if u.part_of == host.id and u.id in {x.unit for x in together}]
    if not parts or "headcount" not in line.numbers or host.population is None:
        return False
    own = [x for x in together if x.unit == host.id and "headcount" in x.numbers]
    days = {day for x in own for day in x.period.months}
    heads = [sum(x.numbers["headcount"] for x in own if d in x.period.months) for d in days]
    return max(heads) > host.population - sum(u.population or 0 for u in parts)


def _draws_on_pot(pack: RulePack, parameters: Parameters, line: BudgetLine) -> bool:
    level = pack.unit_by_id[line.unit].level
    if line.item not in MEASURES or line.year < _FIRST_YEAR or level is Level.CITY:
        return False
    if any(ruling.fund != ("pot",) for ruling in rulings(line.item, level, line)):
        return False
    given = any(_some(parameters, f"{line.item}.{n}", line.year) for n in ("pot", "weights"))
    return given or line.item != "health-emergency"


def _some(parameters: Parameters, parameter: str, year: int) -> bool:
    day = date(year, 1, 1)
    entries = parameters.entries.get(parameter, ())
    return any(e.starts <= day and (e.ends is None or day < e.ends) for e in entries)


def _expect(
    pack: RulePack, parameters: Parameters, line: BudgetLine, grant: Grant | None
) -> Expected:
    unit = pack.unit_by_id[line.unit]
    counterpart = pack.unit_by_id.get(line.counterpart or "")
    case = Case(pack, parameters, line, unit if unit.level is Level.COUNTY else counterpart)
    draft = draft_of(line)
    items = possible_items(pack, line)
    own_clause = (STEMS[items[0]],) if len(items) == 1 and items[0] in STEMS else ()
    _note(pack, line, draft)
    if line.year < _FIRST_YEAR:
        draft.findings.add("before-the-law")
        draft.needs.add(("decision", "authority"))
        return _finish(draft, "undetermined", None, own_clause)
    ruled = [ruling for item in items for ruling in rulings(item, unit.level, line)]
    _mark(unit, line, ruled, draft)
    if len(items) > 1 or len({ruling.outcome for ruling in ruled}) > 1:
        columns = {"item"} if len(items) > 1 else columns_that_matter(items[0], unit.level, line)
        draft.needs |= {("column", column) for column in columns}
        return _unsettled(case, draft, ruled, own_clause)
    return _settled(case, draft, ruled[0], grant)


def _note(pack: RulePack, line: BudgetLine, draft: Draft) -> None:
    """Take over what was noticed while reading, and what the item itself shows."""
    draft.findings |= set(line.findings)
    if line.item == "unlisted":
        draft.findings.add("item-not-in-pack")
    known = pack.item_by_id.get(line.item or "")
    basis = line.choices.get("headcount_basis")
    if known and known.basis and basis and basis != known.basis:
        draft.findings.add("basis-differs")


def _mark(unit: Unit, line: BudgetLine, ruled: Sequence[Ruling], draft: Draft) -> None:
    """Add the duties and findings that every completion has."""
    if unit.level is Level.COUNTY and line.choices.get("policy_change") == "yes":
        draft.duties.add("file-policy")
    if all(ruling.delegated for ruling in ruled):
        draft.duties.add("delegated")
    if all(ruling.bond for ruling in ruled):
        draft.findings.add("bond-eligible")


def _unsettled(
    case: Case, draft: Draft, ruled: Sequence[Ruling], own_clause: tuple[str, ...]
) -> Expected:
    """Say what completions that differ have in common."""
    status = "needs"
    settled = in_common(ruled, lambda r: r.clauses)
    clauses = settled if isinstance(settled, tuple) else own_clause
    agreed = in_common(ruled, lambda r: r.agreed)
    if isinstance(agreed, str):
        place_agreed(case, draft, agreed)
        clauses = (ruled[0].clauses[0], *own_clause)
    whose = in_common(ruled, lambda r: r.authority)
    return _finish(draft, status, whose if isinstance(whose, str) else None, clauses)


def _settled(case: Case, draft: Draft, ruling: Ruling, grant: Grant | None) -> Expected:
    """Place the money of a line whose form is settled."""
    known = place_agreed(case, draft, ruling.agreed) if ruling.agreed else True
    status = "determined"
    match ruling.fund:
        case ("undetermined", decision):
            draft.needs.add(("decision", decision))
            status = "undetermined"
        case ("outside",):
            status = "outside"
        case ("full", payer):
            if known:
                place_full(case, draft, payer)
        case ("matching", share):
            place_matching(case, draft, share)
        case ("workload",):
            place_workload(case, draft)
        case _ if grant is None:
            place_matching(case, draft, f"{case.line.item}.city-share")
        case _:
            _place_grant(case, draft, grant)
    if status == "determined" and draft.needs:
        status = "needs"
    clauses = (*ruling.clauses, *(("5.4",) if draft.above_base else ()))
    return _finish(draft, status, ruling.authority, clauses)


def _place_grant(case: Case, draft: Draft, grant: Grant) -> None:
    draft.needs |= grant.needs
    if not grant.needs:
        months = len(case.line.period.months)
        place_share(case, draft, [Fraction(grant.amount, months)] * months, *grant.standings)


def _finish(draft: Draft, status: str, authority: str | None, clauses: tuple[str, ...]) -> Expected:
    rests_on = draft.rests_on if draft.placed else []
    return Expected(
        status=status,
        authority=authority,
        clauses=tuple(dict.fromkeys(clauses)),
        payers=draft.paid,
        open=draft.left,
        standing=max(rests_on, key=_STRENGTH.index) if rests_on else None,
        needs=draft.needs,
        duties=draft.duties,
        findings=draft.findings,
    )
