"""Parameters: what the rules ask for and the pack does not give, and entries that look wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise

from fiscal_rules.check import messages
from fiscal_rules.check.subject import Subject
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import Rule, RulePack, Unit
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import CLASS, Level, Standing
from fiscal_rules.readers.merge import closed
from fiscal_rules.readers.order import asked_by
from fiscal_rules.readers.packs import PARAMETERS_FILE

_BY_CLAUSE = Text("\n    {clause}：{parameters}", "\n    {clause}: {parameters}")
_RESERVED = Text("保留事项", "reservations")
_NUMBER_OF_A_DOCUMENT = re.compile(r"[\[(〔【]\d{4}[\])〕】]第?\d+号|\b[Nn]o\. ?\d+")
_MONTHS_A_YEAR = 12


def parameters_not_given(subject: Subject) -> Iterator[Diagnostic]:
    """Know which parameters rules ask for and the pack leaves to others to give."""
    given = {entry.parameter for entry in subject.pack.entries}
    asked = {clause: used - given for clause, used in _asked(subject.pack).items()}
    lacking = {clause: sorted(used) for clause, used in asked.items() if used}
    if lacking:
        lines = [
            _BY_CLAUSE.fill(clause=clause, parameters=", ".join(used))
            for clause, used in lacking.items()
        ]
        listed = Text("".join(line.zh for line in lines), "".join(line.en for line in lines))
        count = len(set().union(*lacking.values()))
        yield subject.say_of_file(messages.ASKED_FOR, PARAMETERS_FILE, count=count, listed=listed)


def entries_for_nobody(subject: Subject) -> Iterator[Diagnostic]:
    """Give values for units and classes that some county has while they hold."""
    for entry in closed(subject.pack.entries):
        scope = dict(entry.scope)
        counties = (unit for unit in subject.pack.units if unit.level is Level.COUNTY)
        if not any(_holds_for(entry, scope, unit) for unit in counties):
            yield subject.say_of(
                messages.HOLDS_FOR_NOBODY, entry.at, "for", parameter=entry.parameter
            )


def official_without_number(subject: Subject) -> Iterator[Diagnostic]:
    """Name the document behind what is called official."""
    for entry in subject.pack.entries:
        source = unicodedata.normalize("NFKC", entry.source)
        if entry.standing is Standing.OFFICIAL and not _NUMBER_OF_A_DOCUMENT.search(source):
            yield subject.say_of(
                messages.OFFICIAL_WITHOUT_NUMBER, entry.at, "source", parameter=entry.parameter
            )


def months_without_value(subject: Subject) -> Iterator[Diagnostic]:
    """Give a value for every month between two dated values for the same lines."""
    entries = closed(subject.pack.entries)
    in_order = sorted(entries, key=lambda e: (e.parameter, e.scope, e.starts))
    for _, held in groupby(in_order, key=lambda e: (e.parameter, e.scope)):
        for one, other in pairwise(held):
            months = [
                day for day in _months_between(one, other) if not _is_given(entries, one, day)
            ]
            if months:
                yield subject.say_of(
                    messages.MONTHS_WITHOUT_VALUE,
                    other.at,
                    "from",
                    parameter=one.parameter,
                    first=f"{months[0]:%Y-%m}",
                    last=f"{months[-1]:%Y-%m}",
                )


def _asked(pack: RulePack) -> dict[Text, set[str]]:
    """Gather the parameters that rules and reservations ask for, by clause, in its order."""
    asked: dict[Text, set[str]] = {}
    for rule in pack.rules:
        asked.setdefault(same(rule.clause), set()).update(_asked_by(rule))
    asked[_RESERVED] = {reservation.parameter for reservation in pack.reservations}
    return asked


def _asked_by(rule: Rule) -> Iterator[str]:
    yield from (parameter for parameter, _ in asked_by(rule))
    for then_if in rule.then_if:
        sides = (then_if.left, then_if.right)
        yield from (operand.id for operand in sides if operand.source == "parameter")


def _holds_for(entry: Entry, scope: dict[str, tuple[str, ...]], unit: Unit) -> bool:
    if unit.id not in scope.get("unit", (unit.id,)):
        return False
    changes = (held.starts for held in unit.classes if held.starts is not None)
    days = (entry.starts, *(day for day in changes if entry.holds_on(day)))
    return CLASS not in scope or any(unit.class_on(day) in scope[CLASS] for day in days)


def _months_between(one: Entry, other: Entry) -> Iterator[date]:
    day = one.ends or other.starts
    while day < other.starts:
        yield day
        years, month = divmod(day.month, _MONTHS_A_YEAR)
        day = date(day.year + years, month + 1, 1)


def _is_given(entries: Iterable[Entry], like: Entry, day: date) -> bool:
    """Tell whether a value that is no more specific stands in for one on a day."""
    scope = dict(like.scope)
    return any(
        entry.parameter == like.parameter
        and entry.holds_on(day)
        and all(key in scope and set(scope[key]) <= set(values) for key, values in entry.scope)
        for entry in entries
    )
