"""Decide by durable-rules, inside the small part of it that is safe, which rules apply.

This is the only module that imports durable-rules, and the only one that its threads, clock and
globals could reach; it never sees a budget line or money. What is emitted: one pattern a rule, a
flat conjunction of equalities and inequalities over fully populated facts of text; one engine rule
for each alternative of a condition. Derived attributes chain: a last rule of every stage asserts
the fact of the next. A set of rules is made for each item, so that few rules can be true at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fiscal_rules.engine.compile import Space
from fiscal_rules.model.condition import Condition, Situation, disjuncts
from fiscal_rules.model.vocabulary import ITEM

try:
    import durable.engine as durable_engine
    import durable_rules_engine
except ImportError:  # Python 3.13 and later, where its extension does not load
    durable_engine = None

MAX_ALTERNATIVES = 60
"""How many alternatives a stage of one item may have: 64 true at once would be an error."""
MAX_LITERALS = 200
"""How many literals an alternative may have; a fact holds at most 252 properties."""
_MAX_STATES = 1_000_000_000

_KIND = "kind"
_LAST = 9
_FIRST = 1


def is_available() -> bool:
    """Tell whether durable-rules can be imported here."""
    return durable_engine is not None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a rule's condition can hold, at a stage of the chaining."""

    rule: str
    stage: int
    literals: tuple[tuple[str, str, bool], ...]


def alternatives(space: Space, item: str) -> tuple[Alternative, ...]:
    """List every alternative of every rule that may hold for an item, in the pack's order."""
    return tuple(
        Alternative(rule, space.stages[rule], literals)
        for rule, condition in space.conditions.items()
        for literals in _ways(condition)
        if _may_be(item, literals)
    )


def applying(
    space: Space, item: str, situations: Iterable[Situation]
) -> tuple[frozenset[str], ...]:
    """Give, for each situation of one item, the ids of the rules that apply."""
    session = _Session(space, item)
    try:
        return tuple(session.decide(situation) for situation in situations)
    finally:
        session.close()


def _ways(condition: Condition) -> list[tuple[tuple[str, str, bool], ...]]:
    return [tuple(sorted(literals)) for literals in disjuncts(condition)]


def _may_be(item: str, literals: tuple[tuple[str, str, bool], ...]) -> bool:
    return all((value == item) is positive for a, value, positive in literals if a == ITEM)


@dataclass
class _Trace:
    """What the rules of one situation proposed: the only thing that actions write to."""

    rules: set[str] = field(default_factory=set)
    derived: dict[str, str] = field(default_factory=dict)
    failures: list[BaseException] = field(default_factory=list)


class _Session:
    """A set of durable rules for one item, alive between construction and ``close``."""

    def __init__(self, space: Space, item: str) -> None:
        self._pack = space.pack
        self._name = f"fiscal-{item}"
        self._trace = _Trace()
        self._situation: Situation = {}
        ways = alternatives(space, item)
        self._last_stage = max((way.stage for way in ways), default=0)
        definition = {f"a{i}": self._rule(way) for i, way in enumerate(ways)}
        for stage in range(self._last_stage + 1):
            definition[f"stage{stage}"] = self._stage_end(stage)
        self._host = _quiet_host({self._name: definition})

    def decide(self, situation: Situation) -> frozenset[str]:
        self._trace = _Trace()
        self._situation = situation
        self._host.assert_fact(self._name, self._fact(0))
        state = self._host.get_state(self._name, "s")
        self._host.delete_state(self._name, "s")
        assert not self._trace.failures, self._trace.failures
        assert "exception" not in state, state
        return frozenset(self._trace.rules)

    def close(self) -> None:
        ruleset = self._host.get_ruleset(self._name)
        durable_rules_engine.delete_ruleset(ruleset._handle)  # noqa: SLF001 (no public way)

    def _fact(self, stage: int) -> dict[str, str]:
        defaults = {derived.id: derived.default for derived in self._pack.derived}
        known = {**self._situation, **defaults, **self._trace.derived}
        properties = {_property(attribute): value for attribute, value in known.items()}
        return {"id": f"f{stage}", "sid": "s", _KIND: _stage(stage), **properties}

    def _rule(self, way: Alternative) -> dict[str, Any]:
        derive = self._pack.rule_by_id[way.rule].derive

        def propose() -> None:
            self._trace.rules.add(way.rule)
            for attribute, value in derive:
                self._trace.derived.setdefault(attribute, value)

        return _definition(way.stage, way.literals, _FIRST, self._guarded(propose))

    def _stage_end(self, stage: int) -> dict[str, Any]:
        if stage == self._last_stage:
            return _definition(stage, (), _LAST, lambda _: None)

        def run(context: Any) -> None:  # noqa: ANN401 (untyped library)
            try:
                context.assert_fact(self._fact(stage + 1))
            except BaseException as failure:  # noqa: BLE001 (the engine swallows what escapes)
                self._trace.failures.append(failure)

        return _definition(stage, (), _LAST, run)

    def _guarded(self, action: Callable[[], None]) -> Callable[[Any], None]:
        def run(_: Any) -> None:  # noqa: ANN401 (untyped library)
            try:
                action()
            except BaseException as failure:  # noqa: BLE001 (the engine swallows what escapes)
                self._trace.failures.append(failure)

        return run


def _definition(
    stage: int,
    literals: tuple[tuple[str, str, bool], ...],
    priority: int,
    run: Callable[[Any], None],
) -> dict[str, Any]:
    tests: list[dict[str, Any]] = [{_KIND: _stage(stage)}]
    for attribute, value, positive in literals:
        equal = {_property(attribute): value}
        tests.append(equal if positive else {"$neq": equal})
    # The engine takes a conjunction of one test only without "$and".
    condition = {"$and": tests} if len(tests) > 1 else tests[0]
    return {"all": [{"m": condition}], "pri": priority, "run": run}


def _stage(stage: int) -> str:
    return f"stage-{stage}"


def _property(attribute: str) -> str:
    # Some names ("id", "sid", "$s") crash the engine or make it loop: none of ours can be one.
    return f"x_{attribute}"


def _quiet_host(definition: Mapping[str, Any]) -> Any:  # noqa: ANN401 (untyped library)
    """Make a host that starts no threads and lives outside time (a clock jump drops activations)."""
    durable_engine._unix_now = lambda: 0.0  # noqa: SLF001 (its clock has no public switch)

    class Host(durable_engine.Host):  # type: ignore[misc]
        def _run(self) -> None:
            """Do nothing, where the original starts two threads."""

    return Host(definition)
