"""Sections on where the figures come from: the parameters used, and what the run was made of."""

from __future__ import annotations

from collections.abc import Iterable

from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import TERMS
from fiscal_rules.output.names import parameter_name, scope_name, span_name
from fiscal_rules.output.places import file_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.tables import Column, Count, Row, Table, figures, words
from fiscal_rules.output.values import entry_value

_RETE = Text(
    "durable-rules 与对照匹配器，结果一致", "durable-rules and the matcher of record, agreeing"
)
_MATCHER = Text(
    "仅对照匹配器（未安装 durable-rules）", "the matcher of record alone (no durable-rules here)"
)


def parameters_used(report: Report) -> Table | None:
    """List the values that the results rest on, with source and standing."""
    pack = report.allocation.pack
    if not report.used:
        return None
    return Table(
        Text("所用参数", "Parameters used"),
        (
            words("参数", "parameter", width=34),
            words("适用", "holds for", width=16),
            words("数值", "value", width=26),
            words("期间", "dates", width=26),
            words("依据", "standing"),
            words("来源", "source", width=26),
            figures("行数", "lines"),
        ),
        tuple(
            (
                parameter_name(pack, held.entry.parameter),
                scope_name(pack, held.entry),
                entry_value(pack, held.entry),
                span_name(held.entry),
                TERMS[held.entry.standing],
                held.entry.source,
                Count(held.lines),
            )
            for held in report.used
        ),
    )


def run_provenance(report: Report) -> Table:
    """Say what the run of a report was made of."""
    return provenance(report.allocation)


def provenance(run: Allocation) -> Table:
    """Say what the run was made of: the same makes the same bytes."""
    empty = same("")
    return Table(
        Text("运行依据", "Provenance"),
        (Column(empty), Column(empty, width=90)),
        tuple(_made_of(run)),
    )


def _made_of(run: Allocation) -> Iterable[Row]:
    made, pack = run.provenance, run.pack
    libraries = ", ".join(f"{name} {made.libraries[name]}" for name in sorted(made.libraries))
    yield Text("运行编号", "run"), made.id
    yield Text("文件", "document"), pack.document.title
    yield Text("文号", "number"), pack.document.number
    yield Text("规则包", "rule pack"), f"{made.pack} sha256 {made.pack_digest}"
    for above in pack.packs_above():
        yield Text("上级规则包", "pack above"), f"{above.id} sha256 {above.digest}"
    yield Text("预算", "budget"), _digest(run.budget.path, made.budget_digest)
    for file, digest in made.parameter_files:
        yield Text("参数文件", "parameters"), _digest(file, digest)
    yield Text("知识截止日", "as of"), made.as_of
    yield Text("规则匹配", "matching"), _RETE if made.rete else _MATCHER
    yield Text("版本", "version"), f"fiscal-rules {made.version}"
    yield Text("组件", "libraries"), libraries


def _digest(path: str, digest: str) -> str:
    return f"{file_name(path)} sha256 {digest}"
