"""What the plan says of a line, clause by clause, for the oracle (``oracle``): no money here.

Written from the prose of the contract and the domain page; the engine and the pack's rules have no
part in it. A blank is completed in every way by trying every value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import LINE_ATTRIBUTES

STEMS = {
    "basic-public-health": "1.1",
    "major-infectious-disease": "1.2a",
    "health-emergency": "1.2b",
    "maternal-child-programmes": "1.2c",
    "residents-insurance": "2.1",
    "medical-assistance": "2.2",
    "only-child-pension": "3.1",
    "family-planning-reward": "3.2",
    "family-planning-special": "3.3",
    "institution-development": "4.1",
    "essential-medicines": "4.1e",
    "private-institutions": "4.1f",
    "health-capacity": "4.2",
    "health-administration": "4.3",
    "medical-security-capacity": "4.4",
    "traditional-chinese-medicine": "4.5",
}
"""The clause of each item, or its stem where letters divide it."""
BASED = tuple(item for item, clause in STEMS.items() if clause in ("1.1", "2.1", "3.2", "3.3"))
"""The items with a base standard."""
MEASURES = {
    "health-emergency": ("people", "area", "harm"),
    "medical-assistance": ("need", "work", "capacity"),
    "traditional-chinese-medicine": ("workload", "performance", "capacity"),
}
"""The items with a pot, and what it is divided by."""
_READ = (
    "affiliation",
    "organiser",
    "scope",
    "entrusted_by",
    "in_health_plan",
    "sponsor",
    "capital",
)
"""The attributes that some clause reads (category and severity: only parameters do)."""
_VALUES = {a.id: tuple(v.id for v in a.values) for a in LINE_ATTRIBUTES}

Fund = tuple[str, ...]
"""("full", payer), ("matching", share), ("workload",), ("pot",), ("undetermined", decision) or
("outside",)."""


@dataclass(frozen=True)
class Ruling:
    """What the plan says of one completed line: whose authority, who pays how, by which clauses."""

    authority: str | None
    fund: Fund
    clauses: tuple[str, ...]
    agreed: str | None = None
    delegated: bool = False
    bond: bool = False

    @property
    def outcome(self) -> object:
        """Whose authority it is, and who pays."""
        return self.authority, self.fund, self.agreed


Said = Mapping[str, str]


def rule(item: str, level: str, said: Said) -> Ruling:
    """Decide one completed line of a unit of a level."""
    decide = _RULES.get(item)
    if decide is not None:
        return decide(item, level, said)
    if item in STEMS:
        authority = None if STEMS[item] in ("4.1e", "4.1f") else "shared"
        return Ruling(authority, ("matching", f"{item}.city-share"), (STEMS[item],))
    return _NOT_LISTED


_NOT_LISTED = Ruling(None, ("undetermined", "authority"), ("5.1",))


def _infectious_disease(item: str, _: str, said: Said) -> Ruling:
    if said["scope"] == "county":
        return _NOT_LISTED
    return Ruling("shared", ("matching", f"{item}.city-share"), ("1.2a",))


def _emergency(item: str, level: str, _: Said) -> Ruling:
    fund = ("pot",) if level == "county" else ("matching", f"{item}.city-share")
    return Ruling("shared", fund, ("1.2b",))


def _programmes(_: str, __: str, said: Said) -> Ruling:
    if said["scope"] == "county":
        return _NOT_LISTED
    return Ruling("shared", ("workload",), ("1.2c",))


def _assistance(_: str, level: str, __: Said) -> Ruling:
    return Ruling("shared", _pot_of_counties(level), ("2.2",))


def _pension(_: str, level: str, said: Said) -> Ruling:
    by_order = level == "county" and said["entrusted_by"] == "city"
    return Ruling("city", ("full", "city"), ("3.1",), delegated=by_order)


def _institution(_: str, level: str, said: Said) -> Ruling:
    """Decide 4.1: who runs the institution first, then whose it is, then who gave the task."""
    if said["sponsor"] in ("military", "enterprise"):
        return Ruling(None, ("outside",), ("5.2",))
    if said["sponsor"] == "private":
        return Ruling(None, ("matching", "private-institutions.city-share"), ("4.1f",))
    whose, by, planned = said["affiliation"], said["entrusted_by"], said["in_health_plan"] == "yes"
    own_clause = {"city": "4.1a", "county": "4.1b"}[whose] if planned else "4.1"
    fund = ("full", whose) if planned else ("undetermined", "funding")
    bond = planned and whose == "county" and said["capital"] == "yes"
    if by in ("city", "county") and by != whose:
        task = "4.1c" if whose == "city" else "4.1d"
        return Ruling(by, fund, (task, own_clause), agreed=by, bond=bond)
    by_order = (level, by, whose) == ("county", "city", "city")
    return Ruling(whose, fund, (own_clause,), delegated=by_order, bond=bond)


def _capacity(_: str, __: str, said: Said) -> Ruling:
    if said["organiser"] == "city":
        return Ruling("shared", ("workload",), ("4.2a",))
    return Ruling("county", ("full", "county"), ("4.2b",))


def _by_affiliation(item: str, level: str, said: Said) -> Ruling:
    whose = said["affiliation"]
    by_order = (level, said["entrusted_by"], whose) == ("county", "city", "city")
    return Ruling(whose, ("full", whose), (STEMS[item],), delegated=by_order)


def _medicine(_: str, level: str, said: Said) -> Ruling:
    if said["organiser"] == "city":
        return Ruling("shared", _pot_of_counties(level), ("4.5a",))
    return Ruling("county", ("full", "county"), ("4.5b",))


def _pot_of_counties(level: str) -> Fund:
    """Grant to counties; of what the city spends itself the clause says nothing."""
    return ("pot",) if level == "county" else ("undetermined", "funding")


_RULES: dict[str, Callable[[str, str, Said], Ruling]] = {
    "major-infectious-disease": _infectious_disease,
    "health-emergency": _emergency,
    "maternal-child-programmes": _programmes,
    "medical-assistance": _assistance,
    "only-child-pension": _pension,
    "institution-development": _institution,
    "health-capacity": _capacity,
    "health-administration": _by_affiliation,
    "medical-security-capacity": _by_affiliation,
    "traditional-chinese-medicine": _medicine,
}


def completions(item: str, line: BudgetLine) -> Iterator[dict[str, str]]:
    """Yield every way to fill a line's blanks, where no default says what a blank means."""
    given = {**_defaults(item), **line.choices}
    ways = [(given[name],) if name in given else _VALUES[name] for name in _READ]
    for way in product(*ways):
        yield dict(zip(_READ, way, strict=True))


