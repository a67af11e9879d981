"""What was held against a pack, as an answer: proofs, cases, laws, and what breaks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fiscal_rules.analysis.verify import Verdict, Verified
from fiscal_rules.engine.cases import CaseResult
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.budget import BudgetLine
from fiscal_rules.model.money import grouped_yuan
from fiscal_rules.model.parameter import Entry, Parameters
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text, same
from fiscal_rules.model.vocabulary import COLUMNS, TERMS
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.mutants import mutant_tables, mutants_data
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import parameter_name, scope_name, span_name
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import Column, Row, Table, joined, words
from fiscal_rules.output.values import entry_value
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.allocating import paid as paid_by
from fiscal_rules.testing.searching import Counterexample

QUESTION = "verify"
_TITLE = Text("规则包的验证：{pack}", "What holds of the pack {pack}")
_LAWS = Text("定律", "Laws")
_HOLDS = Text("未找到反例", "nothing breaks it")
_BROKEN = Text("有反例", "broken")
_EVERY = Text("各规则包", "every pack")
_OWN = Text("本规则包", "this pack")
_KEPT = Text("保存的反例", "a kept example")
_LAWS_NOTE = Text(
    "每条定律试了 {examples} 组抽取的预算和参数（种子 {seed}）：未找到反例，不等于证明。",
    "Each law was tried on {examples} drawn budgets with parameters (seed {seed}): what was not broken "
    "is not proved.",
)
_NOT_SEARCHED = Text(
    "判定表有错误，未搜索反例。", "The decision table is wrong: no law was searched."
)
_PROBLEMS = Text("判定表中的错误", "What the decision table proves wrong")
_CASES = Text("不符的算例", "Cases that fail")
_OLD_CASES = Text("原规则包中不再相符的算例", "Cases of the version before that come out otherwise")
_OLD_NONE = Text(
    "原规则包的算例全部相符。", "Every case of the version before comes out as it did."
)
_LINES = Text("{law}：反例的预算行", "{law}: the lines that break it")
_WORKED = Text("{law}：反例如何算出", "{law}: how they come out")
_PAYS = Text("{payer} {amount}", "{payer} {amount}")
_VALUES = Text("{law}：反例的参数", "{law}: the values under which they do")


def verification_answer(found: Verified) -> Answer:
    """Say what holds, and write out what does not."""
    pack = found.table.pack
    broken = [(v.law, v.broken) for v in found.verdicts if v.broken is not None]
    sections = (
        _laws(found),
        _problems(found),
        _cases(_CASES, found.cases),
        _old_cases(found),
        *(t for law, held in broken for t in counterexample_tables(found.table, law, held)),
        *(() if found.judged is None else mutant_tables(found.judged)),
    )
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(pack=pack.id),
        tables=tuple(table for table in sections if table is not None),
        columns=("kind", "id", "result", "says"),
        rows=tuple(_rows(found)),
        data=lambda lang: _data(found, lang),
        runs=(),
    )


def _laws(found: Verified) -> Table:
    if not found.verdicts:
        return Table(_LAWS, (), (), notes=(_NOT_SEARCHED,))
    rows: list[Row] = [
        (
            verdict.law,
            _origin(verdict),
            verdict.says,
            _HOLDS if verdict.broken is None else _BROKEN,
            None if verdict.broken is None else verdict.broken.says,
        )
        for verdict in found.verdicts
    ]
    note = _LAWS_NOTE.fill(examples=found.examples, seed=found.seed)
    columns = (
        words("定律", "law", width=30),
        words("来自", "of"),
        words("内容", "states", width=46),
        words("结果", "result"),
        words("反例说明", "what breaks it", width=46),
    )
    return Table(_LAWS, columns, tuple(rows), notes=(note,))


def _origin(verdict: Verdict) -> Text:
    if verdict.is_kept:
        return _KEPT
    return _OWN if verdict.is_declared else _EVERY


def _problems(found: Verified) -> Table | None:
    if not found.problems:
        return None
    rows = tuple((p.code, p.message, str(p.place or "")) for p in found.problems)
    columns = (words("代码", "code"), words("问题", "problem", width=70), words("位置", "place"))
    return Table(_PROBLEMS, columns, rows)


def _old_cases(found: Verified) -> Table | None:
    if found.old_cases is None:
        return None
    if not found.old_cases:
        return Table(_OLD_CASES, (), (), notes=(_OLD_NONE,))
    return _cases(_OLD_CASES, found.old_cases)


def _cases(title: Text, results: tuple[CaseResult, ...]) -> Table | None:
    if not results:
        return None
    rows = tuple(
        (result.case.id, str(result.case.at), each.line, each.key, each.expected, each.found)
        for result in results
        for each in result.mismatches
    )
    columns = (
        words("算例", "case", width=30),
        words("位置", "place", width=30),
        words("行", "line"),
        words("项目", "key"),
        words("手工算得", "by hand", width=30),
        words("程序得出", "found", width=30),
    )
    return Table(title, columns, rows)


def counterexample_tables(
    table: DecisionTable, law: str, broken: Counterexample
) -> Iterator[Table]:
    """Tabulate the lines that break a law, how they come out, and the values under which they do."""
    pack = table.pack
    lines = broken.budget.lines
    present = [column.id for column in COLUMNS if any(column.id in line.cells for line in lines)]
    yield Table(
        _LINES.fill(law=law),
        tuple(Column(same(column)) for column in present),
        tuple(tuple(line.cells.get(column) for column in present) for line in lines),
        notes=(same(broken.says),),
    )
    yield _worked(table, law, broken)
    used = [*_asked(pack, broken)]
    if used:
        yield Table(
            _VALUES.fill(law=law),
            (
                words("参数", "parameter", width=40),
                words("适用", "holds for", width=20),
                words("数值", "value", width=30),
                words("期间", "dates", width=26),
            ),
            tuple(
                (
                    parameter_name(pack, entry.parameter),
                    scope_name(pack, entry),
                    entry_value(pack, entry),
                    span_name(entry),
                )
                for entry in used
            ),
        )


def _worked(table: DecisionTable, law: str, broken: Counterexample) -> Table:
    """Explain what breaks a law: the arithmetic of each line, and what comes of it."""
    pack = table.pack
    results = allocated(table, broken.parameters, broken.budget).results
    rows: list[Row] = []
    for result in results:
        rows += [(result.line.id, step.what, step.working, step.result) for step in result.steps]
        paid = (
            _PAYS.fill(payer=payer_name(pack, payer), amount=grouped_yuan(amount))
            for payer, amount in paid_by(result).items()
        )
        rows.append((result.line.id, TERMS[result.status], joined(paid), ""))
    columns = (
        words("行", "line"),
        words("步骤", "step", width=36),
        words("算式", "working", width=46),
        words("结果", "result"),
    )
    return Table(_WORKED.fill(law=law), columns, tuple(rows))


def _asked(pack: RulePack, broken: Counterexample) -> Iterator[Entry]:
    """List the values that the lines' items may ask for."""
    items = {line.item for line in broken.budget.lines if line.item is not None}
    names = {name for item in items for name in pack.parameters_asked_of(item)}
    for name in sorted(names):
        yield from broken.parameters.of(name)


