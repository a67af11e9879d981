"""Base transfers as an answer: who receives what, of which items, what is open, what grew."""

from __future__ import annotations

from collections.abc import Sequence

from fiscal_rules.analysis.base_transfer import (
    BaseTransfer,
    OpenLine,
    Shift,
    TreasuryGrowth,
)
from fiscal_rules.model.rulepack import RulePack, items_of
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import TERMS
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.base_transfer_data import (
    Later,
    columns_of,
    data_of,
    per_cent,
    rows_of,
)
from fiscal_rules.output.names import item_clause, item_name, need_name, treasury_name, unit_name
from fiscal_rules.output.places import file_name
from fiscal_rules.output.sections.whole import TOTAL
from fiscal_rules.output.tables import (
    Cell,
    Column,
    Kind,
    Row,
    Table,
    figures,
    joined,
    money,
    words,
)

QUESTION = "base-transfer"
_TITLE = Text(
    "支出基数划转：{budget}，{year} 年（金额单位：元）",
    "Base transfers: {budget}, {year} (amounts in yuan)",
)
_WHOLE = Text("全部已定", "all lines settled")
_PARTLY = Text("另有 {count} 行待定，未计入", "lines open, not counted: {count}")
_UNKNOWN = Text("未知：{count} 行待定", "not known: lines open: {count}")
_CLAUSE = Text("依据 {clause}：“{quote}”。", "By {clause}: “{quote}”.")
_NO_CLAUSE = Text(
    "规则包没有指明划转依据的条款。", "The pack names no clause that asks for the transfer."
)
_MEANING = Text(
    "划入＝新比例下的负担－旧比例下的负担：负担增加的得到基数，负担减少的交出基数，"
    "各级财力与调整前一样。划转一次性进行；各级合计为 0。",
    "A treasury receives what it bears under the new shares less what it bore under the old: who "
    "bears more is given the base, who bears less gives it, and each stays as it was. It is done "
    "once; all transfers add up to 0.",
)
_SETTLED = Text(
    "只计两套比例下都已算定的行；待定的行不作猜测，另行列出。",
    "Only lines settled under both shares count; nothing is guessed of open lines, listed apart.",
)


def base_transfer_answer(found: BaseTransfer, later: Later | None) -> Answer:
    """Say what base transfers come to; with a later year, how spending grew without them."""
    sections = (
        _treasuries(found),
        _items(found),
        _open_lines(found),
        None if later is None else _growths(found, later),
    )
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(budget=file_name(found.new.budget.path), year=found.year),
        tables=tuple(table for table in sections if table is not None),
        columns=columns_of(later),
        rows=tuple(rows_of(found, later)),
        data=lambda lang: data_of(found, later, lang),
        runs=(found.old, found.new, *(() if later is None else (later.allocation,))),
    )


def _treasuries(found: BaseTransfer) -> Table:
    pack = found.new.pack
    shifts = [held.whole for held in found.treasuries]
    total: Row = (
        TOTAL,
        money(sum(shift.before for shift in shifts)),
        money(sum(shift.after for shift in shifts)),
        money(sum(shift.transfer or 0 for shift in shifts)),
        None,
        None,
    )
    clause = found.clause
    said = _NO_CLAUSE if clause is None else _CLAUSE.fill(clause=clause.id, quote=clause.quote)
    return Table(
        Text("各级财政的划转", "What each treasury receives"),
        (
            words("财政", "treasury", width=24),
            figures("旧比例下负担", "bears by the old shares"),
            figures("新比例下负担", "bears by the new shares"),
            figures("划入（负数为划出）", "receives (below 0: gives)"),
            words("是否完整", "how far known", width=28),
            words("依据强度", "standing"),
        ),
        tuple(
            (
                treasury_name(pack, held.treasury),
                money(held.whole.before),
                money(held.whole.after),
                money(held.whole.transfer),
                _how_far(held.whole),
                None if held.whole.standing is None else TERMS[held.whole.standing],
            )
            for held in found.treasuries
        ),
        totals=(total,),
        notes=(said, _MEANING, *((_SETTLED,) if found.open_lines else ())),
    )


