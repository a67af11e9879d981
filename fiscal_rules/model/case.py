"""A worked case of a pack: lines, what must come out of them, and the arithmetic by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from fiscal_rules.model.budget import BudgetLine, MeasureValue
from fiscal_rules.model.diagnostic import Place
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.vocabulary import Authority, Duty, Finding, Standing, Status


class Nothing(Enum):
    """What is written where there is nothing, and that is expected."""

    NULL = "null"


R_co = TypeVar("R_co", bound=Duty | Finding, covariant=True)


@dataclass(frozen=True, slots=True)
class Expected(Generic[R_co]):
    """A duty or a finding that must come out; by that clause, where one is said."""

    id: R_co
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come out of one line; what is not said (None) is not compared.

    ``payers`` names every government that pays: one that is not named must pay 0.00. The order of
    ``clauses`` counts; duties, findings and the ids in ``needs`` are sets. ``authority`` compares
    with the authority of a result, where ``Authority.UNSTATED`` also means one not yet settled.
    ``standing`` may be expected to be that of no money at all (``Nothing.NULL``).
    """

    line: str
    status: Status | None
    authority: Authority | None
    clauses: tuple[str, ...] | None
    payers: tuple[tuple[str, Fen], ...] | None
    open: Fen | None
    standing: Standing | Nothing | None
    duties: tuple[Expected[Duty], ...] | None
    findings: tuple[Expected[Finding], ...] | None
    needs: tuple[str, ...] | None
    at: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case. ``entries`` are its own parameters, merged after those of the pack."""

    id: str
    clauses: tuple[str, ...]
    because: str
    entries: tuple[Entry, ...]
    lines: tuple[BudgetLine, ...]
    measures: tuple[MeasureValue, ...]
    expected: tuple[Expectation, ...]
    at: Place
