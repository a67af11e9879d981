"""Write an explanation: why a line came out so, in plain words, from what was read to the fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import indent

from tabulate import SEPARATING_LINE, tabulate

from fiscal_rules.analysis.explain import Explanation
from fiscal_rules.model.allocation import Payment, Step
from fiscal_rules.model.budget import BudgetLine, Period
from fiscal_rules.model.funding import rounding_of
from fiscal_rules.model.money import grouped_yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang, Text, same
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, COLUMNS, TERMS, Column, ColumnKind
from fiscal_rules.output.names import (
    authority_name,
    government_name,
    item_name,
    treasury_name,
    unit_name,
)
from fiscal_rules.output.places import place_name
from fiscal_rules.output.reasons import (
    Block,
    default_blocks,
    near_blocks,
    open_blocks,
    remark_blocks,
    rule_blocks,
    value_blocks,
)
from fiscal_rules.output.render_terminal import wrapped
from fiscal_rules.output.rule_words import rounding_words, value_name
from fiscal_rules.output.settled.settlement_words import (
    lines_grid,
    payments_grid,
    settlement_head,
)
from fiscal_rules.output.tables import joined

_WIDTH = 96
_INDENT = "  "
_UNDER = "     "
_HEAD = Text(
    "第 {line} 行：{unit}，{period}，{item}，{amount} 元",
    "Line {line}: {unit}, {period}, {item}, {amount} yuan",
)
_YEAR = Text("{year} 年", "{year}")
_MONTHS = Text("{year} 年 {first} 月至 {last} 月", "months {first} to {last} of {year}")
_READ_AT = Text("读自 {place}", "read at {place}")
_NOT_SETTLED = Text("未确定", "not settled")
_NONE = Text("无（没有由市县负担的确定金额）", "none (no money of city or county is placed)")
_PAYER = Text("{payer}（{treasury}）", "{payer} ({treasury})")
_OPEN, _SUM = Text("待定", "open"), Text("合计", "total")
_ROUNDING = Text(
    "按比例、按因素计算的金额，每行只四舍五入一次，到分；其余（含尾差）由{bearers}承担。",
    "Shares and grants are rounded half up to the fen, once a line; the rest, with what rounding "
    "leaves, falls to the {bearers}.",
)
_ROUNDED_AS = Text(
    "取整按条款 {clause}：{said}；其余（含尾差）由{bearers}承担。",
    "Rounding by clause {clause}: {said}; the rest, with what rounding leaves, falls to the {bearers}.",
)
_PAYMENT_HEADS = (
    Text("付款方", "payer"),
    Text("接收方", "recipient"),
    Text("部分", "part"),
    Text("方式", "kind"),
    Text("金额（元）", "amount (yuan)"),
    Text("条款", "clause"),
    Text("依据强度", "standing"),
)
_PAYMENT_SIDES = ("left", "left", "left", "left", "right", "left", "left")
_STEP_HEADS = (Text("步骤", "step"), Text("算式", "sum"), Text("结果", "result"))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an explanation: its title, and what writes its lines; none if it has none."""

    title: Text
    lines: Callable[[Explanation, Lang], Iterable[str]]


def write_explanation(explanation: Explanation, lang: Lang) -> str:
    """Write an explanation for a terminal: every section that has something to say."""
    blocks = [_headline(explanation).say(lang)]
    for section in SECTIONS:
        lines = tuple(section.lines(explanation, lang))
        if lines:
            title = Text("【{title}】", "[{title}]").fill(title=section.title)
            blocks.append("\n".join((title.say(lang), *lines)))
    return "\n\n".join(blocks) + "\n"


def _headline(explanation: Explanation) -> Text:
    line, pack = explanation.result.line, explanation.allocation.pack
    return _HEAD.fill(
        line=line.id,
        unit=unit_name(pack, line.unit),
        period=_period(line.period),
        item=same(line.item_text) if line.item == "unlisted" else item_name(pack, line.item),
        amount=grouped_yuan(line.amount),
    )


def _period(period: Period) -> Text:
    whole = (period.first, period.last) == (1, 12)
    return (_YEAR if whole else _MONTHS).fill(
        year=period.year, first=period.first, last=period.last
    )


def _outcome(explanation: Explanation, lang: Lang) -> Iterator[str]:
    result = explanation.result
    authority = _NOT_SETTLED
    if result.authority is not None:
        authority = authority_name(explanation.allocation.pack, result.authority)
    rows = (
        (Text("状态", "status"), TERMS[result.status]),
        (Text("财政事权", "authority"), authority),
        (Text("条款", "clauses"), joined(same(clause) for clause in result.clauses)),
        (
            Text("依据强度", "standing"),
            _NONE if result.standing is None else TERMS[result.standing],
        ),
    )
    yield _pairs(rows, lang)


def _as_read(explanation: Explanation, lang: Lang) -> Iterator[str]:
    line, pack = explanation.result.line, explanation.allocation.pack
    known = [
        (column.name, _cell(pack, line, column)) for column in COLUMNS if line.cells.get(column.id)
    ]
    carried = [(same(name), same(text)) for name, text in line.extra.items() if text]
    yield _pairs([*known, *carried], lang)
    yield _INDENT + _READ_AT.fill(place=place_name(line.at)).say(lang)


def _cell(pack: RulePack, line: BudgetLine, column: Column) -> Text:
    text = line.cells[column.id]
    match column.kind:
        case ColumnKind.MONEY:
            return same(grouped_yuan(line.money.get(column.id, line.amount)))
        case ColumnKind.CHOICE if column.choice is not None:
            return value_name(pack, column.id, text)
        case ColumnKind.UNIT if text in pack.unit_by_id:
            return unit_name(pack, text)
        case ColumnKind.ITEM if line.item in pack.item_by_id:
            return item_name(pack, line.item)
        case _:
            return same(text)


