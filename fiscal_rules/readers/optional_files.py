"""Files that a pack's folder may hold beside those that it must: cases, laws, what once broke them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from fiscal_rules.model.diagnostic import PackRefusedError, Place
from fiscal_rules.readers import messages
from fiscal_rules.readers.folder import holds
from fiscal_rules.readers.reading import Reading, by_place
from fiscal_rules.readers.shapes import Shape
from fiscal_rules.readers.validate import validate
from fiscal_rules.readers.yaml import read_yaml

S = TypeVar("S", bound=Shape)


def read_optional(root: Path, name: str, shape: type[S]) -> tuple[S, Reading] | None:
    """Read a file of a pack's folder, its shape checked; None where there is none.

    PackRefusedError where it lies outside of the folder, or has another shape.
    """
    path = root / name
    if not holds(root, name):
        raise PackRefusedError((messages.OUTSIDE_THE_PACK.at(Place(str(path)), name=name),))
    if not path.exists():
        return None
    source = read_yaml(path, shown=str(path))
    return validate(source, shape), Reading(source)


def refuse_problems(reading: Reading) -> None:
    """Raise PackRefusedError with every problem that was found, by place; none, and all is well."""
    if reading.problems:
        raise PackRefusedError(tuple(sorted(reading.problems, key=by_place)))