def _rows(found: Verified) -> Iterator[tuple[str, ...]]:
    for problem in found.problems:
        yield "problem", problem.code, "error", problem.message.en
    for kind, results in (("case", found.cases), ("old-case", found.old_cases or ())):
        yield from ((kind, each.case.id, "differs", "") for each in results)
    for verdict in found.verdicts:
        result = "holds" if verdict.broken is None else "broken"
        says = "" if verdict.broken is None else verdict.broken.says
        yield "law", verdict.law, result, says


def _data(found: Verified, lang: Lang) -> Mapping[str, Json]:
    return {
        "pack": {"id": found.table.pack.id, "sha256": found.table.pack.digest},
        "holds": found.holds,
        "examples": found.examples,
        "seed": found.seed,
        "problems": [{"code": p.code, "message": p.message.say(lang)} for p in found.problems],
        "cases": [each.case.id for each in found.cases],
        "old_cases": None
        if found.old_cases is None
        else [each.case.id for each in found.old_cases],
        "mutants": None if found.judged is None else mutants_data(found.judged),
        "laws": [
            {
                "law": verdict.law,
                "declared": verdict.is_declared,
                "kept": verdict.is_kept,
                "broken": None if verdict.broken is None else _broken(verdict.broken),
            }
            for verdict in found.verdicts
        ],
    }


def _broken(broken: Counterexample) -> Json:
    return {
        "says": broken.says,
        "lines": [_cells(line) for line in broken.budget.lines],
        "parameters": _values(broken.parameters),
    }


def _cells(line: BudgetLine) -> Json:
    return dict(line.cells)


def _values(parameters: Parameters) -> Json:
    return {
        name: [
            {
                "value": entry.shown,
                "from": entry.starts.isoformat(),
                "to": None if entry.ends is None else entry.ends.isoformat(),
                "for": {key: [*values] for key, values in entry.scope},
            }
            for entry in held
        ]
        for name, held in sorted(parameters.entries.items())
    }
