"""Read the examples that a pack keeps: what once broke a law."""

from __future__ import annotations

from pathlib import Path

from fiscal_rules.model.kept_example import KeptExample
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.readers.cases import lines_of, measures_of
from fiscal_rules.readers.merge import closed
from fiscal_rules.readers.optional_files import read_optional, refuse_problems
from fiscal_rules.readers.parameters import entries_of
from fiscal_rules.readers.reading import Reading
from fiscal_rules.readers.shapes import KeptExampleShape, KeptExamplesShape
from fiscal_rules.readers.yaml import Way

EXAMPLES_FILE = "counterexamples.yaml"


def read_kept_examples(root: Path, pack: RulePack) -> tuple[KeptExample, ...]:
    """Read what a pack's folder keeps, nothing where it has no file of it.

    PackRefusedError lists every problem, those of the lines included, by place.
    """
    read = read_optional(root, EXAMPLES_FILE, KeptExamplesShape)
    if read is None:
        return ()
    shape, reading = read
    kept = tuple(
        _example(reading, each, ("counterexamples", i), pack)
        for i, each in enumerate(shape.counterexamples)
    )
    refuse_problems(reading)
    return kept


def _example(reading: Reading, shape: KeptExampleShape, way: Way, pack: RulePack) -> KeptExample:
    files = (
        entries_of(reading, held, (*way, "parameters", i), pack=pack, file=i)
        for i, held in enumerate(shape.parameters)
    )
    return KeptExample(
        law=shape.law,
        entries=tuple(entry for held in files for entry in closed(held)),
        lines=lines_of(reading, shape, way, pack),
        measures=measures_of(reading, shape, way, pack),
        at=reading.at(way),
    )
