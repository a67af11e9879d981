"""Settling in columns: lines that are settled together, added up and settled by one statement."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import duckdb

from fiscal_rules.engine.columns.cuts import cuts
from fiscal_rules.engine.columns.outcomes import Outcomes
from fiscal_rules.engine.columns.recipes import paid_column
from fiscal_rules.engine.columns.statement import load_table
from fiscal_rules.model.allocation import Outcome
from fiscal_rules.model.budget import LineTable
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.settlement import COMPUTED, DOUBTS, SettlementFinding, SettlementStatus
from fiscal_rules.model.text import folded
from fiscal_rules.model.vocabulary import ADVANCE, SETTLEMENT, UNLISTED, WHOLE, Part, Standing
from fiscal_rules.readers.database import Workspace, stripped

COLUMNS = ("due", "advanced", "deducted", "payment")
"""The columns of an account."""
_BITS = 1 << 32
_AT_ONCE = 50_000
"""How many lines are settled at once."""
_CENTURIES = (1900, 2000)
"""Years are kept as bits, a century in a number."""
_STAGED = f"stage IN ('{ADVANCE}', '{SETTLEMENT}')"
NARROW = (
    f"CASE WHEN {_STAGED} THEN stage END AS settled_stage, "
    f"CASE WHEN {_STAGED} THEN {stripped('settles')} END AS settled_with"
)
"""What the lines without their texts keep of those that are settled with others."""
_SETTLED = f"FILTER (settled_stage = '{SETTLEMENT}')"
_ADVANCED = f"FILTER (settled_stage = '{ADVANCE}')"
_EXACT = "DECIMAL(38, 0)"
"""Parquet has no whole numbers of 128 bits: written as such they would become floats."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What is settled: the statement that computes all lines, and what it was made of."""

    database: duckdb.DuckDBPyConnection
    pack: RulePack
    lines: LineTable
    outcomes: Outcomes
    statement: str
    keys: tuple[tuple[int, int], ...]
    """Each kind that lines have, with each way in which its comparisons came out."""
    folder: Workspace

    @property
    def members(self) -> str:
        """The file of the lines that are settled with others, by settlement, year and id."""
        return self._file("settled-lines")

    @property
    def numbers(self) -> str:
        """The file of what these lines came to, by settlement."""
        return self._file("settled-numbers")

    @property
    def whole(self) -> str:
        """The file of the settlements that lines name which are not settled, in order."""
        return self._file("settled-whole")

    @property
    def settled(self) -> str:
        """The file of settlements, by id; ``position`` counts them."""
        return self._file("settled")

    def part(self, number: int) -> str:
        """Name the file of some of the settlements."""
        return self._file(f"settled-{number}")

    def _file(self, name: str) -> str:
        return str(self.folder.path / f"{name}.parquet")


def write_members(settling: Settling) -> int:
    """Write the lines that are settled with others; say how many there are."""
    database, relation = settling.database, settling.lines.relation
    years = [period.year for period in settling.lines.periods]
    load_table(database, "settled_years", {"period": [*range(len(years))], "year": [*years]})
    columns = (
        f"{stripped('settles')} AS id, l.row, l.line, l.stage, y.year::INTEGER AS year, "
        f"{stripped('document')} AS document, l.amount::BIGINT AS amount"
    )
    database.execute(
        f"COPY (SELECT {columns} FROM ({relation}) l "
        f"JOIN settled_years y ON y.period = l.period WHERE {_STAGED} ORDER BY id, year, line) "
        f"TO '{settling.members}' (FORMAT parquet)"
    )
    is_whole = f"coalesce(stage, '{WHOLE}') = '{WHOLE}' AND settles IS NOT NULL"
    database.execute(
        f"COPY (SELECT {stripped('settles')} AS id FROM ({relation}) WHERE {is_whole} ORDER BY id) "
        f"TO '{settling.whole}' (FORMAT parquet)"
    )
    sql = "SELECT count(*) FROM read_parquet($1)"
    (count,) = database.execute(sql, [settling.members]).fetchall()[0]
    return int(count)


