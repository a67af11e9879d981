"""Add up by label: the words on money that every split leaves as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.label import LabelledSums, LabelTotals, LabelValue, add_labelled, told_apart
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import LABELS


def add_labels(
    pack: RulePack, columns: Sequence[str], results: Sequence[LineResult]
) -> tuple[LabelTotals, ...]:
    """Add up lines by every label that a budget has, and that any of its lines carries."""
    return tuple(_labels(pack, columns, results))


def _labels(
    pack: RulePack, columns: Sequence[str], results: Sequence[LineResult]
) -> Iterator[LabelTotals]:
    for column in LABELS:
        held: dict[str | None, list[LabelledSums]] = {}
        for result in results if column in columns else ():
            held.setdefault(label_of(result, column), []).append(_sums(pack, result))
        if held.keys() - {None}:
            yield told_apart(
                column, (LabelValue(value, add_labelled(some)) for value, some in held.items())
            )


def label_of(result: LineResult, column: str) -> str | None:
    """Say what a line carries in a column of labels."""
    return result.line.cells.get(column, "").strip() or None


def _sums(pack: RulePack, result: LineResult) -> LabelledSums:
    paid = tuple(result.paid_by(government.id) for government in pack.governments)
    return LabelledSums(1, result.line.amount, paid, result.open)