def _payments(explanation: Explanation, lang: Lang) -> Iterator[str]:
    result, pack = explanation.result, explanation.allocation.pack
    rows = [_payment(pack, payment) for payment in result.payments]
    blank = same("")
    if result.open or not rows:
        rows.append((_OPEN, blank, blank, blank, _money(result.open), blank, blank))
    total = (_SUM, blank, blank, blank, _money(result.line.amount), blank, blank)
    said = [[cell.say(lang) for cell in row] for row in rows]
    yield _grid(
        _PAYMENT_HEADS,
        [*said, SEPARATING_LINE, [cell.say(lang) for cell in total]],
        lang,
        sides=_PAYMENT_SIDES,
    )


def _payment(pack: RulePack, payment: Payment) -> tuple[Text, ...]:
    payer = government_name(pack, payment.payer)
    treasury = treasury_name(pack, payment.payer_treasury)
    if treasury != payer:
        payer = _PAYER.fill(payer=payer, treasury=treasury)
    return (
        payer,
        treasury_name(pack, payment.recipient),
        TERMS[payment.part],
        TERMS[payment.flow],
        _money(payment.amount),
        same(payment.clause or ""),
        same("") if payment.standing is None else TERMS[payment.standing],
    )


def _arithmetic(explanation: Explanation, lang: Lang) -> Iterator[str]:
    steps = explanation.result.steps
    if not steps:
        return
    pack = explanation.allocation.pack
    rows = [
        [step.what.say(lang), wrapped(_working(step).say(lang), _WIDTH // 2), step.result]
        for step in steps
    ]
    yield _grid(_STEP_HEADS, rows, lang, sides=("left", "left", "right"))
    if explanation.bearers:
        bearers = joined(government_name(pack, bearer) for bearer in explanation.bearers)
        for said in _rounding(explanation, bearers):
            yield indent(wrapped(said.say(lang), _WIDTH), _INDENT)


def _rounding(explanation: Explanation, bearers: Text) -> Iterator[Text]:
    """Say how parts are rounded, as the rules that apply order it; half up to the fen else."""
    rules = (each.rule for each in explanation.applied if each.overridden_by is None)
    orders = [(rule.clause, rounding_of(rule.fund)) for rule in rules if rule.fund is not None]
    for clause, order in dict.fromkeys(orders) or [("", None)]:
        if order is None:
            yield _ROUNDING.fill(bearers=bearers)
        else:
            said = rounding_words(order)
            yield _ROUNDED_AS.fill(clause=order.clause or clause, said=said, bearers=bearers)


def _working(step: Step) -> Text:
    """Write a sum; where it is a column alone, by the column's name."""
    column = COLUMN_BY_ID.get(step.working)
    return same(step.working) if column is None else column.name


def _settlement(explanation: Explanation, lang: Lang) -> Iterator[str]:
    found = explanation.settlement
    if found is None:
        return
    for text in settlement_head(found):
        yield indent(wrapped(text.say(lang), _WIDTH), _INDENT)
    for grid in (payments_grid(explanation.allocation.pack, found), lines_grid(found)):
        rows = [[cell.say(lang) for cell in row] for row in grid.rows]
        yield _grid(grid.heads, rows, lang, sides=grid.sides)


def _listed(
    blocks_of: Callable[[Explanation], Iterable[Block]],
) -> Callable[[Explanation, Lang], Iterator[str]]:
    """Write blocks as a numbered list."""

    def lines(explanation: Explanation, lang: Lang) -> Iterator[str]:
        for number, block in enumerate(blocks_of(explanation), start=1):
            head = indent(wrapped(block.head.say(lang), _WIDTH), _UNDER)
            yield f"{number:>3}. {head.removeprefix(_UNDER)}"
            yield from (indent(wrapped(text.say(lang), _WIDTH), _UNDER) for text in block.body)

    return lines


SECTIONS = (
    Section(Text("结果", "Result"), _outcome),
    Section(Text("谁付多少", "Who pays what"), _payments),
    Section(
        Text("待定的部分在等什么", "What is open, and what it waits for"), _listed(open_blocks)
    ),
    Section(Text("计算", "Arithmetic"), _arithmetic),
    Section(Text("结算", "Settlement"), _settlement),
    Section(Text("适用的规则", "Rules that apply"), _listed(rule_blocks)),
    Section(Text("用到的数值", "Values used"), _listed(value_blocks)),
    Section(Text("义务与提示", "Duties and findings"), _listed(remark_blocks)),
    Section(
        Text("空白处按规则包的默认读取", "Blanks that the pack fills in"), _listed(default_blocks)
    ),
    Section(Text("最接近但不适用的规则", "Nearest rules that do not apply"), _listed(near_blocks)),
    Section(Text("读到的内容", "The line as read"), _as_read),
)
"""Every section, in the order in which it is written."""


def _pairs(rows: Iterable[tuple[Text, Text]], lang: Lang) -> str:
    said = [[name.say(lang), wrapped(text.say(lang), _WIDTH)] for name, text in rows]
    return indent(tabulate(said, tablefmt="plain", disable_numparse=True), _INDENT)


def _grid(
    heads: Sequence[Text], rows: Sequence[Iterable[str]], lang: Lang, *, sides: Sequence[str]
) -> str:
    drawn = tabulate(
        rows,
        headers=[head.say(lang) for head in heads],
        colalign=sides,
        headersalign=sides,
        disable_numparse=True,
    )
    return indent(drawn, _INDENT)


def _money(fen: int) -> Text:
    return same(grouped_yuan(fen))
