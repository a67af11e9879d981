"""A rule pack: one document's items, units and rules, as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain

from fiscal_rules.model.condition import NEVER, Condition, restrict, tests_of
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.funding import (
    AGREED_COLUMNS,
    Agreed,
    Fund,
    Role,
    columns_of,
    governments_of,
    parameters_of,
    roles_of,
)
from fiscal_rules.model.parameter import Entry, ParameterKind
from fiscal_rules.model.plan import Clause, Document
from fiscal_rules.model.text import Text, folded
from fiscal_rules.model.vocabulary import (
    CLASS,
    LEVEL,
    MEASURE_NAMES,
    UNLISTED,
    Authority,
    Duty,
    Finding,
    Level,
    Standing,
)


@dataclass(frozen=True, slots=True)
class InForce:
    """A span of days in which a pack or a rule applies, and how well that is known.

    ``ends`` is the first day after it.
    """

    starts: date
    ends: date | None
    standing: Standing
    source: str

    def includes(self, day: date) -> bool:
        """Tell whether a day lies in the span."""
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Government:
    """A government that may pay: a level of the pack's own, or one above whose money has a column."""

    id: str
    name: Text
    funds: str | None
    level: Level | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A name, code or class with the days on which it is valid (``ends``: the first day after)."""

    value: str
    starts: date | None
    ends: date | None

    def includes(self, day: date) -> bool:
        """Tell whether it is valid on a day."""
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day < self.ends
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit: the government whose budget a line belongs to."""

    id: str
    name: Text
    level: Level
    classes: tuple[Dated, ...]
    labels: tuple[Dated, ...]
    """Every name, alias and 区划 code by which it is known."""
    part_of: str | None
    population: int | None
    at: Place

    def class_on(self, day: date) -> str:
        """Give its class on a day; the last known one where none is dated for it."""
        if len(self.classes) == 1:
            return self.classes[0].value
        return next((c.value for c in self.classes if c.includes(day)), self.classes[-1].value)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of health spending (事项), the clause that treats it, and how it is named and coded."""

    id: str
    clause: str
    name: Text
    aliases: tuple[str, ...]
    basis: str | None
    codes: tuple[Dated, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Derived:
    """An attribute that rules derive and later rules test; ``default`` where no rule derives it."""

    id: str
    values: tuple[str, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Default:
    """What the pack reads in a blank, for some items or all, and why."""

    attribute: str
    value: str
    items: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Reservation:
    """A question the text leaves open: whether a government pays its share for a class of units.

    ``parameter`` (yes or no) answers it. Unanswered, the government pays, the line is assumed and
    has ``finding``; answered no, its share is open and waits for ``decision``.
    """

    payer: str
    unit_class: str
    parameter: str
    decision: str
    finding: Finding


@dataclass(frozen=True)
class PackAbove:
    """A pack that stands above: by it money is computed that a budget leaves blank.

    ``unit`` is the unit of that pack in which all units of this one lie. For ``items``, the columns
    of ``payers`` (governments of both packs) are computed where the parameter ``when`` says yes.
    """

    pack: RulePack
    unit: str
    payers: tuple[str, ...]
    items: tuple[str, ...]
    when: str

    def named(self, parameter: str) -> str:
        """Name a parameter of that pack apart from those of the pack below."""
        return f"{self.pack.id}:{parameter}"


class Question(StrEnum):
    """A question asked of whole budgets, which a clause answers though no line's rule cites it.

    ``base-transfer``: what moves between treasuries when shares change. ``gap``: who makes up a
    county's gap, but for what bonds may.
    """

    BASE_TRANSFER = "base-transfer"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A treasury beside the units that receives money: a pooled fund, an institution's account.

    ``holder`` is the government that holds it; ``labels`` are its names in budgets.
    """

    id: str
    name: Text
    holder: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deductions:
    """Who bears what a settlement deducts, and how well that is known."""

    payer: str
    standing: Standing
    source: str


