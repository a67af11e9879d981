"""Prove, from the decision table, that a pack decides every situation, once, and wastes no rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fiscal_rules.engine import messages, rete
from fiscal_rules.engine.compile import Space
from fiscal_rules.engine.infer import MAX_SITUATIONS, DecisionTable
from fiscal_rules.model.diagnostic import Diagnostic, Place
from fiscal_rules.model.funding import matching_of
from fiscal_rules.model.text import Text, same

_SLOTS = {
    "assign": Text("财政事权", "the authority"),
    "fund": Text("支出责任", "who pays"),
    "agreed": Text("约定补助", "an agreed subsidy"),
    "above_base": Text("高出部分的负担方", "the bearer of the top-up"),
}


def prove(table: DecisionTable) -> tuple[Diagnostic, ...]:
    """Report every gap, conflict, dead rule and dead override, each with a witness."""
    return tuple(problem for proof in PROOFS for problem in proof(table))


def limits(space: Space) -> tuple[Diagnostic, ...]:
    """Report what makes a compiled pack too large to be decided completely."""
    return (*_too_many_situations(space), *_too_many_alternatives(space))


def _gaps(table: DecisionTable) -> Iterator[Diagnostic]:
    """Every situation has an authority, if only the statement that none is stated, and a fund."""
    for slot in ("assign", "fund"):
        for row, witness in _first_witness(table).items():
            decision = table.decisions[row]
            if (decision.authority if slot == "assign" else decision.fund) is None:
                yield messages.GAP.at(_place(table), slot=_SLOTS[slot], witness=witness)


def _conflicts(table: DecisionTable) -> Iterator[Diagnostic]:
    """No two rules fill one slot differently, unless one overrides the other."""
    seen = set()
    for conflict in table.conflicts:
        if (conflict.slot, conflict.rules) in seen:
            continue
        seen.add((conflict.slot, conflict.rules))
        place = table.pack.rule_by_id[conflict.rules[-1]].at
        yield messages.CONFLICT.at(
            place,
            rules=same(", ".join(conflict.rules)),
            slot=_SLOTS.get(conflict.slot, same(conflict.slot)),
            witness=_written(conflict.witness),
        )


def _dead_rules(table: DecisionTable) -> Iterator[Diagnostic]:
    """Every rule applies in some situation."""
    living = {rule for decision in table.decisions for rule in decision.rules}
    for rule in table.pack.rules:
        if rule.id not in living:
            yield messages.DEAD_RULE.at(rule.at, rule=rule.id)


def _dead_overrides(table: DecisionTable) -> Iterator[Diagnostic]:
    """Every rule meets, in some situation, each rule that it overrides."""
    for rule in table.pack.rules:
        for target in rule.overrides:
            if not any({rule.id, target} <= set(d.rules) for d in table.decisions):
                yield messages.DEAD_OVERRIDE.at(rule.at, rule=rule.id, target=target)


def _tops_without_bearer(table: DecisionTable) -> Iterator[Diagnostic]:
    """Where a base standard is set, some rule says who bears what is above it."""
    for row, witness in _first_witness(table).items():
        decision = table.decisions[row]
        fund = decision.fund.value if decision.fund else None
        matching = None if fund is None else matching_of(fund)
        if matching is not None and matching.base is not None and decision.above_base is None:
            yield messages.ABOVE_BASE_UNSAID.at(_place(table), witness=witness)


PROOFS = (_gaps, _conflicts, _dead_rules, _dead_overrides, _tops_without_bearer)


def _too_many_situations(space: Space) -> Iterator[Diagnostic]:
    if space.size <= MAX_SITUATIONS:
        return
    counts: Counter[str] = Counter()
    for item in space.items.values():
        for domain in item.domains:
            counts[domain.attribute] = max(counts[domain.attribute], len(domain.classes))
    blame = ", ".join(f"{name} ({count})" for name, count in counts.most_common(3))
    place = Place(space.pack.root)
    yield messages.TOO_MANY_SITUATIONS.at(place, size=space.size, limit=MAX_SITUATIONS, blame=blame)


def _too_many_alternatives(space: Space) -> Iterator[Diagnostic]:
    for item in space.items:
        stages = Counter(way.stage for way in rete.alternatives(space, item))
        for count in stages.values():
            if count > rete.MAX_ALTERNATIVES:
                yield messages.TOO_MANY_ALTERNATIVES.at(
                    Place(space.pack.root), item=item, count=count, limit=rete.MAX_ALTERNATIVES
                )


def _first_witness(table: DecisionTable) -> dict[int, Text]:
    """Find, for each decision, the first situation that leads to it."""
    found: dict[int, Text] = {}
    for item, keys in table.keys.items():
        domains = table.space.items[item].domains
        for key, row in keys.items():
            if row not in found:
                pairs = tuple((d.attribute, v) for d, v in zip(domains, key, strict=True))
                found[row] = _written((("item", item), *pairs))
    return found


def _written(witness: tuple[tuple[str, str], ...]) -> Text:
    return same(", ".join(f"{attribute}={value}" for attribute, value in witness))


def _place(table: DecisionTable) -> Place:
    return Place(table.pack.root)
