"""The ``lines`` table: each line as it was read, its result beside it, and the columns carried."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from fiscal_rules.model.allocation import Allocation, LineResult
from fiscal_rules.model.money import yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import COLUMNS
from fiscal_rules.output.names import OTHER
from fiscal_rules.output.sums import payers_of, settled_authority

_BEFORE_PAYERS = ("status", "authority", "decision", "standing")
_AFTER_PAYERS = ("open", "rules", "clauses", "needs", "duties", "findings")
_BLANK = "blank"
_DIGITS = 8


def line_columns(allocation: Allocation) -> tuple[str, ...]:
    """Name the columns: those of the input, those of the result, those carried."""
    own = (*input_columns(allocation), *_result_columns(allocation.pack))
    return (*own, *carried_names(allocation.budget.extra_columns, own))


def line_rows(allocation: Allocation) -> Iterable[tuple[str, ...]]:
    """Write each line, in the order of the budget; what is blank or null is an empty text."""
    columns = input_columns(allocation)
    for result in allocation.results:
        read = (_cell(result, column) for column in columns)
        carried = (result.line.extra.get(c, "") for c in allocation.budget.extra_columns)
        yield (*read, *_result(allocation.pack, result), *carried)


def input_columns(allocation: Allocation) -> tuple[str, ...]:
    """Name the columns that the budget has, in the vocabulary's order; every line has its id."""
    present = {"line", *allocation.budget.columns}
    return tuple(column.id for column in COLUMNS if column.id in present)


def carried_names(carried: Sequence[str], taken: Iterable[str]) -> tuple[str, ...]:
    """Name the carried columns; one that clashes gets ``in_`` before it until it is free.

    Cases do not tell columns apart, since databases do not either.

    >>> carried_names(("Status", "项目名称", "in_status"), ("line", "status"))
    ('in_in_Status', '项目名称', 'in_status')
    """
    ours = {column.casefold() for column in taken}
    free = {column.casefold() for column in carried} - ours
    names = []
    for column in carried:
        name = column
        while column.casefold() in ours and name.casefold() in ours | free:
            name = f"in_{name}"
        free.add(name.casefold())
        names.append(name)
    return tuple(names)


def decision_id(item: str | None, rules: Sequence[str]) -> str:
    """Identify a decision by what it is: the item, and a digest of the rules that apply.

    The same rules on the same item have the same id in every budget and every run, whatever else
    is decided beside them; a table of decisions is joined to lines by it.

    >>> decision_id("basic-public-health", ("basic-public-health", "top-up"))
    'basic-public-health/58617816'
    """
    digest = hashlib.sha256("\n".join(rules).encode()).hexdigest()[:_DIGITS]
    return f"{item or _BLANK}/{digest}"


def _result_columns(pack: RulePack) -> tuple[str, ...]:
    return (*_BEFORE_PAYERS, *(f"pay_{payer}" for payer in payers_of(pack)), *_AFTER_PAYERS)


def _cell(result: LineResult, column: str) -> str:
    return result.line.id if column == "line" else result.line.cells.get(column, "")


def _result(pack: RulePack, result: LineResult) -> Iterable[str]:
    yield result.status
    yield settled_authority(result) or ""
    yield decision_id(result.line.item, result.rules)
    yield result.standing or ""
    yield from (amount for _, amount in payers_written(pack, result))
    yield yuan(result.open)
    yield ";".join(result.rules)
    yield ";".join(result.clauses)
    yield ";".join(dict.fromkeys(need.id for need in result.needs))
    yield ";".join(dict.fromkeys(duty.id for duty in result.duties))
    yield ";".join(dict.fromkeys(finding.id for finding in result.findings))


def payers_written(pack: RulePack, result: LineResult) -> tuple[tuple[str, str], ...]:
    """Write what each payer pays of a line: every government of the pack, then ``other``."""
    named = {government.id: result.paid_by(government.id) for government in pack.governments}
    paid = sum(payment.amount for payment in result.payments)
    return tuple((p, yuan(a)) for p, a in {**named, OTHER: paid - sum(named.values())}.items())