class Comparison(StrEnum):
    """How two numbers of a line compare; unknown where one of them is."""

    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Operand:
    """A number that a line has at allocation: a ``column``, a ``parameter``, or a ``quantity``.

    Quantities: ``amount`` (the line's), ``base`` (head count × standard), ``standard`` (of that
    base, per head and year).
    """

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class ThenIf:
    """A comparison made when money is allocated; it may only add duties and findings."""

    left: Operand
    comparison: Comparison
    right: Operand
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what follows, by which clause, when its condition holds.

    ``authority``, ``fund``, ``agreed``, ``above_base`` and each derived attribute are slots, filled
    with one value; duties and findings are sets. ``overrides`` takes authority and fund from others.
    """

    id: str
    clause: str
    quote: str
    when: Condition
    authority: Authority | None
    fund: Fund | None
    agreed: Agreed | None
    above_base: str | None
    derive: tuple[tuple[str, str], ...]
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]
    then_if: tuple[ThenIf, ...]
    overrides: tuple[str, ...]
    in_force: tuple[InForce, ...]
    standing: Standing | None
    published: date
    at: Place

    @property
    def places_money(self) -> bool:
        """Tell whether it decides on authority or money, and not only on duties."""
        return any((self.authority, self.fund, self.agreed, self.above_base))

    @property
    def attributes(self) -> frozenset[str]:
        """Name every attribute that its condition tests."""
        return frozenset(test.attribute for test in tests_of(self.when))


@dataclass(frozen=True)
class RulePack:
    """One document, made executable. ``digest`` is the SHA-256 over its files, and those above.

    Parameters of a pack above are among its own, under that pack's name (``PackAbove.named``).
    """

    id: str
    name: Text
    document: Document
    in_force: tuple[InForce, ...]
    governments: tuple[Government, ...]
    classes: tuple[tuple[str, Text], ...]
    units: tuple[Unit, ...]
    items: tuple[Item, ...]
    derived: tuple[Derived, ...]
    defaults: tuple[Default, ...]
    reservations: tuple[Reservation, ...]
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    entries: tuple[Entry, ...]
    parameter_kinds: tuple[tuple[str, ParameterKind], ...]
    digest: str
    root: str
    pack_above: PackAbove | None = None
    questions: tuple[tuple[Question, str], ...] = ()
    """The clause that answers each question asked of whole budgets."""
    recipients: tuple[Recipient, ...] = ()
    deductions: Deductions | None = None
    measures: tuple[tuple[str, Text], ...] = tuple(MEASURE_NAMES.items())
    """The measures that pots may be divided by, with their names."""

    @cached_property
    def measure_names(self) -> dict[str, Text]:
        """Index the names of the measures."""
        return dict(self.measures)

    @cached_property
    def measure_by_label(self) -> dict[str, str]:
        """Index the measures by every folded id and name."""
        return {
            folded(label): identifier
            for identifier, name in self.measures
            for label in (identifier, name.zh, name.en)
        }

    @cached_property
    def roles(self) -> dict[str, tuple[Role, str]]:
        """Say what parameters are for, by the first rule that asks for each."""
        found: dict[str, tuple[Role, str]] = {}
        for rule in self.rules:
            for parameter, role, payer in () if rule.fund is None else roles_of(rule.fund):
                found.setdefault(parameter, (role, payer))
        return found

    @cached_property
    def government_by_id(self) -> dict[str, Government]:
        """Index the governments."""
        return {government.id: government for government in self.governments}

    @cached_property
    def item_by_id(self) -> dict[str, Item]:
        """Index the items."""
        return {item.id: item for item in self.items}

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Index the units."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def recipient_by_id(self) -> dict[str, Recipient]:
        """Index the recipients beside the units."""
        return {recipient.id: recipient for recipient in self.recipients}

    @cached_property
    def recipient_by_label(self) -> dict[str, Recipient]:
        """Index the recipients by every folded name."""
        return {folded(label): each for each in self.recipients for label in each.labels}

    @cached_property
    def rule_by_id(self) -> dict[str, Rule]:
        """Index the rules."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def clause_by_id(self) -> dict[str, Clause]:
        """Index the clauses."""
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def units_by_label(self) -> dict[str, tuple[tuple[Unit, Dated], ...]]:
        """Index the units by every folded name, alias and code."""
        found: dict[str, tuple[tuple[Unit, Dated], ...]] = {}
        for unit in self.units:
            for label in unit.labels:
                key = folded(label.value)
                found[key] = (*found.get(key, ()), (unit, label))
        return found

    @cached_property
    def item_by_label(self) -> dict[str, Item]:
        """Index the items by every folded id, name and alias."""
        return {
            folded(label): item
            for item in self.items
            for label in (item.id, item.name.zh, item.name.en, *item.aliases)
        }

    def asked_of(self, item: str) -> frozenset[str]:
        """Name the attributes that some rule asks of an item, derived ones included.

        A pack above asks too; the unit there is always the same.
        """
        conditions = (restrict(rule.when, item) for rule in self.rules)
        asked = frozenset(test.attribute for held in conditions for test in tests_of(held))
        above = self.above_of(item)
        return asked if above is None else asked | (above.pack.asked_of(item) - {LEVEL, CLASS})

    def above_of(self, item: str) -> PackAbove | None:
        """Find the pack by which money from above is computed for an item, if any."""
        held = self.pack_above
        return held if held is not None and item in held.items else None

    def numbers_asked_of(self, item: str) -> frozenset[str]:
        """Name the columns of numbers whose blank makes a difference to lines of an item.

        Money from above makes none, as blank counts as none received, except that of a government
        whose share is reckoned, or that a pack above computes, where it is blank.
        """
        rules = self.rules_for(item)
        above = self.above_of(item)
        stacked: tuple[str, ...] = ()
        if above is not None:
            given = (g.funds for g in above.pack.above() if g.funds is not None)
            stacked = (
                *above.pack.numbers_asked_of(item),
                *given,
                *self.funds_above,
                *AGREED_COLUMNS,
            )
        funds = (self.columns_of(rule.fund) for rule in rules if rule.fund is not None)
        agreed = (rule.agreed.amount for rule in rules if rule.agreed is not None)
        compared = _compared(rules, "column")
        return frozenset((*chain.from_iterable(funds), *agreed, *compared, *stacked))

    @cached_property
    def funds_above(self) -> tuple[str, ...]:
        """The columns of money that a pack above may compute."""
        payers = () if self.pack_above is None else self.pack_above.payers
        return tuple(g.funds for g in self.above() if g.funds is not None and g.id in payers)

    def columns_of(self, fund: Fund) -> tuple[str, ...]:
        """Name the columns of numbers whose blank makes a difference to a form of funding."""
        payers = (self.government_by_id[payer] for payer in governments_of(fund))
        given = (payer.funds for payer in payers if payer.funds is not None)
        return tuple(dict.fromkeys((*columns_of(fund), *given)))

    def parameters_asked_of(self, item: str) -> frozenset[str]:
        """Name the parameters that lines of an item may turn on."""
        rules = self.rules_for(item)
        funds = (parameters_of(rule.fund) for rule in rules if rule.fund is not None)
        reserved = [reservation.parameter for reservation in self.reservations]
        above = self.above_of(item)
        reserved += [] if above is None else [above.when]
        return frozenset((*chain.from_iterable(funds), *reserved, *_compared(rules, "parameter")))

    def packs_above(self) -> Iterator[RulePack]:
        """Yield the packs above, from the nearest."""
        if self.pack_above is not None:
            yield self.pack_above.pack
            yield from self.pack_above.pack.packs_above()

    def asks(self, parameter: str) -> tuple[RulePack, str]:
        """Find the pack, this or one above, whose rules ask for a parameter, and its name there."""
        held = self.pack_above
        if held is not None and parameter.startswith(held.named("")):
            return held.pack.asks(parameter.removeprefix(held.named("")))
        return self, parameter

    @cached_property
    def own_entries(self) -> tuple[Entry, ...]:
        """The entries of parameters that its own rules ask for."""
        return tuple(entry for entry in self.entries if self.asks(entry.parameter)[0] is self)

    def rules_for(self, item: str) -> tuple[Rule, ...]:
        """List the rules that may apply to an item."""
        if item not in self._rules_by_item:
            held = (rule for rule in self.rules if restrict(rule.when, item) != NEVER)
            self._rules_by_item[item] = tuple(held)
        return self._rules_by_item[item]

    @cached_property
    def _rules_by_item(self) -> dict[str, tuple[Rule, ...]]:
        return {}

    def items_coded(self, code: str, day: date) -> tuple[Item, ...]:
        """List the items that a functional code may mean on a day, in the pack's order."""
        found = (i for i, dated in self._items_by_code.get(code, ()) if dated.includes(day))
        return tuple(dict.fromkeys(found))

    @cached_property
    def _items_by_code(self) -> dict[str, list[tuple[Item, Dated]]]:
        found: dict[str, list[tuple[Item, Dated]]] = {}
        for item in self.items:
            for dated in item.codes:
                found.setdefault(dated.value, []).append((item, dated))
        return found

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels of its units, the upper one first."""
        return tuple(g.level for g in self.governments if g.level is not None)

    @cached_property
    def lower(self) -> Government:
        """The government of the lower level, whose units bear what others do not."""
        return [g for g in self.governments if g.level is not None][-1]

    @cached_property
    def upper(self) -> Government | None:
        """The government of the upper level, whose own unit may have lines too; None where none."""
        found = [g for g in self.governments if g.level is not None]
        return found[0] if len(found) > 1 else None

    def is_lower(self, unit: Unit) -> bool:
        """Tell whether a unit is of the lower level (a county), and not the upper one's own."""
        return unit.level is self.lower.level

    def clause_on(self, question: Question) -> Clause | None:
        """Find the clause that answers a question; None where the pack names none."""
        return self.clause_by_id.get(dict(self.questions).get(question, ""))

    def above(self) -> tuple[Government, ...]:
        """List the governments above, in the order in which their money comes first."""
        return self._above

    @cached_property
    def _above(self) -> tuple[Government, ...]:
        return tuple(g for g in self.governments if g.funds is not None)

    def span_on(self, day: date) -> InForce | None:
        """Find the span of the document that includes a day; None when it does not apply."""
        return next((span for span in self.in_force if span.includes(day)), None)


def asked_of(pack: RulePack, items: Iterable[str]) -> frozenset[str]:
    """Name the parameters that lines of some items may turn on, in the packs above too."""
    found: set[str] = set()
    for item in items:
        found |= pack.parameters_asked_of(item)
        above = pack.above_of(item)
        if above is not None:
            found.update(map(above.named, asked_of(above.pack, (item,))))
    return frozenset(found)


def items_of(pack: RulePack) -> tuple[str | None, ...]:
    """List what a line's item can be, in the pack's order: unlisted and blank last."""
    return (*(item.id for item in pack.items), UNLISTED, None)


def _compared(rules: Iterable[Rule], source: str) -> Iterator[str]:
    """Name what rules compare at allocation, of one kind: columns, or parameters."""
    for then_if in chain.from_iterable(rule.then_if for rule in rules):
        for operand in (then_if.left, then_if.right):
            if operand.source == source:
                yield operand.id