def write_settled(settling: Settling, refused: Sequence[str]) -> None:
    """Settle; write a row for each settlement, some at a time, so that memory is bounded.

    ``refused`` are the settlements that a refused row names.
    """
    _load(settling, refused)
    database = settling.database
    database.execute(
        f"COPY (SELECT * FROM ({_numbers(settling)}) ORDER BY id) "
        f"TO '{settling.numbers}' (FORMAT parquet)"
    )
    statement = _settled(settling.pack)
    position = 0
    parts = []
    runs = cuts(database, settling.numbers, _AT_ONCE)
    for number, (condition, values) in enumerate(runs):
        part = settling.part(number)
        batch = f"{_added_up(settling.pack)} WHERE {condition} GROUP BY id"
        database.execute(
            f"CREATE OR REPLACE TABLE settled_batch AS {batch}", [settling.numbers, *values]
        )
        database.execute(
            "CREATE OR REPLACE TABLE settled_beside AS SELECT DISTINCT id FROM read_parquet($1) "
            f"SEMI JOIN settled_batch USING (id) WHERE {condition}",
            [settling.whole, *values],
        )
        numbered = f"row_number() OVER (ORDER BY id) - 1 + {position} AS position"
        database.execute(
            f"COPY (SELECT *, {numbered} FROM ({statement}) ORDER BY id) "
            f"TO '{part}' (FORMAT parquet)"
        )
        (count,) = database.execute("SELECT count(*) FROM settled_batch").fetchall()[0]
        position += count
        parts.append(part)
    database.execute(
        f"COPY (SELECT * FROM read_parquet($1)) TO '{settling.settled}' (FORMAT parquet)", [parts]
    )


def _settled(pack: RulePack) -> str:
    """Write the statement that settles a batch."""
    count = len(pack.governments)
    sql = f"SELECT * FROM settled_batch {_BESIDE}"
    for columns in (
        (f"{_findings()} AS findings",),
        (f"{_status()} AS status",),
        _shares(pack),
        _deducted(pack),
        _accounts(pack),
        _payments(count),
        _left(count),
    ):
        sql = f"SELECT *, {', '.join(columns)} FROM ({sql})"
    return f"SELECT {', '.join(_written(pack))} FROM ({sql})"


def payer(position: int) -> str:
    """Name the account of a government by its position in the pack."""
    return f"payer_{position}"


def account_columns(of: str) -> tuple[str, ...]:
    """Name the columns of an account: a payer's, what is ``open``, or the ``total``."""
    return tuple(f"{of}_{column}" for column in COLUMNS)


def _load(settling: Settling, refused: Sequence[str]) -> None:
    """Put in tables what differs between sorts of line."""
    database, lines, pack = settling.database, settling.lines, settling.pack
    places = [(place.unit, place.counterpart) for place in lines.places]
    recipients = [place.recipient for place in lines.places]
    load_table(
        database,
        "settled_places",
        {
            "place": [*range(len(places))],
            "where_": _first_of(places),
            "recipient": _first_of(recipients),
        },
    )
    items = [(w.item, folded(w.item_text) if w.item == UNLISTED else "") for w in lines.items]
    load_table(database, "settled_items", {"which": [*range(len(items))], "item": _first_of(items)})
    found = {key: settling.outcomes.of_kind(*key).outcome for key in settling.keys}
    load_table(
        database,
        "settled_outcomes",
        {
            "outcome": [kind * _BITS + bits for kind, bits in found],
            "standing": [_rank(outcome.standing) for outcome in found.values()],
            "draws": [int(_draws_on_a_pot(pack, outcome)) for outcome in found.values()],
        },
    )
    _load_texts(database, "settled_refused", sorted(set(refused)))


def _load_texts(database: duckdb.DuckDBPyConnection, name: str, texts: Sequence[str]) -> None:
    database.execute(
        f"CREATE OR REPLACE TABLE {name} AS SELECT unnest($1::VARCHAR[]) AS id", [[*texts]]
    )


def _first_of(held: Sequence[Hashable]) -> list[int | None]:
    """Give each thing the position of the first that is equal to it."""
    first: dict[Hashable, int] = {}
    return [first.setdefault(each, position) for position, each in enumerate(held)]


def _rank(standing: Standing | None) -> int:
    return -1 if standing is None else tuple(Standing).index(standing)


def _draws_on_a_pot(pack: RulePack, outcome: Outcome) -> bool:
    grants = (k.rule for k in outcome.payments if k.part is Part.GRANT and k.rule is not None)
    return any(isinstance(pack.rule_by_id[rule].fund, Factors) for rule in grants)


def _numbers(settling: Settling) -> str:
    """Write what each line that is settled with others came to."""
    paid = (
        f"({'' if g.funds is None else f'coalesce(l.{g.funds}, 0) + '}l.{paid_column(i)})::BIGINT "
        f"AS paid_{i}"
        for i, g in enumerate(settling.pack.governments)
    )
    numbers = (f"l.{column}::BIGINT AS {column}" for column in ("amount", "open", "deduction"))
    return (
        f"SELECT l.settled_with AS id, l.settled_stage, {', '.join((*numbers, *paid))}, p.where_, "
        f"p.recipient, w.item, o.standing, o.draws, y.year FROM ({settling.statement}) l "
        "JOIN settled_places p ON p.place = l.place JOIN settled_items w ON w.which = l.which "
        f"JOIN settled_outcomes o ON o.outcome = l.kind * {_BITS} + l.bits "
        "JOIN settled_years y ON y.period = l.period WHERE l.settled_with IS NOT NULL"
    )


