"""Who pays how much of one line, for the oracle: parameters by month, shares, rounding.

Written from the prose of the contract in plain Python over exact fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from oracle_plan import BASED

from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.parameter import Entry, Parameters, ShareOf
from fiscal_rules.model.rulepack import RulePack, Unit
from fiscal_rules.model.vocabulary import Level, Standing

Needed = tuple[str, str]
"""What kind of thing is missing, and its id."""
MANAGED = "province-managed-county"


@dataclass
class Draft:
    """A line's money while it is being placed: what is paid, what is left, what it rests on."""

    paid: dict[str, int]
    left: int
    needs: set[Needed] = field(default_factory=set)
    rests_on: list[Standing] = field(default_factory=list)
    placed: bool = False
    above_base: bool = False
    duties: set[str] = field(default_factory=set)
    findings: set[str] = field(default_factory=set)

    def pay(self, payer: str, amount: int, *standings: Standing) -> None:
        """Place money of a government below the province."""
        self.paid[payer] += amount
        self.left -= amount
        self.rests_on += standings
        self.placed = True


@dataclass(frozen=True)
class Case:
    """A line with all that its evaluation may look at."""

    pack: RulePack
    parameters: Parameters
    line: BudgetLine
    county: Unit | None

    @property
    def law(self) -> Standing:
        """2019 is assumed, from 2020 it is official."""
        return Standing.ASSUMED if self.line.year == 2019 else Standing.OFFICIAL

    def entry(self, parameter: str, day: date, county: Unit | None) -> Entry | None:
        """Find the entry that holds: the most specific, then the later file."""
        about: dict[str, str | None] = {
            "unit": county.id if county else None,
            "class": county.class_on(day) if county else None,
            **{key: self.line.choices.get(key) for key in ("severity", "category", "affiliation")},
        }
        best: tuple[tuple[int, int, int], Entry] | None = None
        for entry in self.parameters.entries.get(parameter, ()):
            if not entry.starts <= day or (entry.ends is not None and entry.ends <= day):
                continue
            if not all(about[key] in admitted for key, admitted in entry.scope):
                continue
            keys = [key for key, _ in entry.scope]
            place = 2 if "unit" in keys else 1 if "class" in keys else 0
            rank = (place, len([k for k in keys if k not in ("unit", "class")]), entry.file)
            if best is None or rank > best[0]:
                best = (rank, entry)
        return best[1] if best else None

    def each_month(self, parameter: str) -> tuple[list[Entry] | None, set[Needed]]:
        """Find a parameter for all months, or what is needed to find it."""
        named = {key for e in self.parameters.entries.get(parameter, ()) for key, _ in e.scope}
        blank = {k for k in ("category", "severity") if k in named and k not in self.line.choices}
        if blank:
            return None, {("column", key) for key in blank}
        found = self._found(parameter, self.county)
        if found is not None:
            return found, set()
        counties = [unit for unit in self.pack.units if unit.level is Level.COUNTY]
        if self.county is None and any(self._found(parameter, unit) for unit in counties):
            return None, set()  # the county that is asked for anyway may settle it
        return None, {("parameter", parameter)}

    def _found(self, parameter: str, county: Unit | None) -> list[Entry] | None:
        found = [self.entry(parameter, day, county) for day in self.line.period.months]
        return [e for e in found if e] if all(found) else None

    def city_pays(self) -> list[tuple[bool, Entry | None, bool]]:
        """Tell for each month whether the city pays its share, why, and whether that is settled."""
        answers: list[tuple[bool, Entry | None, bool]] = []
        for day in self.line.period.months:
            managed = self.county is not None and self.county.class_on(day) == MANAGED
            entry = self.entry("province-managed.city-pays", day, self.county) if managed else None
            pays = entry.value is True if entry else True
            answers.append((pays, entry, bool(entry) or not managed))
        return answers


def half_up(value: Fraction) -> int:
    """Round a money amount ≥ 0 to the fen, a half up."""
    return int(value + Fraction(1, 2))


def draft_of(line: BudgetLine) -> Draft:
    """Place the money from above; the local amount is left."""
    central, province = line.money.get("central_funds", 0), line.money.get("province_funds", 0)
    paid = {"central": central, "province": province, "city": 0, "county": 0}
    return Draft(paid, line.amount - central - province)


def place_share(case: Case, draft: Draft, due: Sequence[Fraction], *standings: Standing) -> None:
    """Let the city pay what is due month by month, where it pays at all; the county the rest."""
    answers = case.city_pays()
    pays = sum((d for d, (yes, _, _) in zip(due, answers, strict=True) if yes), Fraction(0))
    withheld = half_up(sum(due, Fraction(0)) - pays)
    rests_on = [entry.standing for _, entry, _ in answers if entry]
    if not all(settled for _, _, settled in answers):
        draft.findings.add("province-managed-unsettled")
        rests_on.append(Standing.ASSUMED)
    if not all(yes for yes, _, _ in answers):
        draft.needs.add(("decision", "province-takes-over"))
    draft.pay("city", half_up(pays), *standings, *rests_on)
    draft.pay("county", max(0, draft.left - withheld), *standings)