def _defaults(item: str) -> dict[str, str]:
    known = {"sponsor": "government", "entrusted_by": "none", "capital": "no"}
    if item == "maternal-child-programmes":
        known["scope"] = "city-wide"
    if item == "traditional-chinese-medicine":
        known["organiser"] = "city"
    return known


def rulings(item: str, level: str, line: BudgetLine) -> list[Ruling]:
    """Decide every completion of a line."""
    return [rule(item, level, way) for way in completions(item, line)]


def columns_that_matter(item: str, level: str, line: BudgetLine) -> set[str]:
    """Name the blanks of which one alone can change the outcome of some completion."""
    found = {tuple(way.values()): rule(item, level, way) for way in completions(item, line)}
    matter = set()
    for position, name in enumerate(_READ):
        groups: dict[tuple[str, ...], set[object]] = {}
        for key, ruling in found.items():
            others = (*key[:position], *key[position + 1 :])
            groups.setdefault(others, set()).add(ruling.outcome)
        if any(len(outcomes) > 1 for outcomes in groups.values()):
            matter.add(name)
    return matter


def possible_items(pack: RulePack, line: BudgetLine) -> tuple[str, ...]:
    """List what a line may be: its item, or what its code leaves, or anything."""
    if line.item is not None:
        return (line.item,)
    return line.candidates or (*(item.id for item in pack.items), "unlisted")


def in_common(found: Sequence[Ruling], read: Callable[[Ruling], object]) -> object:
    """Give what all completions share; None where they differ."""
    values = {read(ruling) for ruling in found}
    return values.pop() if len(values) == 1 else None