def _added_up(pack: RulePack) -> str:
    """Add up the lines of each settlement, by stage."""
    sums = [
        "count(*) AS lines",
        f"count(*) {_SETTLED} AS settlements",
        f"count(*) {_ADVANCED} AS advances",
        "sum(amount) AS amount",
        *_stage_sums("amount", "due", "advanced"),
        *_stage_sums("open", "unplaced_due", "unplaced_advanced"),
        f"coalesce(sum(deduction) {_SETTLED}, 0) AS deducted",
        *(f"{least}({c}) AS {least}_{c}" for c in _IDENTITY for least in ("min", "max")),
        "max(standing) AS standing",
        f"max(year) {_ADVANCED} AS last_advance",
        f"min(year) {_SETTLED} AS first_settlement",
        *_pot_years(),
    ]
    for i in range(len(pack.governments)):
        sums += _stage_sums(f"paid_{i}", f"due_{i}", f"advanced_{i}")
    return f"SELECT id, {', '.join(sums)} FROM read_parquet($1)"


_IDENTITY = ("where_", "recipient", "item")
_BESIDE = (
    "LEFT JOIN (SELECT id, 1 AS was_refused FROM settled_refused) USING (id) "
    "LEFT JOIN (SELECT id, 1 AS has_whole FROM settled_beside) USING (id)"
)


def _stage_sums(sql: str, settled: str, advanced: str) -> tuple[str, str]:
    return (
        f"coalesce(sum({sql}) {_SETTLED}, 0) AS {settled}",
        f"coalesce(sum({sql}) {_ADVANCED}, 0) AS {advanced}",
    )


def _pot_years() -> Iterator[str]:
    """Keep the years of whose pots the lines of each stage draw, as bits."""
    for century in _CENTURIES:
        bit = f"1::HUGEINT << (year - {century})::INTEGER"
        mask = f"CASE WHEN draws = 1 AND year // 100 = {century // 100} THEN {bit} ELSE 0 END"
        yield f"coalesce(bit_or({mask}) {_SETTLED}, 0) AS pots_settled_{century}"
        yield f"coalesce(bit_or({mask}) {_ADVANCED}, 0) AS pots_advanced_{century}"


def _findings() -> str:
    """Write what is remarkable as bits, in the order of the vocabulary."""
    pots = " OR ".join(f"(pots_settled_{c} & pots_advanced_{c}) <> 0" for c in _CENTURIES)
    holds = {
        SettlementFinding.TWO_SETTLEMENTS: "settlements > 1",
        SettlementFinding.UNITS_DIFFER: "min_where_ <> max_where_",
        SettlementFinding.ITEMS_DIFFER: "min_item <> max_item",
        SettlementFinding.RECIPIENTS_DIFFER: "min_recipient <> max_recipient",
        SettlementFinding.ONE_POT: pots,
        SettlementFinding.REFUSED_ROW: "was_refused IS NOT NULL",
        SettlementFinding.NO_ADVANCE: "settlements > 0 AND advances = 0",
        SettlementFinding.WHOLE_LINE: "has_whole IS NOT NULL",
        SettlementFinding.ADVANCED_LATER: "last_advance > first_settlement",
        SettlementFinding.DEDUCTION_ABOVE_DUE: "deducted > due",
    }
    bits = (
        f"CASE WHEN {holds[finding]} THEN {1 << i} ELSE 0 END"
        for i, finding in enumerate(SettlementFinding)
    )
    return " + ".join(bits)


def findings_of(bits: int) -> tuple[SettlementFinding, ...]:
    """Read the findings that bits say."""
    return tuple(finding for i, finding in enumerate(SettlementFinding) if bits >> i & 1)


def _status() -> str:
    doubts = sum(1 << i for i, finding in enumerate(SettlementFinding) if finding in DOUBTS)
    return (
        f"CASE WHEN findings & {doubts} <> 0 THEN '{SettlementStatus.DOUBTFUL}' "
        f"WHEN settlements = 0 THEN '{SettlementStatus.OUTSTANDING}' "
        f"ELSE '{SettlementStatus.SETTLED}' END"
    )


_IS_SETTLED = f"status = '{SettlementStatus.SETTLED}'"


def _shares(pack: RulePack) -> Iterator[str]:
    """Divide the deduction by what is due: whole fen, and what each leaves of a fen."""
    by_due = f"{_IS_SETTLED} AND due > 0"
    for i in range(len(pack.governments)):
        product = f"deducted::HUGEINT * due_{i}::HUGEINT"
        yield f"CASE WHEN {by_due} THEN ({product}) // due ELSE 0 END AS least_{i}"
        yield f"CASE WHEN {by_due} THEN ({product}) % due ELSE 0 END AS remainder_{i}"


