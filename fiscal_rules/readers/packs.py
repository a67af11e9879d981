"""Read a rule pack: a folder of YAML files becomes one ``RulePack``, or all that is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError, Place
from fiscal_rules.model.plan import Clause, Document
from fiscal_rules.model.rulepack import Rule, RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.readers import messages
from fiscal_rules.readers.above import entries_above, read_above
from fiscal_rules.readers.canonical import canonical_json, digest_of
from fiscal_rules.readers.changed_rules import kinds_asked
from fiscal_rules.readers.declarations import (
    read_deductions,
    read_defaults,
    read_derived,
    read_governments,
    read_items,
    read_measure_names,
    read_questions,
    read_recipients,
    read_reservations,
    read_units,
)
from fiscal_rules.readers.folder import holds
from fiscal_rules.readers.known import Known, known_names
from fiscal_rules.readers.order import in_order
from fiscal_rules.readers.parameters import read_entries
from fiscal_rules.readers.reading import Reading, by_place, text
from fiscal_rules.readers.rules import read_rules
from fiscal_rules.readers.shapes import (
    AboveShape,
    ClausesShape,
    PackShape,
    ParametersShape,
    RulesShape,
    Shape,
)
from fiscal_rules.readers.shipped import shipped
from fiscal_rules.readers.validate import validate
from fiscal_rules.readers.yaml import Plain, Source, Way, read_yaml

S = TypeVar("S", bound=Shape)

DEFAULT_PACK = "liaocheng/2019-9"
"""The pack that is used where none is named."""
PACK_FILE = "pack.yaml"
CLAUSES_FILE = "clauses.yaml"
PARAMETERS_FILE = "parameters.yaml"
_CLAUSE = Text("条款", "clause")
_RULE = Text("规则", "rule")
_PAYER = Text("政府", "government")


def find_pack(name: str) -> Path:
    """Find a pack: a folder that is there, else a shipped pack of that id."""
    folder = Path(name)
    if _holds_a_pack(folder):
        return folder
    known = _shipped_packs()
    if name in known:
        return shipped("rules") / name
    raise PackRefusedError((messages.NO_PACK.at(None, name=name, known=", ".join(known)),))


def _shipped_packs() -> list[str]:
    root = shipped("rules")
    found = (path.parent.relative_to(root) for path in root.glob(f"**/{PACK_FILE}"))
    return sorted(path.as_posix() for path in found)


def _holds_a_pack(folder: Path) -> bool:
    try:
        return (folder / PACK_FILE).is_file()
    except OSError:
        return False


def read_pack(root: Path) -> RulePack:
    """Read a pack; PackRefusedError lists every problem of every file, by place.

    The packs above it are read too.
    """
    return _read(root, ())


def _read(root: Path, below: tuple[Path, ...]) -> RulePack:
    """Read a pack that stands above those in the folders ``below``."""
    folder = _Folder(root)
    pack = folder.read(PACK_FILE, PackShape)
    clauses = folder.read(CLAUSES_FILE, ClausesShape)
    parameters = folder.read(PARAMETERS_FILE, ParametersShape)
    names = () if pack is None else _rule_files(folder, pack)
    rules = {name: folder.read(name, RulesShape) for name in names}
    if pack is None or clauses is None or parameters is None or None in rules.values():
        raise folder.refused()
    given = {name: shape for name, shape in rules.items() if shape is not None}
    above = None
    if pack.above is not None:
        above = _read_above(folder, pack.above, (*below, root.resolve()))
    declared = _declared(folder, pack, clauses, given, above=above)
    entries = read_entries(folder.reading(PARAMETERS_FILE), parameters, declared, file=0)
    if folder.problems:
        raise folder.refused()
    digest = _digest(folder.sources, above)
    return replace(declared, entries=(*entries, *entries_above(declared.pack_above)), digest=digest)


def _read_above(folder: _Folder, shape: AboveShape, below: tuple[Path, ...]) -> RulePack | None:
    """Read the pack above: it is looked for in the folders around, then among those shipped."""
    reading = folder.reading(PACK_FILE)
    way = ("above", "pack")
    around = (parent / shape.pack for parent in folder.root.resolve().parents[:_AROUND])
    root = next(filter(_holds_a_pack, around), None)
    try:
        root = find_pack(shape.pack) if root is None else root
        if root.resolve() not in below:
            return _read(root, below)
        reading.refuse(messages.ABOVE_ITSELF, way, pack=shape.pack)
    except PackRefusedError as error:
        in_it = [problem for problem in error.problems if problem.place is not None]
        folder.problems.extend(in_it)
        if not in_it:
            known = ", ".join(_shipped_packs())
            reading.refuse(messages.NO_PACK, way, name=shape.pack, known=known)
    return None


_AROUND = 2
"""How many folders up a pack above is looked for: ``rules/region/number`` has others beside it."""


@dataclass(frozen=True)
class _Folder:
    """The folder of a pack: its files as they are read, and the problems of all of them."""

    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def read(self, name: str, shape: type[S]) -> S | None:
        """Read and validate a file; None, and its problems kept, where it cannot be."""
        if not holds(self.root, name):
            at = Place(str(self.root / name))
            self.problems.append(messages.OUTSIDE_THE_PACK.at(at, name=name))
            return None
        try:
            source = read_yaml(self.root / name, shown=str(self.root / name))
            self.sources[name] = source
            return validate(source, shape)
        except PackRefusedError as error:
            self.problems.extend(error.problems)
            return None

    def reading(self, name: str) -> Reading:
        """Begin to make values of a file."""
        return Reading(self.sources[name], self.problems)

    def refused(self) -> PackRefusedError:
        """Say everything that is wrong, in the order of the places."""
        problems = sorted(self.problems, key=by_place)
        return PackRefusedError(tuple(self._quoted(problem) for problem in problems))

    def _quoted(self, problem: Diagnostic) -> Diagnostic:
        place = problem.place
        if place is None or problem.excerpt is not None:
            return problem
        sources = (source for source in self.sources.values() if source.path == place.path)
        return replace(problem, excerpt=next((source.quote(place) for source in sources), None))


def _rule_files(folder: _Folder, pack: PackShape) -> tuple[str, ...]:
    """List the rule files that lie inside the folder."""
    reading = folder.reading(PACK_FILE)
    for i, name in enumerate(pack.rules):
        if not holds(folder.root, name):
            reading.refuse(messages.OUTSIDE_THE_PACK, ("rules", i), name=name)
    names = [name for name in pack.rules if holds(folder.root, name)]
    reading.unique(((name, ("rules", i)) for i, name in enumerate(pack.rules)), what=_RULE_FILE)
    return tuple(dict.fromkeys(names))


_RULE_FILE = Text("规则文件", "rule file")


def _declared(
    folder: _Folder,
    pack: PackShape,
    clauses: ClausesShape,
    files: Mapping[str, RulesShape],
    *,
    above: RulePack | None,
) -> RulePack:
    """Make everything but the entries of parameters."""
    reading = folder.reading(PACK_FILE)
    document = Document(
        pack.document.number,
        text(pack.document.title),
        reading.day(pack.document.published, ("document", "published")),
        pack.document.source,
    )
    governments = read_governments(reading, pack.governments)
    levels = tuple(g.level.value for g in governments if g.level is not None)
    units = read_units(reading, pack.units, tuple(c.id for c in pack.classes), levels)
    clause_ids = tuple(clause.id for clause in clauses.clauses)
    items = read_items(reading, pack.items, clause_ids)
    derived = read_derived(reading, pack.derived)
    measures = read_measure_names(reading, pack.measures)
    known = known_names(
        items=items,
        governments=governments,
        classes=(c.id for c in pack.classes),
        derived=derived,
        clauses=clause_ids,
        measures=(name for name, _ in measures),
        published=document.published,
    )
    rules = in_order(_rules(folder, files, known), clause_ids)
    reservations = read_reservations(reading, pack.reservations, known)
    held = None
    if above is not None and pack.above is not None:
        held = read_above(reading, pack.above, above, governments=governments, items=items)
    return RulePack(
        id=pack.id,
        name=text(pack.name),
        document=document,
        in_force=reading.in_force(pack.in_force, ("in_force",)),
        governments=governments,
        classes=tuple((c.id, text(c.name)) for c in pack.classes),
        units=units,
        items=items,
        derived=derived,
        defaults=read_defaults(reading, pack.defaults, known),
        reservations=reservations,
        clauses=_clauses(folder.reading(CLAUSES_FILE), clauses),
        rules=rules,
        entries=(),
        parameter_kinds=kinds_asked(folder.problems, rules, reservations, held),
        digest="",
        root=str(folder.root),
        pack_above=held,
        questions=read_questions(reading, pack.questions, clause_ids),
        measures=measures,
        recipients=read_recipients(reading, pack.recipients, units=units, governments=governments),
        deductions=read_deductions(reading, pack.deductions, known.payers),
    )


def _rules(folder: _Folder, files: Mapping[str, RulesShape], known: Known) -> tuple[Rule, ...]:
    read = [
        (folder.reading(name), i, rule)
        for name, shape in files.items()
        for i, rule in enumerate(read_rules(folder.reading(name), shape.rules, known))
    ]
    first: dict[str, Rule] = {}
    for reading, i, rule in read:
        earlier = first.setdefault(rule.id, rule)
        if earlier is not rule:
            way: Way = ("rules", i, "id")
            place = str(earlier.at)
            reading.refuse(messages.DUPLICATE_ID, way, what=_RULE, id=rule.id, first=place)
    for reading, i, rule in read:
        for j, target in enumerate(rule.overrides):
            way = ("rules", i, "overrides", j)
            reading.known(target, first, way, what=_RULE)
            if target == rule.id:
                reading.refuse(messages.ITSELF, way, rule=target)
    return tuple(rule for _, _, rule in read)


def _clauses(reading: Reading, shape: ClausesShape) -> tuple[Clause, ...]:
    ids = ((clause.id, ("clauses", i, "id")) for i, clause in enumerate(shape.clauses))
    reading.unique(ids, what=_CLAUSE)
    return tuple(
        Clause(
            id=clause.id,
            place=clause.place,
            quote=clause.quote,
            segments=tuple(clause.segments),
            summary=text(clause.summary),
            reason=None if clause.reason is None else text(clause.reason),
            at=reading.at(("clauses", i)),
        )
        for i, clause in enumerate(shape.clauses)
    )


def _digest(sources: Mapping[str, Source], above: RulePack | None) -> str:
    """Digest what the files say, and the pack above; layout, comments, order of rules do not count."""
    rules: list[Plain] = []
    others: dict[str, Plain] = {}
    for name, source in sources.items():
        tree = source.plain()
        assert isinstance(tree, dict), "a file is a mapping"
        if name in {PACK_FILE, CLAUSES_FILE, PARAMETERS_FILE}:
            others[name] = {k: v for k, v in tree.items() if (name, k) != (PACK_FILE, "rules")}
        else:
            listed = tree["rules"]
            assert isinstance(listed, list), "rules are a list"
            rules += listed
    stacked: dict[str, Plain] = {} if above is None else {"above": above.digest}
    return digest_of({**others, "rules": sorted(rules, key=canonical_json), **stacked})
