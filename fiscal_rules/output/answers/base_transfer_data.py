"""Base transfers for machines: a row for every treasury and item, and everything as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from fiscal_rules.analysis.base_transfer import (
    BaseTransfer,
    Growth,
    OpenLine,
    Shift,
    TreasuryGrowth,
)
from fiscal_rules.model.allocation import Allocation
from fiscal_rules.model.money import Fen, half_up, yuan
from fiscal_rules.model.rulepack import items_of
from fiscal_rules.model.text import Lang
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.render_json import need_json, run_json

_COLUMNS = (
    "year", "treasury", "item", "before", "after", "transfer", "settled_lines", "open_lines",
    "standing", "clause",
)  # fmt: skip
_LATER = ("later_year", "later", "growth", "comparable_growth")
_PER_CENT = 10_000


@dataclass(frozen=True, slots=True)
class Later:
    """A later year, held against the base year."""

    allocation: Allocation
    year: int
    growths: tuple[TreasuryGrowth, ...]


def per_cent(share: Fraction | None) -> str | None:
    """Write a share to a hundredth of a percent, a half away from 0; None stays None.

    >>> per_cent(Fraction(-1, 3)), per_cent(None)
    ('-33.33%', None)
    """
    return None if share is None else f"{yuan(half_up(share * _PER_CENT))}%"


def columns_of(later: Later | None) -> tuple[str, ...]:
    """Name the columns of the rows; growth has its own."""
    return _COLUMNS if later is None else (*_COLUMNS, *_LATER)


def rows_of(found: BaseTransfer, later: Later | None) -> Iterator[tuple[str, ...]]:
    """Write a row for every treasury and item; what is not known is blank."""
    grown = {} if later is None else _grown(later)
    shifts = {
        (held.treasury, each.item): each.shift for held in found.treasuries for each in held.items
    }
    order = items_of(found.new.pack)
    keys = sorted({*shifts, *grown}, key=lambda key: (_rank(found, key[0]), order.index(key[1])))
    for treasury, item in keys:
        shift = shifts.get((treasury, item), Shift(0, 0, 0, 0, None))
        row = (
            str(found.year),
            treasury,
            item or "",
            *_shift_cells(shift),
            found.clause.id if found.clause else "",
        )
        yield row if later is None else (*row, *_later_cells(later, grown.get((treasury, item))))


def _rank(found: BaseTransfer, treasury: str) -> int:
    pack = found.new.pack
    return [*pack.government_by_id, *pack.unit_by_id].index(treasury)


def _shift_cells(shift: Shift) -> tuple[str, ...]:
    return (
        yuan(shift.before),
        yuan(shift.after),
        _written(shift.transfer),
        str(shift.settled),
        str(shift.open_lines),
        shift.standing or "",
    )


def _written(amount: Fen | None) -> str:
    return "" if amount is None else yuan(amount)


def _grown(later: Later) -> Mapping[tuple[str, str | None], Growth | None]:
    return {
        (held.treasury, each.item): each.growth for held in later.growths for each in held.items
    }


def _later_cells(later: Later, growth: Growth | None) -> tuple[str, ...]:
    if growth is None:
        return (str(later.year), "", "", "")
    shares = (per_cent(growth.plain) or "", per_cent(growth.comparable) or "")
    return (str(later.year), yuan(growth.after), *shares)


def data_of(found: BaseTransfer, later: Later | None, lang: Lang) -> Mapping[str, Json]:
    """Say everything: identifiers in English, money as text, null where it is not known."""
    runs = {"old": found.old, "new": found.new}
    if later is not None:
        runs["later"] = later.allocation
    return {
        "runs": {name: run_json(allocation, lang) for name, allocation in runs.items()},
        "year": found.year,
        "clause": None if found.clause is None else found.clause.id,
        "treasuries": [
            {
                "treasury": held.treasury,
                **_shift_json(held.whole),
                "items": [{"item": each.item, **_shift_json(each.shift)} for each in held.items],
            }
            for held in found.treasuries
        ],
        "open_lines": [_open_json(line) for line in found.open_lines],
        "growth": None if later is None else _growth_json(later),
    }


def _shift_json(shift: Shift) -> Mapping[str, Json]:
    return {
        "before": yuan(shift.before),
        "after": yuan(shift.after),
        "transfer": None if shift.transfer is None else yuan(shift.transfer),
        "settled_lines": shift.settled,
        "open_lines": shift.open_lines,
        "standing": shift.standing,
    }


def _open_json(line: OpenLine) -> Json:
    return {
        "line": line.line,
        "unit": line.unit,
        "item": line.item,
        "open_before": yuan(line.open_before),
        "open_after": yuan(line.open_after),
        "needs": [need_json(need) for need in line.needs],
        "treasuries": line.treasuries,
    }


def _growth_json(later: Later) -> Json:
    return {
        "year": later.year,
        "treasuries": [
            {
                "treasury": held.treasury,
                **_one_growth_json(held.whole),
                "left_out": [each.item for each in held.items if each.growth is None],
                "items": [
                    {"item": each.item, **_one_growth_json(each.growth)}
                    for each in held.items
                    if each.growth is not None
                ],
            }
            for held in later.growths
        ],
    }


def _one_growth_json(growth: Growth) -> Mapping[str, Json]:
    return {
        "before": yuan(growth.before),
        "transfer": yuan(growth.transfer),
        "later": yuan(growth.after),
        "growth": per_cent(growth.plain),
        "comparable_growth": per_cent(growth.comparable),
    }
