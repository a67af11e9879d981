"""Read parameters: dated, sourced values of a pack and of the files given beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers import messages
from fiscal_rules.readers.canonical import digest_of
from fiscal_rules.readers.merge import closed, ties
from fiscal_rules.readers.reading import Reading, Whole, by_place
from fiscal_rules.readers.scopes import read_scope
from fiscal_rules.readers.shapes import EntryShape, ParametersShape
from fiscal_rules.readers.validate import validate
from fiscal_rules.readers.values import Asked, asked_for, read_share_of, read_value, shown
from fiscal_rules.readers.yaml import Way, read_yaml


def read_parameters(
    pack: RulePack,
    files: Sequence[str],
    *,
    as_of: date | None,
    unused: Collection[str] = (),
) -> Parameters:
    """Merge the pack's entries with those of files, in their order.

    Files may name ``unused`` parameters too, of another version of the pack; they are passed over.

    What was published after ``as_of`` is not seen: what is open then ends where the next one that
    is seen begins. PackRefusedError lists every problem of every file, by place.
    """
    problems: list[Diagnostic] = []
    entries = list(pack.entries)
    sources = []
    for number, name in enumerate(files, start=1):
        try:
            source = read_yaml(Path(name), shown=name)
            shape = validate(source, ParametersShape)
        except PackRefusedError as error:
            problems.extend(error.problems)
            continue
        sources.append((name, digest_of(source.plain())))
        known = {n: held for n, held in shape.parameters.items() if n not in unused}
        reading = Reading(source, problems)
        entries += entries_of(reading, known, ("parameters",), pack=pack, file=number)
    seen = closed([e for e in entries if as_of is None or e.published <= as_of])
    if as_of is not None and not problems:
        problems += (messages.TIE.at(one.at, other=str(other.at)) for one, other in ties(seen))
    if problems:
        raise PackRefusedError(tuple(sorted(problems, key=by_place)))
    return Parameters(_by_parameter(seen), tuple(sources))


def newest_published(pack: RulePack, parameters: Parameters) -> date:
    """Give the newest date of knowledge: of the document, its rules, or an entry."""
    entries = (entry.published for held in parameters.entries.values() for entry in held)
    return max((pack.document.published, *(r.published for r in pack.rules), *entries))


def read_entries(
    reading: Reading, shape: ParametersShape, pack: RulePack, *, file: int
) -> tuple[Entry, ...]:
    """Read the entries of one file as they are written: open ones stay open until they are merged.

    ``file`` is its place among the files that are merged, 0 for the pack's own.
    """
    return entries_of(reading, shape.parameters, ("parameters",), pack=pack, file=file)


def entries_of(
    reading: Reading,
    listed: Mapping[str, Sequence[EntryShape]],
    way: Way,
    *,
    pack: RulePack,
    file: int,
) -> tuple[Entry, ...]:
    """Read entries that stand somewhere in a file, and refuse those that tie."""
    kinds = dict(pack.parameter_kinds)
    found: list[Entry] = []
    for parameter, shapes in listed.items():
        here = (*way, parameter)
        if parameter not in kinds:
            known = reading.nearest(parameter, kinds)
            reading.refuse_key(messages.UNKNOWN_PARAMETER, here, parameter=parameter, known=known)
            continue
        asking, _ = pack.asks(parameter)
        asked = asked_for(pack, parameter, kinds[parameter])
        entries = (
            _entry(reading, asked, shape, (*here, i), pack=asking, file=file)
            for i, shape in enumerate(shapes)
        )
        found += (entry for entry in entries if entry is not None)
    for one, other in ties(closed(found)):
        problem = reading.source.say(messages.TIE, one.at, other=str(other.at))
        reading.problems.append(problem)
    return tuple(found)


def _entry(
    reading: Reading, asked: Asked, shape: EntryShape, way: Way, *, pack: RulePack, file: int
) -> Entry | None:
    starts, ends = reading.span(shape.from_, shape.to, way, whole=Whole.MONTHS)
    value = read_value(reading, asked, shape, way)
    scope = read_scope(reading, asked, shape, way, pack=pack, day=starts or date.min)
    said = shape.published
    published = starts if said is None else reading.day(said, (*way, "published"))
    if value is None or scope is None or starts is None or published is None:
        return None
    return Entry(
        parameter=asked.name,
        value=value,
        shown=shown(shape),
        share_of=read_share_of(shape),
        starts=starts,
        ends=ends,
        scope=scope,
        standing=shape.standing,
        source=shape.source,
        published=published,
        file=file,
        at=reading.at(way),
    )


def _by_parameter(entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.parameter, []).append(entry)
    return {parameter: tuple(held) for parameter, held in found.items()}
