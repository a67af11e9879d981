"""What the rules of a pack may name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fiscal_rules.model.rulepack import Derived, Government, Item, RulePack
from fiscal_rules.model.vocabulary import CLASS, ITEM, LEVEL, LINE_ATTRIBUTES, UNLISTED


@dataclass(frozen=True, slots=True)
class Known:
    """What rules may name: each attribute's values, the payers, the clauses.

    ``levels`` are those payers whose budgets the lines are: an agreed subsidy is between them.
    """

    values: Mapping[str, tuple[str, ...]]
    derived: Mapping[str, tuple[str, ...]]
    payers: tuple[str, ...]
    levels: tuple[str, ...]
    clauses: tuple[str, ...]
    measures: tuple[str, ...]
    published: date


def known_names(
    *,
    items: Iterable[Item],
    governments: Sequence[Government],
    classes: Iterable[str],
    derived: Iterable[Derived],
    clauses: Iterable[str],
    measures: Iterable[str],
    published: date,
) -> Known:
    """Gather what rules may name from what a pack declares."""
    levels = tuple(g.level.value for g in governments if g.level is not None)
    return Known(
        values={
            ITEM: (*(item.id for item in items), UNLISTED),
            LEVEL: levels,
            CLASS: tuple(classes),
            **{a.id: tuple(value.id for value in a.values) for a in LINE_ATTRIBUTES},
        },
        derived={attribute.id: attribute.values for attribute in derived},
        payers=tuple(g.id for g in governments),
        levels=tuple(g.id for g in governments if g.level is not None),
        clauses=tuple(clauses),
        measures=tuple(measures),
        published=published,
    )


def known_to(pack: RulePack) -> Known:
    """Give what a rule that is added to a pack may name."""
    return known_names(
        items=pack.items,
        governments=pack.governments,
        classes=(name for name, _ in pack.classes),
        derived=pack.derived,
        clauses=(clause.id for clause in pack.clauses),
        measures=(name for name, _ in pack.measures),
        published=pack.document.published,
    )
