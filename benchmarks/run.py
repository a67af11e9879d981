"""Run every contestant side by side, each time in a fresh process, and print what each cost.

Runs alternate between contestants, so that a busy minute of the machine hits all of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from compare import differences
from contestants import BASELINE, CONTESTANTS, Contestant, Job
from generate import generate, generate_csv
from measure import Measured, measure, middle
from tabulate import tabulate

_LEAST_GROWTH = 100_000
_TENFOLD = 10
_COMPARED_UP_TO = 1_000_000
_KEPT = Path(tempfile.gettempdir()) / "fiscal-rules-benchmark"


@dataclass(frozen=True, slots=True)
class Result:
    """What a contestant cost for a number of lines, and whether its result is the baseline's."""

    contestant: Contestant
    lines: int
    cost: Measured
    equal: str

    @property
    def lines_a_second(self) -> float:
        """Lines in a second of wall time, its start included."""
        return self.lines / self.cost.seconds


@dataclass(frozen=True, slots=True)
class Race:
    """Where the budgets lie, from which seed, and how often each contestant runs."""

    folder: Path
    seed: int
    runs: int

    def budget(self, contestant: Contestant, lines: int) -> Path:
        """Generate the budget that a contestant reads, unless it is there."""
        kind, write = ("csv", generate_csv) if contestant.result == "csv" else ("parquet", generate)
        folder = self.folder / f"{kind}-{lines}-{self.seed}"
        if not (folder / f"budget.{kind}").exists():
            write(folder, lines, seed=self.seed)
        return folder

    def target(self, contestant: Contestant, lines: int) -> Path:
        """Name the file that a contestant writes."""
        return self.folder / "results" / f"{contestant.name}-{lines}.{contestant.result}"

    def once(self, contestant: Contestant, lines: int) -> Measured:
        """Run a contestant once."""
        folder, target = self.budget(contestant, lines), self.target(contestant, lines)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        return measure(contestant.command(folder, target))

    def all(self, contestants: Sequence[Contestant], lines: int) -> list[Result]:
        """Run contestants in turn, each as often as asked; what fails once is not run again."""
        costs: dict[str, list[Measured]] = defaultdict(list)
        for turn in range(self.runs):
            for contestant in contestants:
                held = costs[contestant.name]
                if not any(cost.failure for cost in held):
                    given = min(lines, contestant.most_lines)
                    _tell(f"{given:>12,} lines, run {turn + 1}: {contestant.title}")
                    held.append(self.once(contestant, given))
        return [self._result(c, min(lines, c.most_lines), costs[c.name]) for c in contestants]

    def _result(self, contestant: Contestant, lines: int, costs: Sequence[Measured]) -> Result:
        cost = middle(costs)
        return Result(contestant, lines, cost, self._equal(contestant, lines, cost))

    def _equal(self, contestant: Contestant, lines: int, cost: Measured) -> str:
        """Compare a result with the baseline's for the same lines."""
        if cost.failure or contestant.job is Job.COPY or contestant == BASELINE:
            return ""
        if lines > _COMPARED_UP_TO:
            return ""
        expected = self.target(BASELINE, lines)
        if not expected.exists():
            self.once(BASELINE, lines)
        columns = contestant.job.value
        assert columns is not None, "what is compared has columns"
        found = differences(self.target(contestant, lines), expected, columns=columns)
        if not found:
            return "yes" if contestant.job is Job.FULL else "yes, what it has"
        return "no: " + ", ".join(f"{d.column} {d.lines:,}" for d in found)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _side_by_side(results: Sequence[Result], lines: int) -> str:
    """Write a row for each contestant; per line, so that fewer lines compare with more."""
    by_name = {result.contestant.name: result for result in results}
    pace = by_name[BASELINE.name].lines_a_second
    cpu_pace = by_name[BASELINE.name].cost.cpu_seconds / by_name[BASELINE.name].lines
    rows = [
        (
            result.contestant.title,
            f"{result.lines:,}",
            f"{result.cost.seconds:.2f}",
            f"{result.cost.cpu_seconds:.2f}",
            f"{result.lines_a_second:,.0f}",
            f"{pace / result.lines_a_second:.2f}",
            f"{result.cost.cpu_seconds / result.lines / cpu_pace:.2f}",
            f"{result.cost.peak_mib:,.0f}",
            _extrapolated(result, lines),
            result.contestant.exact,
            result.equal,
        )
        for result in results
        if not result.cost.failure
    ]
    names = (
        "contestant", "lines", "wall s", "cpu s", "lines/s", "× baseline", "× in cpu", "peak MiB",
        f"s for {lines:,}", "money", "equal to the baseline",
    )  # fmt: skip
    return tabulate(rows, names, disable_numparse=True, stralign="right")


def _extrapolated(result: Result, lines: int) -> str:
    if result.lines == lines:
        return f"{result.cost.seconds:.1f}"
    return f"about {lines / result.lines_a_second:,.0f}, extrapolated"


def _growth(by_size: dict[int, list[Result]]) -> str:
    sizes = sorted(by_size)
    rows = []
    for position, result in enumerate(by_size[sizes[0]]):
        held = [by_size[size][position] for size in sizes]
        if not any(one.cost.failure for one in held):
            figures = [f"{one.cost.seconds:.2f} s, {one.cost.peak_mib:,.0f} MiB" for one in held]
            rows.append((result.contestant.title, *figures))
    return tabulate(rows, ("contestant", *(f"{size:,} lines" for size in sizes)))


def _as_compared(result: Result, compared: dict[str, Result]) -> Result:
    """Say of a result too large to compare what was seen at the largest size that was compared."""
    smaller = compared.get(result.contestant.name)
    if result.equal or smaller is None:
        return result
    return replace(result, equal=f"{smaller.equal} (at {smaller.lines:,})")


def _failures(results: Sequence[Result]) -> str:
    failed = (result for result in results if result.cost.failure)
    return "\n".join(f"did not run: {r.contestant.title}: {r.cost.failure}" for r in failed)


def _sizes(lines: int) -> list[int]:
    """List the sizes below the one asked for, tenfold from 100,000."""
    found, size = [], _LEAST_GROWTH
    while size < lines:
        found.append(size)
        size *= _TENFOLD
    return found


def _main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=3, help="the median of so many (default 3)")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--folder", type=Path, default=_KEPT, help="where budgets are kept")
    asked.add_argument("--only", nargs="*", help="contestants by name; baseline always runs")
    given = asked.parse_args()
    race = Race(given.folder, given.seed, given.runs)
    chosen = [c for c in CONTESTANTS if not given.only or c.name in (*given.only, BASELINE.name)]
    bulk = [contestant for contestant in chosen if contestant.most_lines >= given.lines]
    by_size = {size: race.all(bulk, size) for size in _sizes(given.lines)}
    compared = {r.contestant.name: r for held in by_size.values() for r in held if r.equal}
    results = [_as_compared(r, compared) for r in race.all(chosen, given.lines)]
    by_size[given.lines] = [result for result in results if result.contestant in bulk]
    print(f"\nSide by side, {given.lines:,} lines, medians of {given.runs}\n")
    print(_side_by_side(results, given.lines))
    print("\nGrowth\n")
    print(_growth(by_size))
    print(_failures(results))


if __name__ == "__main__":
    _main()