def _how_far(shift: Shift) -> Text:
    if not shift.open_lines:
        return _WHOLE
    known = shift.transfer is not None
    return (_PARTLY if known else _UNKNOWN).fill(count=shift.open_lines)


def _items(found: BaseTransfer) -> Table | None:
    """Give the transfer of each item to each treasury; items of which nothing moves are left out."""
    pack = found.new.pack
    shifts = {
        (held.treasury, each.item): each.shift for held in found.treasuries for each in held.items
    }
    moving = {item for (_, item), shift in shifts.items() if shift.transfer}
    names = [held.treasury for held in found.treasuries]
    if not moving:
        return None
    return Table(
        Text("各事项的划转：划入（负数为划出）", "Item by item: receives (below 0: gives)"),
        (
            words("条款", "clause"),
            words("事项", "item", width=20),
            *(Column(treasury_name(pack, name), Kind.FIGURES, 16) for name in names),
        ),
        tuple(
            (
                item_clause(pack, item),
                item_name(pack, item),
                *(_transfer(shifts.get((name, item))) for name in names),
            )
            for item in items_of(pack)
            if item in moving
        ),
        totals=((None, TOTAL, *(money(held.whole.transfer) for held in found.treasuries)),),
        notes=(
            Text("空白：没有该项，或尚不能算定。", "Blank: there is none, or it is not known."),
        ),
        keys=2,
    )


def _transfer(shift: Shift | None) -> Cell:
    return None if shift is None else money(shift.transfer)


def _open_lines(found: BaseTransfer) -> Table | None:
    pack = found.new.pack
    if not found.open_lines:
        return None
    return Table(
        Text("待定的行（不在划转内）", "Open lines (in no transfer)"),
        (
            words("行", "line", width=12),
            words("区划", "unit", width=18),
            words("事项", "item", width=24),
            figures("旧比例下待定", "open by the old shares"),
            figures("新比例下待定", "open by the new shares"),
            words("等待的内容", "waits for", width=44),
        ),
        tuple(
            (
                line.line,
                unit_name(pack, line.unit),
                item_name(pack, line.item),
                money(line.open_before),
                money(line.open_after),
                _waits_for(pack, line),
            )
            for line in found.open_lines
        ),
        totals=(_open_in_all(found.open_lines),),
    )


def _open_in_all(lines: Sequence[OpenLine]) -> Row:
    before, after = sum(line.open_before for line in lines), sum(line.open_after for line in lines)
    return (TOTAL, None, None, money(before), money(after), None)


def _waits_for(pack: RulePack, line: OpenLine) -> Text:
    if not line.needs:
        return need_name(pack, None, "existing-system")
    return joined(dict.fromkeys(need_name(pack, need.kind, need.id) for need in line.needs))


def _growths(found: BaseTransfer, later: Later) -> Table:
    pack = found.new.pack
    titles = Text("{year} 年负担", "bears in {year}")
    base, after = (titles.fill(year=year) for year in (found.year, later.year))
    return Table(
        Text("剔除划转后的增长（可比口径）", "Growth without the transfer (comparable basis)"),
        (
            words("财政", "treasury", width=24),
            Column(base, Kind.FIGURES, 16),
            figures("划入", "receives"),
            Column(after, Kind.FIGURES, 16),
            figures("增长", "growth"),
            figures("可比增长", "comparable growth"),
            words("未计入的事项", "items not counted", width=36),
        ),
        tuple(_growth_row(pack, held) for held in later.growths),
        notes=(
            Text(
                "可比增长＝本年负担÷（基期负担＋划入）－1。两年中有待定行的事项，其增长无从得知，不计入。",
                "Comparable growth: what is borne, over what was borne plus the transfer, less 1. "
                "Items with open lines in either year are not counted: nobody knows how they grew.",
            ),
        ),
    )


def _growth_row(pack: RulePack, held: TreasuryGrowth) -> Row:
    whole = held.whole
    left_out = [item_name(pack, each.item) for each in held.items if each.growth is None]
    return (
        treasury_name(pack, held.treasury),
        money(whole.before),
        money(whole.transfer),
        money(whole.after),
        per_cent(whole.plain),
        per_cent(whole.comparable),
        joined(left_out) if left_out else None,
    )
