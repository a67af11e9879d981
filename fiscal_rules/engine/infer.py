"""Infer a decision for every situation of a pack, before any budget is read.

Each situation is decided twice: by the matcher of record (``model.condition.holds``) and, where it
can be imported, by durable-rules (``engine.rete``). A difference is a fatal error of ours.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import product
from typing import TypeVar

from fiscal_rules.engine import rete
from fiscal_rules.engine.compile import Epoch, Space, compile_pack
from fiscal_rules.model.condition import Situation, holds
from fiscal_rules.model.decision import Decision, Ruled
from fiscal_rules.model.funding import Agreed, Fund
from fiscal_rules.model.rulepack import Rule, RulePack, ThenIf
from fiscal_rules.model.vocabulary import EPOCH, ITEM, Authority, Duty, Finding

T = TypeVar("T")

RETE_DECIDES_ALL = 5_000
"""Above this many situations, durable-rules decides a seeded sample only, and provenance says so."""
MAX_SITUATIONS = 200_000
"""A pack with more situations is refused (``engine.prove``)."""
_SAMPLE_SEED = 20191017


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rules that fill one slot differently in one situation."""

    slot: str
    rules: tuple[str, ...]
    witness: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """The rules that apply in a situation, in the pack's order, and the attributes they derive."""

    rules: tuple[Rule, ...]
    derived: Mapping[str, str]
    conflicts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided of a line whose blanks are completed in every way.

    ``columns`` are the blank columns that decide: where there are any, only what all completions
    have in common is filled in. ``decision`` is the row of the table, None while columns are open.
    """

    item: str | None
    decision: int | None
    columns: tuple[str, ...]
    in_force: bool
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    authority: Ruled[Authority] | None
    fund: Ruled[Fund] | None
    agreed: Ruled[Agreed] | None
    above_base: Ruled[str] | None
    duties: tuple[Ruled[Duty], ...]
    findings: tuple[Ruled[Finding], ...]
    then_if: tuple[Ruled[ThenIf], ...]


@dataclass(frozen=True)
class DecisionTable:
    """The decision of every situation, and what went wrong while making it.

    ``keys`` maps an item and the key of one of its situations to a row of ``decisions``.
    """

    pack: RulePack
    space: Space
    decisions: tuple[Decision, ...]
    keys: Mapping[str, Mapping[tuple[str, ...], int]]
    conflicts: tuple[Conflict, ...]
    rete: bool
    rete_decided: int

    @cached_property
    def above(self) -> DecisionTable | None:
        """The decisions of the pack above; they are made when first asked for."""
        held = self.pack.pack_above
        return None if held is None else infer(held.pack)

    @cached_property
    def _verdicts(self) -> dict[object, Verdict]:
        return {}

    def decide(self, items: tuple[str, ...], given: Mapping[str, str], epoch: Epoch) -> Verdict:
        """Decide a line of one epoch; what ``given`` does not name is blank.

        ``items`` are the items the line may be: one, unless its item is blank.
        """
        spaces = [self.space.items[item] for item in items]
        asked = {d.attribute: given.get(d.attribute) for s in spaces for d in s.domains}
        key = (items, tuple(sorted(asked.items(), key=str)), epoch.id)
        if key not in self._verdicts:
            self._verdicts[key] = self._verdict(items, given, epoch)
        return self._verdicts[key]

    def read_blanks(self, item: str, given: Mapping[str, str]) -> dict[str, str]:
        """Add to what is given what the pack reads in the blanks of a line of an item."""
        defaults = (d for d in self.pack.defaults if not d.items or item in d.items)
        return {**{d.attribute: d.value for d in defaults}, **given}

    def completions(
        self, item: str, given: Mapping[str, str], epoch: Epoch
    ) -> dict[tuple[str, ...], int]:
        """List every situation of an item that agrees with what is given, with its decision."""
        dated = {**self.read_blanks(item, given), EPOCH: epoch.id}
        domains = self.space.items[item].domains
        admitted = [
            (domain.representative(dated[domain.attribute]),)
            if domain.attribute in dated
            else domain.representatives
            for domain in domains
        ]
        table = self.keys[item]
        return {key: table[key] for key in product(*admitted) if key in table}

    def _verdict(self, items: tuple[str, ...], given: Mapping[str, str], epoch: Epoch) -> Verdict:
        if not epoch.in_force:
            return _outside_the_law(self.pack, items)
        ways = {item: self.completions(item, given, epoch) for item in items}
        reached = list(dict.fromkeys(row for way in ways.values() for row in way.values()))
        decided = [self.decisions[row] for row in reached]
        if len(items) == 1 and len({_outcome(decision) for decision in decided}) == 1:
            columns: tuple[str, ...] = ()
        else:
            columns = (ITEM,) if len(items) != 1 else self._deciding(items[0], ways[items[0]])
        return self._common(items, reached, columns)

    def _common(
        self, items: tuple[str, ...], reached: Sequence[int], columns: tuple[str, ...]
    ) -> Verdict:
        decided = [self.decisions[row] for row in reached]
        item = items[0] if len(items) == 1 else None
        return Verdict(
            item=item,
            decision=reached[0] if not columns and len(reached) == 1 else None,
            columns=columns,
            in_force=True,
            rules=_shared(decided, lambda d: d.rules),
            clauses=_clauses(self.pack, item, decided),
            authority=_agreed_on(decided, lambda d: d.authority),
            fund=_agreed_on(decided, lambda d: d.fund) if not columns else None,
            agreed=_agreed_on(decided, lambda d: d.agreed),
            above_base=_agreed_on(decided, lambda d: d.above_base),
            duties=_in_all(decided, lambda d: d.duties),
            findings=_in_all(decided, lambda d: d.findings),
            then_if=_in_all(decided, lambda d: d.then_if),
        )

    def _deciding(self, item: str, ways: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
        """Name the attributes whose value alone can change the outcome of some completion."""
        outcome = {key: _outcome(self.decisions[row]) for key, row in ways.items()}
        found = []
        for position, domain in enumerate(self.space.items[item].domains):
            groups: dict[tuple[str, ...], set[object]] = {}
            for key, result in outcome.items():
                rest = (*key[:position], *key[position + 1 :])
                groups.setdefault(rest, set()).add(result)
            if any(len(results) > 1 for results in groups.values()):
                found.append(domain.attribute)
        return tuple(found)


class Deciding(Enum):
    """Who decides: both matchers, which must agree, or that of record alone.

    Alone it is for packs that nobody allocates by, such as mutants, of which there are many.
    """

    BOTH = "both matchers"
    RECORD = "the matcher of record"


def infer(pack: RulePack, by: Deciding = Deciding.BOTH) -> DecisionTable:
    """Decide every situation of a pack; conflicts are kept, not raised."""
    space = compile_pack(pack)
    decisions: dict[Decision, int] = {}
    keys: dict[str, dict[tuple[str, ...], int]] = {}
    conflicts: list[Conflict] = []
    rete_decided = 0
    for item in space.items:
        situations = {key: space.completed(item, key) for key in space.situations(item)}
        applied = {key: applying(space, situation) for key, situation in situations.items()}
        if by is Deciding.BOTH:
            rete_decided += _agree(space, item, situations, applied)
        for key, result in applied.items():
            decision, found = resolve(pack, item, result)
            keys.setdefault(item, {})[key] = decisions.setdefault(decision, len(decisions))
            witness = _witness(space, item, key)
            conflicts += (Conflict(slot, rules, witness) for slot, rules in found)
    by_rete = by is Deciding.BOTH and rete.is_available()
    return DecisionTable(
        pack, space, tuple(decisions), keys, tuple(conflicts), by_rete, rete_decided
    )


def applying(space: Space, situation: Situation) -> Applied:
    """Give the rules that apply in a completed situation: the meaning of record.

    Rules are asked stage by stage, each after all that derive an attribute it tests, so that one
    pass is the whole inference.
    """
    known = {**situation, **{derived.id: derived.default for derived in space.pack.derived}}
    rules: list[Rule] = []
    proposed: dict[str, dict[str, list[str]]] = {}
    for rule in space.by_stage:
        if not holds(space.conditions[rule.id], known):
            continue
        rules.append(rule)
        for attribute, value in rule.derive:
            values = proposed.setdefault(attribute, {})
            values.setdefault(value, []).append(rule.id)
            known[attribute] = next(iter(values))
    conflicts = tuple(
        (attribute, tuple(rule for by in values.values() for rule in by))
        for attribute, values in proposed.items()
        if len(values) > 1
    )
    derived = {attribute: next(iter(values)) for attribute, values in proposed.items()}
    found = {rule.id for rule in rules}
    in_order = tuple(rule for rule in space.pack.rules if rule.id in found)
    return Applied(in_order, derived, conflicts)


def resolve(
    pack: RulePack, item: str, applied: Applied
) -> tuple[Decision, list[tuple[str, tuple[str, ...]]]]:
    """Fill the slots of a decision from the rules that apply; name the slots in conflict."""
    overridden = {target for rule in applied.rules for target in overrides(pack, rule)}
    standing_rules = [rule for rule in applied.rules if rule.id not in overridden]
    conflicts = list(applied.conflicts)

    def fill(
        slot: str, rules: Iterable[Rule], value: Callable[[Rule], T | None]
    ) -> Ruled[T] | None:
        filled = [Ruled(v, r.id, r.clause) for r in rules if (v := value(r)) is not None]
        if any(ruled.value != filled[0].value for ruled in filled):
            conflicts.append((slot, tuple(ruled.rule for ruled in filled)))
        return filled[0] if filled else None

    decision = Decision(
        item=item,
        rules=tuple(rule.id for rule in applied.rules),
        authority=fill("assign", standing_rules, lambda rule: rule.authority),
        fund=fill("fund", standing_rules, lambda rule: rule.fund),
        agreed=fill("agreed", applied.rules, lambda rule: rule.agreed),
        above_base=fill("above_base", applied.rules, lambda rule: rule.above_base),
        duties=_each(applied.rules, lambda rule: rule.duties),
        findings=_each(applied.rules, lambda rule: rule.findings),
        then_if=_each(applied.rules, lambda rule: rule.then_if),
    )
    return decision, conflicts


def overrides(pack: RulePack, rule: Rule) -> frozenset[str]:
    """List all rules that a rule overrides, through others too (they are acyclic)."""
    direct = frozenset(rule.overrides)
    return direct.union(*(overrides(pack, pack.rule_by_id[target]) for target in direct))


def _agree(
    space: Space,
    item: str,
    situations: Mapping[tuple[str, ...], Situation],
    applied: Mapping[tuple[str, ...], Applied],
) -> int:
    """Hold durable-rules against the matcher of record; give the number of situations compared."""
    if not rete.is_available():
        return 0
    # Where two rules derive different values the pack is refused anyway, and order would decide.
    comparable = [key for key in situations if not applied[key].conflicts]
    if space.size > RETE_DECIDES_ALL:
        share = len(comparable) * RETE_DECIDES_ALL // space.size + 1
        comparable = random.Random(_SAMPLE_SEED).sample(  # noqa: S311 (a sample, not a secret)
            comparable, min(share, len(comparable))
        )
    by_rete = rete.applying(space, item, [situations[key] for key in comparable])
    for key, rules in zip(comparable, by_rete, strict=True):
        expected = frozenset(rule.id for rule in applied[key].rules)
        assert rules == expected, (
            f"the two matchers differ on {item} {situations[key]}: "
            f"{sorted(rules)} by durable-rules, {sorted(expected)} by the matcher of record"
        )
    return len(comparable)


def _witness(space: Space, item: str, key: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    domains = space.items[item].domains
    return ((ITEM, item), *((d.attribute, v) for d, v in zip(domains, key, strict=True)))


def _each(rules: Iterable[Rule], values: Callable[[Rule], tuple[T, ...]]) -> tuple[Ruled[T], ...]:
    found = (Ruled(value, rule.id, rule.clause) for rule in rules for value in values(rule))
    return tuple({ruled.value: ruled for ruled in found}.values())


def _outcome(decision: Decision) -> object:
    """Reduce a decision to what it says of authority and money."""
    slots = (decision.authority, decision.fund, decision.agreed, decision.above_base)
    return tuple(None if slot is None else slot.value for slot in slots)


def _agreed_on(
    decided: Sequence[Decision], slot: Callable[[Decision], Ruled[T] | None]
) -> Ruled[T] | None:
    slots = [slot(decision) for decision in decided]
    first = slots[0] if slots else None
    same = all(s is not None and first is not None and s.value == first.value for s in slots)
    return first if same else None


def _in_all(
    decided: Sequence[Decision], members: Callable[[Decision], tuple[Ruled[T], ...]]
) -> tuple[Ruled[T], ...]:
    """List what all decisions say, whichever rules say it; the first is named for it."""
    first, *others = (members(decision) for decision in decided)
    values = [{ruled.value for ruled in other} for other in others]
    return tuple(ruled for ruled in first if all(ruled.value in said for said in values))


def _shared(
    decided: Sequence[Decision], members: Callable[[Decision], tuple[T, ...]]
) -> tuple[T, ...]:
    first, *others = (members(decision) for decision in decided)
    return tuple(member for member in first if all(member in other for other in others))


def _clauses(pack: RulePack, item: str | None, decided: Sequence[Decision]) -> tuple[str, ...]:
    """Name the clauses a line settles to; where the letter is open, the item's own clause."""
    settled = [
        tuple(ruled.clause for ruled in (d.agreed, d.fund) if ruled is not None) for d in decided
    ]
    if len(set(settled)) == 1:
        return tuple(dict.fromkeys(settled[0]))
    own = _clause_of(pack, item)
    agreed = _agreed_on(decided, lambda d: d.agreed)
    return (*((agreed.clause,) if agreed else ()), *own)


def _clause_of(pack: RulePack, item: str | None) -> tuple[str, ...]:
    known = pack.item_by_id.get(item or "")
    return (known.clause,) if known else ()


def _outside_the_law(pack: RulePack, items: tuple[str, ...]) -> Verdict:
    item = items[0] if len(items) == 1 else None
    clauses = _clause_of(pack, item)
    return Verdict(
        item=item,
        decision=None,
        columns=(),
        in_force=False,
        rules=(),
        clauses=clauses,
        authority=None,
        fund=None,
        agreed=None,
        above_base=None,
        duties=(),
        findings=(),
        then_if=(),
    )
