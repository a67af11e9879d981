"""Questions: what open money waits for, what is remarked on lines, which parameters were used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fiscal_rules.model.allocation import MOST_NAMED, Group, Outcome
from fiscal_rules.model.money import Fen
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, Duty, Finding, NeedKind, Status

EXISTING_SYSTEM = "existing-system"
"""Why the money of a line that the document does not divide is open."""

_KINDS = (*NeedKind, None)
_REMARKS: tuple[Duty | Finding, ...] = (*Duty, *Finding)


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines: how many they are, and the ids of the first of them."""

    count: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that open lines wait for, with the lines and all that is open on them.

    A line that waits for several things is counted under each. ``kind`` is None where nothing is
    awaited, since the existing system holds.
    """

    kind: NeedKind | None
    id: str
    clause: str | None
    lines: Lines
    open: Fen


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """A duty or a finding under one clause, with the lines that have it."""

    id: Duty | Finding
    clause: str | None
    lines: Lines


@dataclass(frozen=True, slots=True)
class UnlistedItem:
    """A line whose item the pack does not know, and the items that are nearest in name."""

    line: str
    text: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsedEntry:
    """A parameter's value that results rest on, with how many lines."""

    entry: Entry
    lines: int


def open_questions(pack: RulePack, groups: Iterable[Group]) -> tuple[OpenQuestion, ...]:
    """Group the open lines by each thing that they wait for, in the pack's order."""
    held: dict[tuple[NeedKind | None, str, str | None], list[Group]] = {}
    for group in groups:
        for key in _waits_for(group.outcome):
            held.setdefault(key, []).append(group)
    clauses = _rank_of_clauses(pack)
    ordered = sorted(
        held, key=lambda k: (_KINDS.index(k[0]), clauses(k[2]), _rank_of_column(k[1]), k[1])
    )
    return tuple(OpenQuestion(*key, _lines(held[key]), _open(held[key])) for key in ordered)


def remark_groups(pack: RulePack, groups: Iterable[Group]) -> tuple[RemarkGroup, ...]:
    """Group duties and findings with their lines, in the order of the vocabulary and the pack."""
    held: dict[tuple[Duty | Finding, str | None], list[Group]] = {}
    for group in groups:
        marked = ((r.id, r.clause) for r in (*group.outcome.duties, *group.outcome.findings))
        for key in dict.fromkeys(marked):
            held.setdefault(key, []).append(group)
    clauses = _rank_of_clauses(pack)
    ordered = sorted(held, key=lambda key: (_REMARKS.index(key[0]), clauses(key[1])))
    return tuple(RemarkGroup(*key, _lines(held[key])) for key in ordered)


def unlisted_items(groups: Iterable[Group]) -> tuple[UnlistedItem, ...]:
    """List the first lines whose items the pack does not know, as the budget orders them."""
    found = (
        (at, UnlistedItem(line, group.outcome.item_text, remark.nearest))
        for group in groups
        for remark in group.outcome.findings
        if remark.id is Finding.ITEM_NOT_IN_PACK
        for at, line in group.first
    )
    ordered = sorted(found, key=lambda pair: pair[0])
    return tuple(item for _, item in ordered[:MOST_NAMED])


def used_entries(pack: RulePack, groups: Iterable[Group]) -> tuple[UsedEntry, ...]:
    """List the parameter values that results rest on, by parameter in the pack's order, by date."""
    counts: dict[Entry, int] = {}
    for group in groups:
        for entry in dict.fromkeys(group.outcome.used):
            counts[entry] = counts.get(entry, 0) + group.lines
    order = {parameter: position for position, (parameter, _) in enumerate(pack.parameter_kinds)}
    ordered = sorted(counts, key=lambda e: (order[e.parameter], e.starts, e.file, e.scope))
    return tuple(UsedEntry(entry, counts[entry]) for entry in ordered)


def _waits_for(result: Outcome) -> Sequence[tuple[NeedKind | None, str, str | None]]:
    if result.status is Status.OUTSIDE:
        return [(None, EXISTING_SYSTEM, next(iter(result.clauses), None))]
    return [(need.kind, need.id, need.clause) for need in result.needs]


def _rank_of_clauses(pack: RulePack) -> Callable[[str | None], tuple[int, str]]:
    order = {clause.id: position for position, clause in enumerate(pack.clauses)}
    return lambda clause: (order.get(clause or "", len(order)), clause or "")


def _rank_of_column(what: str) -> int:
    columns = list(COLUMN_BY_ID)
    return columns.index(what) if what in columns else len(columns)


def _lines(groups: Sequence[Group]) -> Lines:
    named = sorted(named for group in groups for named in group.first)
    first = tuple(line for _, line in named[:MOST_NAMED])
    return Lines(sum(group.lines for group in groups), first)


def _open(groups: Iterable[Group]) -> Fen:
    return sum(group.open for group in groups)
