"""Check a pack: every diagnostic, then what the pack covers and what it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import indent

import click

from fiscal_rules import api
from fiscal_rules.cli import messages
from fiscal_rules.cli.asked import Asked
from fiscal_rules.cli.commands.columns import in_columns
from fiscal_rules.cli.exits import Exit
from fiscal_rules.cli.misused import MisusedError
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.diagnostic import Diagnostic, Severity
from fiscal_rules.model.plan import Clause
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.output.explanation_json import text_json
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.places import file_name
from fiscal_rules.output.render_json import SCHEMA_VERSION
from fiscal_rules.output.render_terminal import wrapped
from fiscal_rules.readers.packs import DEFAULT_PACK

_WIDTH = 92
_COUNTS = Text("错误 {errors} 个，警告 {warnings} 个", "errors: {errors}, warnings: {warnings}")
_PACK = Text("规则包 {pack}：{document}", "Pack {pack}: {document}")
_WITH_RULES = Text(
    "条款 {every} 条，其中 {count} 条有规则：", "Clauses: {every}. With rules: {count}"
)
_WITHOUT = Text("不可计算的条款 {count} 条及原因：", "Not computable: {count}")
_BECAUSE = Text("原因：{reason}", "because: {reason}")
_DECIDED = Text(
    "可区分的情形 {situations} 种，得出 {decisions} 种决定；{by}",
    "{situations} situations told apart, {decisions} decisions; {by}",
)
_BY_BOTH = Text(
    "durable-rules 与对照匹配器各判定一遍，结果一致",
    "durable-rules and the matcher of record decided each, and agree",
)
_BY_SAMPLE = Text(
    "对照匹配器判定全部，durable-rules 抽样判定 {count} 种，结果一致",
    "the matcher of record decided all, durable-rules a sample of {count}, and they agree",
)
_BY_ONE = Text(
    "仅由对照匹配器判定（此处没有 durable-rules）",
    "decided by the matcher of record alone (durable-rules is not here)",
)
_QUOTES = Text(
    "规则和条款的引文 {quotes} 处与分段摘要一致；要与全文核对，请用 --text",
    "{quotes} quotes agree with the digests of the segments; --text compares the text itself",
)
_TEXT = Text(
    "已与 {file} 核对：引文 {quotes} 处、条款摘要 {digests} 条均与全文一致",
    "Compared with {file}: {quotes} quotes and the digests of {digests} clauses hold",
)


def check(asked: Asked) -> int:
    """Check a pack; 1 where an error is found."""
    if asked.text is not None:
        _readable(asked.text)
    name = asked.pack or DEFAULT_PACK
    problems = api.check(name, text=asked.text)
    is_wrong = any(problem.severity is Severity.ERROR for problem in problems)
    table = None if is_wrong else api.open_pack(name)
    if asked.format == "json":
        click.echo(_as_json(problems, table, text=asked.text), nl=False)
    else:
        click.echo("\n".join(_written(asked, problems, table)))
    return Exit.FAILED if is_wrong else Exit.DONE


def _readable(text: str) -> None:
    try:
        with Path(text).open("rb"):
            return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MisusedError(messages.NO_TEXT_FILE.at(None, reason=f"{text}: {reason}")) from error


def _written(
    asked: Asked, problems: Sequence[Diagnostic], table: DecisionTable | None
) -> Iterator[str]:
    if problems:
        yield f"{write_diagnostics(problems, asked.lang)}\n"
    if table is not None:
        yield from _summary(table, asked.text, asked.lang)
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    counted = _COUNTS.fill(errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING])
    yield counted.say(asked.lang)


def _summary(table: DecisionTable, text: str | None, lang: Lang) -> Iterator[str]:
    pack = table.pack
    cited = _cited(pack)
    document = Text(f"{pack.document.number} {pack.document.title.zh}", pack.document.number)
    yield _PACK.fill(pack=pack.id, document=document).say(lang)
    yield ""
    yield _WITH_RULES.fill(every=len(pack.clauses), count=len(cited)).say(lang)
    yield from in_columns([clause.id for clause in cited])
    without = [clause for clause in pack.clauses if clause not in cited]
    if without:
        yield _WITHOUT.fill(count=len(without)).say(lang)
        yield from (_not_computable(clause, lang) for clause in without)
    yield ""
    yield wrapped(_decided(table).say(lang), _WIDTH)
    verified = _QUOTES if text is None else _TEXT
    digests = len(pack.clauses)
    file = None if text is None else file_name(text)
    yield verified.fill(quotes=_quotes(pack), digests=digests, file=file).say(lang)


def _not_computable(clause: Clause, lang: Lang) -> str:
    said = [clause.summary]
    if clause.reason is not None:
        said.append(_BECAUSE.fill(reason=clause.reason))
    body = "\n".join(indent(wrapped(text.say(lang), _WIDTH - 8), " " * 8) for text in said)
    return f"  {clause.id:<6}{body.lstrip()}"


def _decided(table: DecisionTable) -> Text:
    situations = sum(len(keys) for keys in table.keys.values())
    by = _BY_ONE
    if table.rete:
        by = _BY_BOTH if table.rete_decided >= situations else _BY_SAMPLE
    return _DECIDED.fill(
        situations=situations,
        decisions=len(table.decisions),
        by=by.fill(count=table.rete_decided),
    )


def _cited(pack: RulePack) -> list[Clause]:
    cited = {rule.clause for rule in pack.rules}
    return [clause for clause in pack.clauses if clause.id in cited]


def _quotes(pack: RulePack) -> int:
    return len(pack.clauses) + len(pack.rules)


def _as_json(
    problems: Sequence[Diagnostic], table: DecisionTable | None, *, text: str | None
) -> bytes:
    whole: Json = {
        "schema_version": SCHEMA_VERSION,
        "problems": [_problem(problem) for problem in problems],
        "summary": None if table is None else _summary_json(table, text),
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def _problem(problem: Diagnostic) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": None if problem.place is None else str(problem.place),
        "message": text_json(problem.message),
        "hint": None if problem.hint is None else text_json(problem.hint),
    }


def _summary_json(table: DecisionTable, text: str | None) -> Json:
    pack = table.pack
    cited = _cited(pack)
    return {
        "pack": pack.id,
        "document": pack.document.number,
        "with_rules": [clause.id for clause in cited],
        "without_rules": [
            {
                "clause": clause.id,
                "reason": None if clause.reason is None else text_json(clause.reason),
            }
            for clause in pack.clauses
            if clause not in cited
        ],
        "situations": sum(len(keys) for keys in table.keys.values()),
        "decisions": len(table.decisions),
        "rete": table.rete,
        "rete_decided": table.rete_decided,
        "quotes": _quotes(pack),
        "digests": len(pack.clauses),
        "text": None if text is None else file_name(text),
    }
