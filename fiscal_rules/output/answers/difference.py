"""A change of rules as an answer: situations, clauses, values, money, and a line that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from fiscal_rules.analysis.difference import Box, Change, Difference, Scope, Slot, ValueChange
from fiscal_rules.analysis.impact import Impact, RuleDiff
from fiscal_rules.analysis.sample import Cells
from fiscal_rules.analysis.witness import Witness, money_of
from fiscal_rules.model.allocation import LineResult
from fiscal_rules.model.decision import Decision
from fiscal_rules.model.diagnostic import Diagnostic, Severity
from fiscal_rules.model.money import grouped_yuan, yuan
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text, same
from fiscal_rules.model.vocabulary import OPEN, TERMS
from fiscal_rules.output.answers.answer import Answer
from fiscal_rules.output.answers.changed_lines import lines_data, lines_table
from fiscal_rules.output.answers.samples import row_words, sample_data, supposed_tables
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.names import item_clause, item_name, parameter_name, unit_name
from fiscal_rules.output.rule_words import (
    agreed_words,
    attribute_name,
    authority_words,
    fund_words,
    rule_words,
    then_if_words,
    value_name,
)
from fiscal_rules.output.sections.whole import payer_name
from fiscal_rules.output.tables import Column, Count, Kind, Row, Table, joined, money, words
from fiscal_rules.output.values import entry_value

QUESTION = "diff"
_TITLE = Text("规则改动：{old} → {new}", "Change of rules: {old} → {new}")
_SUMMARY = Text("概要", "In short")
_NOTHING = Text("两个规则包没有差别。", "The packs do not differ.")
_SITUATIONS = Text("判定不同的情形", "Situations that are decided otherwise")
_RULES = Text("改动的规则", "Rules that change")
_VALUES = Text("改动的参数", "Values that change")
_DECLARED = Text("其他改动", "What else is declared otherwise")
_PROBLEMS = Text("新出现的问题", "Problems that are new")
_SETTLED = Text("不再有的问题", "Problems that are gone")
_SMALLEST = Text("能看出差别的最小预算", "The smallest budget that shows it")
_SMALLEST_NOTE = Text(
    "去掉任何一行、一格、一个假定的数，或把行中任何一个数写得更简单，就看不出差别。",
    "Leave out any line, cell or supposed value, or make a number of a row simpler, and nothing differs.",
)
_NO_WITNESS = Text(
    "没有找到能看出差别的预算：差别可能只在条款和说明。",
    "No budget was found that shows it: it may differ in clauses and words alone.",
)
_BUDGET = Text("预算", "the budget")
_MOVES = Text("资金的变动", "Money that moves")
_NOT_ALLOCATED = Text(
    "有冲突或缺口的规则包不能划分预算", "no budget is allocated under rules with conflicts or gaps"
)
_CHANGES = {
    Change.ADDED: Text("新增", "added"),
    Change.REMOVED: Text("删去", "removed"),
    Change.CHANGED: Text("改动", "changed"),
}
_SLOTS = {
    Slot.AUTHORITY: Text("财政事权", "authority"),
    Slot.FUND: Text("支出责任", "who pays"),
    Slot.AGREED: Text("约定补助", "agreed subsidy"),
    Slot.ABOVE_BASE: Text("高出部分", "above the base"),
    Slot.DUTIES: Text("义务", "duties"),
    Slot.FINDINGS: Text("提示", "findings"),
    Slot.THEN_IF: Text("比较后的义务和提示", "duties and findings on comparison"),
    Slot.CLAUSES: Text("条款", "clauses"),
}
_EVERY = Text("所有情形", "every situation")
_FROM = Text("{day} 起", "from {day}")
_UNTIL = Text("至 {day}", "to {day}")
_BOTH = Text("{first} 至 {last}", "{first} to {last}")
_ALWAYS = Text("所有日期", "all dates")
_NONE = Text("无", "none")
_OUTSIDE = Text("不适用（早于文件，或事项不在规则包内）", "not under the pack")
_ONE_DAY = timedelta(days=1)


def difference_answer(found: RuleDiff) -> Answer:
    """Say what a change of rules changes."""
    held = found.difference
    sections = (
        _summary(found),
        _situations(found),
        _rules(held),
        _values(held),
        _declared(held),
        _problems(_PROBLEMS, held.problems),
        _problems(_SETTLED, held.settled),
        *_smallest(found),
        *(() if found.impact is None else _money(found.impact)),
    )
    runs = () if found.impact is None else (found.impact.old, found.impact.new)
    return Answer(
        question=QUESTION,
        title=_TITLE.fill(old=held.old.pack.id, new=held.new.pack.id),
        tables=tuple(table for table in sections if table is not None),
        columns=("what", "id", "clause", "change"),
        rows=tuple(_rows(found)),
        data=lambda lang: _data(found, lang),
        runs=runs,
    )


def _summary(found: RuleDiff) -> Table:
    held = found.difference
    if held.is_empty and not held.settled:
        return Table(_SUMMARY, (), (), notes=(_NOTHING,))
    counts: list[Row] = [
        (_SITUATIONS, Count(len(held.boxes))),
        (_RULES, Count(len(held.rules))),
        (Text("涉及的条款", "clauses touched"), joined(map(same, held.clauses))),
        (_VALUES, Count(len(held.values))),
        (_PROBLEMS, Count(len(held.problems))),
    ]
    if found.impact is not None:
        counts.append(
            (Text("有变化的预算行", "lines that change"), Count(found.impact.lines.count))
        )
    if found.impact is None and any(p.severity is Severity.ERROR for p in held.problems):
        counts.append((_MOVES, _NOT_ALLOCATED))
    empty = same("")
    digests = [
        (Text("{which}规则包", "{which} pack").fill(which=which), f"sha256 {pack.digest}")
        for which, pack in ((Text("原", "old"), held.old.pack), (Text("新", "new"), held.new.pack))
    ]
    return Table(_SUMMARY, (Column(empty), Column(empty, width=80)), (*counts, *digests))


def _situations(found: RuleDiff) -> Table | None:
    held = found.difference
    if not held.boxes:
        return None
    rows = tuple(
        (
            item_name(_pack_of(held, box.item), box.item),
            _box_words(held.new.pack, box),
            joined(_SLOTS[slot] for slot in box.slots),
            _says(held.old.pack, box.old, box.slots),
            _says(held.new.pack, box.new, box.slots),
            _row_words(found.witnesses[i]) if i < len(found.witnesses) else None,
        )
        for i, box in enumerate(held.boxes)
    )
    return Table(
        _SITUATIONS,
        (
            words("事项", "item", width=20),
            words("情形", "situations", width=40),
            words("改动", "changes", width=16),
            words("原来", "before", width=32),
            words("之后", "after", width=32),
            words("一行例子", "a line that shows it", width=36),
        ),
        rows,
    )


def _pack_of(held: Difference, item: str) -> RulePack:
    return held.new.pack if item in held.new.pack.item_by_id else held.old.pack


def _box_words(pack: RulePack, box: Box) -> Text:
    said = [
        Text("{name}：{values}", "{name}: {values}").fill(
            name=attribute_name(attribute),
            values=joined(value_name(pack, attribute, value) for value in values),
        )
        for attribute, values in box.values
    ]
    said += [_span(*span) for span in box.spans if span != (None, None)]
    if not said:
        return _EVERY
    return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))


def _span(starts: date | None, ends: date | None) -> Text:
    last = None if ends is None else (ends - _ONE_DAY).isoformat()
    if starts is None or starts == date.min:
        return _ALWAYS if last is None else _UNTIL.fill(day=last)
    if last is None:
        return _FROM.fill(day=starts.isoformat())
    return _BOTH.fill(first=starts.isoformat(), last=last)


def _says(pack: RulePack, decision: Decision | None, slots: tuple[Slot, ...]) -> Text:
    """Say what a decision says in some slots."""
    if decision is None:
        return _OUTSIDE
    said = [each for slot in slots for each in _slot_words(pack, decision, slot)]
    return joined(said) if said else _NONE


def _slot_words(pack: RulePack, decision: Decision, slot: Slot) -> Iterator[Text]:
    if slot is Slot.AUTHORITY and decision.authority is not None:
        yield authority_words(decision.authority.value)
    elif slot is Slot.FUND and decision.fund is not None:
        yield fund_words(pack, decision.fund.value)
    elif slot is Slot.AGREED and decision.agreed is not None:
        yield agreed_words(pack, decision.agreed.value)
    elif slot is Slot.ABOVE_BASE and decision.above_base is not None:
        yield payer_name(pack, decision.above_base.value)
    elif slot is Slot.DUTIES:
        yield from (TERMS[each.value] for each in decision.duties)
    elif slot is Slot.FINDINGS:
        yield from (TERMS[each.value] for each in decision.findings)
    elif slot is Slot.THEN_IF:
        yield from (then_if_words(pack, each.value) for each in decision.then_if)
    elif slot is Slot.CLAUSES:
        yield from (same(clause) for clause in sorted(_clauses(decision)))


def _clauses(decision: Decision) -> set[str]:
    single = (decision.authority, decision.fund, decision.agreed, decision.above_base)
    several = (*decision.duties, *decision.findings, *decision.then_if)
    return {each.clause for each in (*single, *several) if each is not None}


def _rules(held: Difference) -> Table | None:
    if not held.rules:
        return None
    rows = tuple(
        (
            joined(map(same, change.clauses)),
            change.id,
            _CHANGES[change.change],
            None if change.old is None else rule_words(held.old.pack, change.old),
            None if change.new is None else rule_words(held.new.pack, change.new),
        )
        for change in held.rules
    )
    return Table(
        _RULES,
        (
            words("条款", "clause"),
            words("规则", "rule", width=30),
            words("改动", "change"),
            words("原来", "before", width=40),
            words("之后", "after", width=40),
        ),
        rows,
    )


def _values(held: Difference) -> Table | None:
    if not held.values:
        return None
    rows = tuple(
        (
            parameter_name(held.new.pack, change.parameter)
            if change.parameter in dict(held.new.pack.parameter_kinds)
            else same(change.parameter),
            _scope(held.new.pack, change.scope),
            _span(change.starts, change.ends),
            _value(held.old.pack, change.old),
            _value(held.new.pack, change.new),
        )
        for change in held.values
    )
    return Table(
        _VALUES,
        (
            words("参数", "parameter", width=30),
            words("适用", "holds for", width=20),
            words("期间", "dates", width=24),
            words("原来", "before", width=30),
            words("之后", "after", width=30),
        ),
        rows,
    )


def _scope(pack: RulePack, scope: Scope) -> Text | None:
    if not scope:
        return None
    return joined(
        Text("{name}：{values}", "{name}: {values}").fill(
            name=attribute_name(key), values=joined(value_name(pack, key, v) for v in values)
        )
        for key, values in scope
    )


def _value(pack: RulePack, entry: Entry | None) -> Text | None:
    if entry is None:
        return None
    return Text("{value}（{standing}；{source}）", "{value} ({standing}; {source})").fill(
        value=entry_value(pack, entry), standing=TERMS[entry.standing], source=entry.source
    )


def _declared(held: Difference) -> Table | None:
    if not held.declared:
        return None
    rows = tuple((same(name),) for name in held.declared)
    return Table(_DECLARED, (words("声明", "declaration"),), rows)


def _problems(title: Text, problems: tuple[Diagnostic, ...]) -> Table | None:
    if not problems:
        return None
    rows = tuple((each.code, each.message, str(each.place or "")) for each in problems)
    columns = (words("代码", "code"), words("问题", "problem", width=70), words("位置", "place"))
    return Table(title, columns, rows)


def _smallest(found: RuleDiff) -> Iterator[Table]:
    if found.difference.is_empty:
        return
    if found.smallest is None:
        yield Table(_SMALLEST, (), (), notes=(_NO_WITNESS,))
        return
    witness = found.smallest
    columns = [*dict.fromkeys(column for row in witness.sample.rows for column in row)]
    yield Table(
        _SMALLEST,
        (
            *(Column(same(column)) for column in columns),
            words("原来", "before", width=36),
            words("之后", "after", width=36),
        ),
        tuple(
            (*(row.get(column) for column in columns), *_turned(found.difference, witness, row))
            for row in witness.sample.rows
        ),
        notes=(_SMALLEST_NOTE,),
    )
    yield from supposed_tables(found.difference.new.pack, witness.sample)


def _turned(held: Difference, witness: Witness, row: Cells) -> tuple[Text | None, Text | None]:
    """Say what comes out of the row that shows it, before and after."""
    if row is not witness.cells:
        return None, None
    return (
        _result_words(held.old.pack, witness.old),
        _result_words(held.new.pack, witness.new),
    )


def _result_words(pack: RulePack, result: LineResult) -> Text:
    paid = [
        Text("{payer} {amount}", "{payer} {amount}").fill(
            payer=payer_name(pack, key.partition("/")[0]), amount=grouped_yuan(amount)
        )
        for key, amount in money_of(result)
    ]
    return joined([TERMS[result.status], *paid])


def _row_words(witness: Witness | None) -> str | None:
    """Write a line as cells, so that it can be put into a budget."""
    return None if witness is None else row_words(witness.sample)


def _money(impact: Impact) -> tuple[Table, ...]:
    pack = impact.new.pack
    moves = Table(
        _MOVES,
        (
            words("区划", "unit", width=20),
            words("条款", "clause"),
            words("事项", "item", width=24),
            words("从", "from"),
            words("到", "to"),
            Column(Text("金额", "amount"), Kind.FIGURES),
        ),
        tuple(
            (
                unit_name(pack, move.unit),
                item_clause(pack, move.item),
                item_name(pack, move.item),
                payer_name(pack, move.source),
                payer_name(pack, move.target),
                money(move.amount),
            )
            for move in impact.moves
        ),
    )
    payers = [*(government.id for government in pack.governments), OPEN]
    return moves, lines_table(pack, _BUDGET, impact.lines, payers)


def _rows(found: RuleDiff) -> Iterator[tuple[str, ...]]:
    held = found.difference
    for box in held.boxes:
        yield "situation", box.item, ";".join(sorted(_of_box(box))), ";".join(box.slots)
    for rule in held.rules:
        yield "rule", rule.id, ";".join(rule.clauses), rule.change
    for value in held.values:
        yield "value", value.parameter, "", f"{_shown(value.old)} -> {_shown(value.new)}"
    yield from (("declaration", name, "", "changed") for name in held.declared)
    yield from (("problem", each.code, "", each.message.en) for each in held.problems)


def _of_box(box: Box) -> set[str]:
    held = (decision for decision in (box.old, box.new) if decision is not None)
    return {clause for decision in held for clause in _clauses(decision)}


def _shown(entry: Entry | None) -> str:
    return "" if entry is None else entry.shown


def _data(found: RuleDiff, lang: Lang) -> Mapping[str, Json]:
    held = found.difference
    return {
        "old": {"id": held.old.pack.id, "sha256": held.old.pack.digest},
        "new": {"id": held.new.pack.id, "sha256": held.new.pack.digest},
        "empty": held.is_empty,
        "situations": [_box_data(held, box, lang) for box in held.boxes],
        "rules": [
            {"rule": rule.id, "change": rule.change, "clauses": [*rule.clauses]}
            for rule in held.rules
        ],
        "clauses": [*held.clauses],
        "values": [_value_data(change) for change in held.values],
        "declared": [*held.declared],
        "problems": [{"code": p.code, "message": p.message.say(lang)} for p in held.problems],
        "settled": [{"code": p.code, "message": p.message.say(lang)} for p in held.settled],
        "smallest": None if found.smallest is None else _witness_data(found.smallest),
        "impact": None if found.impact is None else _impact_data(found.impact),
    }


def _box_data(held: Difference, box: Box, lang: Lang) -> Mapping[str, Json]:
    return {
        "item": box.item,
        "values": {attribute: [*values] for attribute, values in box.values},
        "dates": [
            [None if day is None or day == date.min else day.isoformat() for day in span]
            for span in box.spans
        ],
        "slots": [*box.slots],
        "before": _says(held.old.pack, box.old, box.slots).say(lang),
        "after": _says(held.new.pack, box.new, box.slots).say(lang),
    }


def _value_data(change: ValueChange) -> Mapping[str, Json]:
    return {
        "parameter": change.parameter,
        "for": {key: [*values] for key, values in change.scope},
        "from": change.starts.isoformat(),
        "to": None if change.ends is None else (change.ends - _ONE_DAY).isoformat(),
        "before": _shown(change.old) or None,
        "after": _shown(change.new) or None,
    }


def _witness_data(witness: Witness) -> Mapping[str, Json]:
    return {
        "line": dict(witness.cells),
        **sample_data(witness.sample),
        "before": {key: yuan(amount) for key, amount in money_of(witness.old)},
        "after": {key: yuan(amount) for key, amount in money_of(witness.new)},
        "status": [witness.old.status, witness.new.status],
    }


def _impact_data(impact: Impact) -> Mapping[str, Json]:
    return {
        "moves": [
            {
                "unit": move.unit,
                "item": move.item,
                "from": move.source,
                "to": move.target,
                "amount": yuan(move.amount),
            }
            for move in impact.moves
        ],
        "lines": lines_data(impact.lines),
    }
