"""Ten scenarios beside one run: what their totals cost, as a ratio, within one process.

python benchmarks/scenarios.py FOLDER, a folder that generate.py wrote.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from fiscal_rules.analysis.varying import NUMBERS
from fiscal_rules.api import Request, read_inputs
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.scenario import Multiply
from fiscal_rules.scenarios import Base, base_of, under

_SCENARIOS = 10
_BY = Fraction(9, 10)


def main() -> None:
    """Run the base once, then ten scenarios, each of another parameter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    request = Request(str(folder / "budget.parquet"), parameters=(str(folder / "parameters.yaml"),))
    started = time.perf_counter()
    base = base_of(read_inputs(request))
    run = time.perf_counter() - started
    _tell(f"one run, its totals: {run:.1f} s")
    added = sum(_scenario(base, name) for name in _names(base))
    _tell(
        f"{_SCENARIOS} scenarios: {added:.1f} s; with their base {(run + added) / run:.2f} × one run"
    )


def _names(base: Base) -> Iterator[str]:
    """Choose parameters from all over the list, whatever part of the lines asks for them."""
    kinds = base.inputs.table.pack.parameter_kinds
    named = [n for n, kind in kinds if kind in NUMBERS and base.inputs.parameters.of(n)]
    shares = [n for n, kind in kinds if kind is ParameterKind.SHARE and n in named]
    others = [name for name in named if name not in shares]
    return iter([*shares, *others][:_SCENARIOS])


def _scenario(base: Base, name: str) -> float:
    started = time.perf_counter()
    base.totals(under(base.inputs, [Multiply(name, _BY, date(2019, 1, 1), None)]))
    took = time.perf_counter() - started
    _tell(f"  {name} × {float(_BY)}: {took:.1f} s")
    return took


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