def _deducted(pack: RulePack) -> Iterator[str]:
    """Write what is deducted of each payer; by largest remainder, a tie to the earlier one."""
    count = len(pack.governments)
    tail = f"(deducted - ({' + '.join(f'least_{i}' for i in range(count))}))"
    for i, government in enumerate(pack.governments):
        if pack.deductions is not None:
            whole = "deducted" if government.id == pack.deductions.payer else "0"
            yield f"CASE WHEN {_IS_SETTLED} THEN {whole} END AS deducted_{i}"
            continue
        before = (
            f"(remainder_{j} {'>=' if j < i else '>'} remainder_{i})::INTEGER"
            for j in range(count)
            if j != i
        )
        part = f"least_{i} + (({' + '.join(before) or '0'}) < {tail})::INTEGER"
        owes_nothing = f"due > 0 AND due_{i} = 0 AND {_is_placed(pack, i, 'unplaced_due')}"
        yield (
            f"CASE WHEN NOT ({_IS_SETTLED}) THEN NULL WHEN deducted = 0 THEN 0 "
            f"WHEN due > 0 AND unplaced_due = 0 THEN {part} WHEN {owes_nothing} THEN 0 END "
            f"AS deducted_{i}"
        )


def _is_placed(pack: RulePack, position: int, opened: str) -> str:
    return "true" if pack.governments[position].level is None else f"{opened} = 0"


def _accounts(pack: RulePack) -> Iterator[str]:
    """Write what is known of each payer, and whether anything is placed on it, or may be."""
    for i in range(len(pack.governments)):
        due, advanced = (_is_placed(pack, i, f"unplaced_{c}") for c in ("due", "advanced"))
        yield f"CASE WHEN {_IS_SETTLED} AND {due} THEN due_{i} END AS payer_{i}_due"
        yield f"CASE WHEN {advanced} THEN advanced_{i} END AS payer_{i}_advanced"
        yield f"deducted_{i} AS payer_{i}_deducted"
        unknown = f"NOT ({advanced}) OR ({_IS_SETTLED} AND (NOT ({due}) OR deducted_{i} IS NULL))"
        placed = f"due_{i} <> 0 OR advanced_{i} <> 0 OR coalesce(deducted_{i}, 0) <> 0"
        yield f"({placed} OR {unknown}) AS shown_{i}"
    yield f"CASE WHEN {_IS_SETTLED} THEN due END AS total_due"
    yield "advanced AS total_advanced"
    yield f"CASE WHEN {_IS_SETTLED} THEN deducted END AS total_deducted"


def _payments(count: int) -> Iterator[str]:
    for of in (*map(payer, range(count)), "total"):
        due, advanced, deducted, payment = account_columns(of)
        yield f"{due} - {advanced} - {deducted} AS {payment}"


def _left(count: int) -> Iterator[str]:
    """Write what no payer accounts for; what is shown of none counts as nothing."""
    for column in COLUMNS:
        known = " + ".join(f"coalesce(payer_{i}_{column}, 0)" for i in range(count))
        yield f"total_{column} - ({known}) AS open_{column}"


def _written(pack: RulePack) -> Iterator[str]:
    count = len(pack.governments)
    unknown = " OR ".join(f"(shown_{i} AND payer_{i}_payment IS NULL)" for i in range(count))
    opened = f"{_IS_SETTLED} AND ({unknown})"
    yield "id"
    yield f"CASE WHEN {opened} THEN '{SettlementStatus.OPEN}' ELSE status END AS status"
    yield "findings::INTEGER AS findings"
    yield "lines"
    yield f"amount::{_EXACT} AS amount"
    yield "CASE WHEN min_where_ = max_where_ THEN min_where_::INTEGER END AS where_"
    yield "CASE WHEN min_item = max_item THEN min_item::INTEGER END AS item"
    reading = Standing.ASSUMED if pack.deductions is None else pack.deductions.standing
    deducts = "coalesce(total_deducted, 0) <> 0"
    rank = f"CASE WHEN {deducts} THEN {_rank(reading)} ELSE -1 END"
    yield f"greatest(standing, {rank})::INTEGER AS standing"
    yield from (f"shown_{i}" for i in range(count))
    for of in (*map(payer, range(count)), "open", "total"):
        yield from (f"{column}::{_EXACT} AS {column}" for column in account_columns(of))


COMPUTED_STATUSES = ", ".join(f"'{status}'" for status in COMPUTED)
"""The statuses under which a payment is computed, as SQL lists them."""
