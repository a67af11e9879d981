"""What explains a settlement: due − advanced − deducted = payment, and the lines behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiscal_rules.model.money import Fen, grouped_yuan
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import SETTLEMENT_TERMS, Account, SettledLine, Settlement
from fiscal_rules.model.text import Text, same
from fiscal_rules.model.vocabulary import STAGE
from fiscal_rules.output.names import government_name

_HEAD = Text("结算编号 {settles}：{status}", "{settles}: {status}")
_SUM = Text("{due} − {advanced} − {deducted}", "{due} − {advanced} − {deducted}")
_UNKNOWN = Text("未知", "not known")
_OPEN, _TOTAL = Text("待定", "open"), Text("合计", "total")
_STAGES = {value.id: value.name for value in STAGE.values}
_MORE = Text("……共 {count} 行", "… {count} lines in all")
_SHOWN_LINES = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under heads; the last of them adds up the others."""

    heads: tuple[Text, ...]
    sides: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


def settlement_head(settlement: Settlement) -> Iterator[Text]:
    """Say how far a settlement is, and what is remarkable in it."""
    yield _HEAD.fill(settles=settlement.id, status=SETTLEMENT_TERMS[settlement.status])
    yield from (SETTLEMENT_TERMS[finding] for finding in settlement.findings)


def payments_grid(pack: RulePack, settlement: Settlement) -> Grid:
    """Write each payer's sum: due − advanced − deducted, and what is to be paid now."""
    rows = [(government_name(pack, p.payer), *_sum(p.account)) for p in settlement.payers]
    if settlement.has_open:
        rows.append((_OPEN, *_sum(settlement.open)))
    return Grid(
        heads=(
            Text("负担方", "payer"),
            Text("应付 − 已预拨 − 扣减", "due − advanced − deducted"),
            Text("本次支付", "payment now"),
        ),
        sides=("left", "right", "right"),
        rows=(*rows, (_TOTAL, *_sum(settlement.total))),
    )


def lines_grid(settlement: Settlement) -> Grid:
    """List the lines of a settlement, their amounts last."""
    shown = settlement.lines[:_SHOWN_LINES]
    rows = [_line(line) for line in shown]
    if settlement.count > len(shown):
        blank = same("")
        rows.append((_MORE.fill(count=settlement.count), blank, blank, blank, blank))
    return Grid(
        heads=(
            Text("行", "line"),
            Text("年度", "year"),
            Text("文号", "document"),
            Text("阶段", "stage"),
            Text("金额", "amount"),
        ),
        sides=("left", "left", "left", "left", "right"),
        rows=tuple(rows),
    )


def _line(line: SettledLine) -> tuple[Text, ...]:
    year, document = same(str(line.year)), same(line.document or "")
    return same(line.line), year, document, _STAGES[line.stage], same(grouped_yuan(line.amount))


def _sum(account: Account) -> Sequence[Text]:
    due, advanced, deducted, payment = map(_amount, account.all)
    return _SUM.fill(due=due, advanced=advanced, deducted=deducted), payment


def _amount(fen: Fen | None) -> Text:
    return _UNKNOWN if fen is None else same(grouped_yuan(fen))
