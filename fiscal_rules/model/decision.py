"""A decision: what the rules of a pack say of a situation, before any money is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from fiscal_rules.model.funding import Agreed, Fund
from fiscal_rules.model.rulepack import ThenIf
from fiscal_rules.model.vocabulary import Authority, Duty, Finding

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Ruled(Generic[T_co]):
    """A value, with the rule and the clause that gave it."""

    value: T_co
    rule: str
    clause: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that follows from the rules that apply; the same rules make the same decision.

    ``rules`` are in the pack's order. ``fund`` is None only before the document applies, where
    ``before_the_law`` says so.
    """

    item: str
    rules: tuple[str, ...]
    authority: Ruled[Authority] | None
    fund: Ruled[Fund] | None
    agreed: Ruled[Agreed] | None
    above_base: Ruled[str] | None
    duties: tuple[Ruled[Duty], ...]
    findings: tuple[Ruled[Finding], ...]
    then_if: tuple[Ruled[ThenIf], ...]
    in_force: bool = True