def place_matching(case: Case, draft: Draft, share_id: str) -> None:
    """Divide 1.1, 2.1, 3.2, 3.3 by their base, other shared items by the local amount."""
    shares, needs = case.each_month(share_id)
    draft.needs |= needs
    if case.county is None:
        draft.needs.add(("column", "counterpart"))
    if case.line.item in BASED:
        _place_based(case, draft, shares)
    elif shares is not None and case.county is not None:
        equal = Fraction(1, len(shares))
        months = [(case.line.amount * equal, draft.left * equal)] * len(shares)
        _place_base(case, draft, shares, months)


def _place_based(case: Case, draft: Draft, shares: list[Entry] | None) -> None:
    line = case.line
    standards, needs = case.each_month(f"{line.item}.standard")
    draft.needs |= needs
    if "headcount" not in line.numbers:
        draft.needs.add(("column", "headcount"))
    _compare_standards(case, draft, standards)
    if standards is None or "headcount" not in line.numbers:
        return
    monthly = [line.numbers["headcount"] * e.number * 100 / 12 for e in standards]
    whole = sum(monthly, Fraction(0))
    if line.amount < half_up(whole):
        draft.findings.add("base-standard-not-met")
    base = min(half_up(whole), line.amount)
    upper = line.amount - draft.left
    upper_on_base = min(upper, base)
    draft.above_base = line.amount > base
    if case.county is None:
        return
    rests_on = [case.law, *(e.standing for e in standards)]
    top_up = (line.amount - base) - (upper - upper_on_base)
    if top_up:
        draft.pay("county", top_up, *rests_on)
    if shares is not None:
        parts = [m / whole if whole else Fraction(1, len(monthly)) for m in monthly]
        draft.rests_on += rests_on
        _place_base(case, draft, shares, [(base * p, (base - upper_on_base) * p) for p in parts])


def _place_base(
    case: Case, draft: Draft, shares: list[Entry], months: list[tuple[Fraction, Fraction]]
) -> None:
    """Let the city pay its share of each month's base, or of what is left of it; once rounded."""
    due = [
        min(e.number * whole, left) if e.share_of is ShareOf.BASE else e.number * left
        for e, (whole, left) in zip(shares, months, strict=True)
    ]
    method = Standing.OFFICIAL if all(e.share_of for e in shares) else Standing.ASSUMED
    place_share(case, draft, due, case.law, method, *(e.standing for e in shares))


def _compare_standards(case: Case, draft: Draft, standards: list[Entry] | None) -> None:
    """Hold the county's standard against the item's over the period."""
    own = case.line.numbers.get("county_standard")
    if own is None or standards is None:
        return
    average = sum((e.number for e in standards), Fraction(0)) / len(standards)
    if own > average:
        draft.duties.add("file-standard")
    if own < average:
        draft.findings.add("base-standard-not-met")


def place_workload(case: Case, draft: Draft) -> None:
    """Grant workload × unit standard × performance, at most the local amount."""
    line = case.line
    draft.needs |= {("column", c) for c in ("workload", "performance") if c not in line.numbers}
    units, needs = case.each_month(f"{line.item}.unit-standard")
    draft.needs |= needs
    if case.county is None:
        draft.needs.add(("column", "counterpart"))
    if draft.needs or units is None:
        return
    each = line.numbers["workload"] * line.numbers["performance"] * 100 / Fraction(len(units))
    due = [each * e.number for e in units]
    whole = sum(due, Fraction(0))
    if whole > draft.left:
        due = [d * draft.left / whole for d in due]
    standings = (e.standing for e in units)
    place_share(case, draft, due, case.law, Standing.ASSUMED, *standings)


def place_full(case: Case, draft: Draft, payer: str) -> None:
    """Let one level pay what is left."""
    if payer == "county" and case.county is None:
        draft.needs.add(("column", "counterpart"))
    else:
        draft.pay(payer, draft.left, case.law)


def place_agreed(case: Case, draft: Draft, payer: str) -> bool:
    """Take the agreed subsidy out first; tell whether it is known."""
    amount = case.line.money.get("agreed_subsidy")
    if amount is None:
        draft.needs.add(("column", "agreed_subsidy"))
    if case.county is None:  # a county pays it, or is paid
        draft.needs.add(("column", "counterpart"))
    if amount is None or case.county is None:
        return False
    draft.pay(payer, amount, case.law)
    return True
