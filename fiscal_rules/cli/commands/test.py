"""Run a pack's worked cases, and say where the engine differs from the work by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import click

from fiscal_rules import api
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.columns import in_columns
from fiscal_rules.cli.exits import Exit
from fiscal_rules.engine.cases import CaseResult
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.case_failure import case_failure
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.render_json import SCHEMA_VERSION
from fiscal_rules.readers.packs import DEFAULT_PACK

_NONE = Text("规则包没有算例", "the pack has no cases")
_BY_CLAUSE = Text("各条款的算例（通过/全部）：", "Cases by clause (passed/all):")
_COUNTS = Text("{passed} 个通过，{failed} 个不符", "{passed} passed, {failed} failed")


def test(asked: Asked) -> int:
    """Run the cases; 1 where one fails."""
    results = api.test(asked.pack or DEFAULT_PACK)
    failed = [result for result in results if not result.passed]
    if asked.format == "json":
        click.echo(_as_json(results), nl=False)
    else:
        click.echo("\n".join(_written(results, asked.lang)))
    return Exit.FAILED if failed else Exit.DONE


def _written(results: Sequence[CaseResult], lang: Lang) -> Iterator[str]:
    for result in results:
        if not result.passed:
            yield from (said.say(lang) for said in case_failure(result))
    if not results:
        yield _NONE.say(lang)
        return
    yield _BY_CLAUSE.say(lang)
    counts = [f"{clause} {passed}/{n}" for clause, passed, n in _by_clause(results)]
    yield from in_columns(counts)
    passed = sum(result.passed for result in results)
    yield _COUNTS.fill(passed=passed, failed=len(results) - passed).say(lang)


def _by_clause(results: Iterable[CaseResult]) -> list[tuple[str, int, int]]:
    """Count, for each clause, the cases that pass and all that work through it."""
    counts: dict[str, tuple[int, int]] = {}
    for result in results:
        for clause in result.case.clauses:
            passed, every = counts.get(clause, (0, 0))
            counts[clause] = (passed + result.passed, every + 1)
    return [(clause, *counts[clause]) for clause in sorted(counts)]


def _as_json(results: Sequence[CaseResult]) -> bytes:
    whole: Json = {
        "schema_version": SCHEMA_VERSION,
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "clauses": {
            clause: {"passed": passed, "cases": every}
            for clause, passed, every in _by_clause(results)
        },
        "cases": [_case(result) for result in results],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def _case(result: CaseResult) -> Json:
    return {
        "case": result.case.id,
        "at": str(result.case.at),
        "clauses": result.case.clauses,
        "passed": result.passed,
        "mismatches": [
            {"line": m.line, "key": m.key, "expected": m.expected, "found": m.found}
            for m in result.mismatches
        ],
    }
