"""Render a report as JSON, in the shape that other people's scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from fiscal_rules.model.allocation import (
    Allocation,
    LineResult,
    Need,
    Payment,
    Remark,
    UnspentPot,
)
from fiscal_rules.model.budget import RefusedRow
from fiscal_rules.model.diagnostic import Diagnostic
from fiscal_rules.model.label import LabelledSums, LabelTotals
from fiscal_rules.model.money import yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import Settlements
from fiscal_rules.model.text import Lang
from fiscal_rules.output.flows import FlowSum
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.lines import payers_written
from fiscal_rules.output.places import file_name, place_name
from fiscal_rules.output.report import Report
from fiscal_rules.output.settled.settlement_json import settlement_json, totals_json
from fiscal_rules.output.sums import Sums, settled_authority

SCHEMA_VERSION = 1


def render_json(report: Report, lang: Lang) -> bytes:
    """Write everything: identifiers in English, money as text with two decimals.

    Only the messages of rejected rows follow the language.
    """
    allocation = report.allocation
    whole: Json = {
        "schema_version": SCHEMA_VERSION,
        "run": run_json(allocation, lang),
        "totals": _totals(report.totals, allocation.unspent_pots),
        "units": [{"unit": held.unit, **_sums(held.sums)} for held in report.units],
        "flows": [_flow(flow) for flow in report.flows],
        **_labels(allocation),
        **_settlements(allocation.settlements),
        "lines": [line_json(allocation.pack, result) for result in allocation.results],
        "rejected": [_rejected(row, lang) for row in allocation.budget.refused],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def _labels(allocation: Allocation) -> Mapping[str, Json]:
    """Give what lines add up to by label; nothing where none carries any."""
    if not allocation.labels:
        return {}
    return {"labels": [_label(allocation.pack, held) for held in allocation.labels]}


def _label(pack: RulePack, held: LabelTotals) -> Json:
    others: Mapping[str, Json] = {}
    if held.others is not None:
        others = {"others": {"values": held.untold, **_labelled(pack, held.others)}}
    values: list[Json] = [
        {"value": each.value, **_labelled(pack, each.sums)} for each in held.values
    ]
    return {"column": held.column, "values": values, **others}


def _labelled(pack: RulePack, sums: LabelledSums) -> Mapping[str, Json]:
    payers = zip(pack.governments, sums.paid, strict=True)
    return {
        "lines": sums.lines,
        "amount": yuan(sums.amount),
        "payers": {government.id: yuan(amount) for government, amount in payers},
        "open": yuan(sums.open),
    }


def _settlements(settlements: Settlements | None) -> Mapping[str, Json]:
    """Give what is settled; nothing where no line is."""
    if settlements is None:
        return {}
    return {
        "settlements": [settlement_json(settlement) for settlement in settlements.each],
        "settlement_totals": totals_json(settlements.totals),
    }


def line_json(pack: RulePack, result: LineResult) -> Mapping[str, Json]:
    """Give the result of a line; ``payments`` is its primary result, ``input`` what was read."""
    return {
        "line": result.line.id,
        "status": result.status,
        "authority": settled_authority(result),
        "rules": result.rules,
        "clauses": result.clauses,
        "payers": dict(payers_written(pack, result)),
        "open": yuan(result.open),
        "standing": result.standing,
        "needs": [need_json(need) for need in result.needs],
        "duties": [_remark("duty", duty) for duty in result.duties],
        "findings": [_remark("finding", finding) for finding in result.findings],
        "extra": dict(result.line.extra),
        "input": dict(result.line.cells),
        "payments": [_payment(payment) for payment in result.payments],
    }


def run_json(allocation: Allocation, lang: Lang) -> Json:
    """Say what a run was made of."""
    provenance, budget = allocation.provenance, allocation.budget.path
    return {
        "id": provenance.id,
        "pack": {"id": provenance.pack, "sha256": provenance.pack_digest},
        "parameters": [
            {"file": file_name(file), "sha256": digest}
            for file, digest in provenance.parameter_files
        ],
        "budget": {"file": file_name(budget), "sha256": provenance.budget_digest},
        "version": provenance.version,
        "libraries": dict(sorted(provenance.libraries.items())),
        "rete": provenance.rete,
        "as_of": provenance.as_of,
        "lang": lang,
    }


def _sums(sums: Sums) -> Mapping[str, Json]:
    return {
        "amount": yuan(sums.amount),
        "payers": {paid.payer: yuan(paid.amount or 0) for paid in sums.paid},
        "open": yuan(sums.open),
        "by_status": {held.status: yuan(held.amount) for held in sums.by_status},
    }


def _totals(sums: Sums, unspent: Sequence[UnspentPot]) -> Json:
    return {
        **_sums(sums),
        "by_standing": {standing: yuan(amount) for standing, amount in sums.by_standing},
        "unspent_pots": [
            {"item": pot.item, "year": pot.year, "amount": yuan(pot.amount)} for pot in unspent
        ],
        "lines_by_status": {held.status: held.lines for held in sums.by_status},
    }


def _flow(flow: FlowSum) -> Json:
    return {
        "from": flow.source,
        "to": flow.target,
        "amount": yuan(flow.amount),
        "kind": flow.kind,
    }


def need_json(need: Need) -> Json:
    """Say what a line waits for."""
    return {"kind": need.kind, "id": need.id, "clause": need.clause}


def _remark(kind: str, remark: Remark) -> Json:
    nearest: Mapping[str, Json] = {"nearest": remark.nearest} if remark.nearest else {}
    return {kind: remark.id, "clause": remark.clause, **nearest}


def _payment(payment: Payment) -> Json:
    return {
        "line": payment.line,
        "payer": payment.payer,
        "recipient": payment.recipient,
        "part": payment.part,
        "amount": yuan(payment.amount),
        "rule": payment.rule,
        "clause": payment.clause,
        "standing": payment.standing,
    }


def _rejected(row: RefusedRow, lang: Lang) -> Json:
    return {"row": row.row, "problems": [_problem(problem, lang) for problem in row.problems]}


def _problem(problem: Diagnostic, lang: Lang) -> Json:
    return {
        "code": problem.code,
        "place": None if problem.place is None else place_name(problem.place),
        "message": problem.message.say(lang),
        "hint": None if problem.hint is None else problem.hint.say(lang),
    }
