"""Pots in columns: what lines claim is added up by unit, and each unit's grant spread over its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from fiscal_rules.engine.allocate.pots import Claims, Divided, divide_pot
from fiscal_rules.engine.allocate.run import PotKey, fund_of_pot, pot_doubts, pots_of
from fiscal_rules.engine.columns.arithmetic import Wanted, compile_program
from fiscal_rules.engine.columns.exact import Exact, total
from fiscal_rules.engine.columns.pieces import PotGrant, Share
from fiscal_rules.engine.columns.quantities import fen
from fiscal_rules.engine.columns.statement import computed, load_program, load_table
from fiscal_rules.engine.infer import DecisionTable
from fiscal_rules.model.allocation import UnspentPot
from fiscal_rules.model.budget import Budget, BudgetLine
from fiscal_rules.model.parameter import Parameters

Cuts = Mapping[int, tuple[Share, ...]]
"""The shares of each kind of line."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the lines of one kind claim from one pot; ``position`` tells a line's pots apart."""

    kind: int
    pot: PotKey
    position: int
    held: tuple[Share, ...]

    @property
    def unit(self) -> str:
        """The unit that the grant goes to."""
        return self.held[0].stretch.line.unit

    @property
    def months(self) -> int:
        """The months under the pot's rule."""
        return sum(len(share.stretch.months) for share in self.held)

    @property
    def cap(self) -> Exact:
        """The most that a line may get: its local amount less agreed subsidies."""
        return total(share.local.minus(_agreed(share)) for share in self.held)


def _agreed(share: Share) -> Exact:
    agreed = share.stretch.verdict.agreed
    if agreed is None or agreed.value.amount not in share.present:
        return Exact()
    return fen(agreed.value.amount).times(share.part)


@dataclass(frozen=True, slots=True)
class Pots:
    """Every pot divided, and for each kind of line its place in its pots by parameter."""

    divided: Mapping[PotKey, Divided]
    grants: Mapping[int, Mapping[str, PotGrant]]
    unspent: tuple[UnspentPot, ...]
    relation: str
    """The lines with their grants: a column for each place that a line can have in a pot."""
    columns: tuple[str, ...] = ()


def solve_pots(
    database: duckdb.DuckDBPyConnection,
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    *,
    cuts: Cuts,
    relation: str,
    most: Mapping[str, int],
) -> Pots:
    """Divide every pot among units; write how each unit's grant is spread over its lines."""
    claims = [claim for kind, shares in cuts.items() for claim in _claims(kind, shares)]
    if not claims:
        return Pots({}, {}, (), relation)
    capped = _with_caps(database, claims, relation, most)
    caps = _caps(database, claims, capped)
    examples = [shares[0].stretch.line for shares in cuts.values()]
    divided = {
        key: found
        for key in sorted({claim.pot for claim in claims})
        if (found := _divide(table, parameters, budget, _of(claims, key), caps, examples))
    }
    spread = [c for c in claims if c.pot in divided and not divided[c.pot].needs]
    if spread:
        relation = _spread(database, spread, divided, caps, capped)
    unspent = tuple(held.unspent for held in divided.values() if held.unspent is not None)
    columns = tuple(sorted({f"grant_{claim.position}" for claim in spread}))
    return Pots(divided, _grants(claims, divided), unspent, relation, columns)


def _claims(kind: int, shares: Sequence[Share]) -> Iterable[Claim]:
    by_pot = pots_of(share.stretch for share in shares)
    for position, (pot, stretches) in enumerate(by_pot.items()):
        held = tuple(share for share in shares if share.stretch in stretches)
        yield Claim(kind, pot, position, held)


def _of(claims: Sequence[Claim], pot: PotKey) -> list[Claim]:
    return [claim for claim in claims if claim.pot == pot]


def _with_caps(
    database: duckdb.DuckDBPyConnection,
    claims: Sequence[Claim],
    relation: str,
    most: Mapping[str, int],
) -> str:
    asked: dict[int, list[tuple[str, Exact]]] = {}
    for claim in claims:
        asked.setdefault(claim.kind, []).append((f"cap_{claim.position}", claim.cap))
    program = compile_program((Wanted(kind, tuple(caps)) for kind, caps in asked.items()), most)
    load_program(database, "claimed", program)
    return f"SELECT * EXCLUDE (bits) FROM ({computed(program, 'claimed', relation)})"


def _caps(
    database: duckdb.DuckDBPyConnection, claims: Sequence[Claim], capped: str
) -> dict[tuple[PotKey, str], int]:
    positions = range(1 + max(claim.position for claim in claims))
    sums = ", ".join(f"sum(cap_{i})" for i in positions)
    rows = database.execute(f"SELECT kind, {sums} FROM ({capped}) GROUP BY kind").fetchall()
    by_kind = {kind: found for kind, *found in rows}
    caps: dict[tuple[PotKey, str], int] = {}
    for claim in claims:
        key = claim.pot, claim.unit
        caps[key] = caps.get(key, 0) + (
            by_kind.get(claim.kind, {claim.position: 0})[claim.position] or 0
        )
    return caps


def _divide(
    table: DecisionTable,
    parameters: Parameters,
    budget: Budget,
    claims: Sequence[Claim],
    caps: Mapping[tuple[PotKey, str], int],
    examples: Sequence[BudgetLine],
) -> Divided | None:
    pot = claims[0].pot
    _, item, year = pot
    last = claims[-1].held[0].stretch
    doubts = pot_doubts(table, budget, item, year, among=examples)
    by_unit = {u.id: caps[pot, u.id] for u in table.pack.units if (pot, u.id) in caps}
    asked = Claims(item, year, fund_of_pot(last), claims[0].held[0].stretch.clause, by_unit, doubts)
    return divide_pot(asked, parameters, budget.measures)


def _grants(
    claims: Sequence[Claim], divided: Mapping[PotKey, Divided]
) -> dict[int, dict[str, PotGrant]]:
    found: dict[int, dict[str, PotGrant]] = {}
    for claim in claims:
        held = divided.get(claim.pot)
        if held is not None:
            column = None if held.needs else f"grant_{claim.position}"
            grant = PotGrant(column, claim.months, held.needs, held.used)
            found.setdefault(claim.kind, {})[claim.pot[0]] = grant
    return found


def _spread(
    database: duckdb.DuckDBPyConnection,
    claims: Sequence[Claim],
    divided: Mapping[PotKey, Divided],
    caps: Mapping[tuple[PotKey, str], int],
    capped: str,
) -> str:
    """Spread each unit's grant over its lines by their caps: largest remainder, then smaller ids."""
    purses = list(dict.fromkeys((claim.pot, claim.unit) for claim in claims))
    load_table(
        database,
        "purses",
        {
            "purse": [*range(len(purses))],
            "granted": [divided[pot].grants[unit] for pot, unit in purses],
            "cap": [caps[purse] for purse in purses],
        },
    )
    load_table(
        database,
        "entered",
        {
            "kind": [claim.kind for claim in claims],
            "position": [claim.position for claim in claims],
            "purse": [purses.index((claim.pot, claim.unit)) for claim in claims],
        },
    )
    positions = sorted({claim.position for claim in claims})
    database.execute(f"CREATE OR REPLACE TABLE spread AS {_last_raised(capped, positions)}")
    sql = capped
    for position in positions:
        sql = _with_grant(sql, position)
    return sql


_PRODUCT = "(granted::HUGEINT * {cap}::HUGEINT)"


def _last_raised(capped: str, positions: Sequence[int]) -> str:
    """Find for each purse the last line that is raised by a fen: its remainder and its id."""
    lines = " UNION ALL ".join(
        f"SELECT purse, granted, p.cap AS whole, cap_{i} AS held, line FROM ({capped}) "
        f"JOIN entered USING (kind) JOIN purses p USING (purse) WHERE position = {i}"
        for i in positions
    )
    product = _PRODUCT.format(cap="held")
    return f"""
        WITH lines AS (
            SELECT purse, granted, line, {product} // whole AS least, {product} % whole AS remainder
            FROM ({lines}) WHERE whole > 0
        ), tails AS (
            SELECT purse, any_value(granted) - sum(least) AS tail FROM lines GROUP BY purse
        ), ranked AS (
            SELECT purse, remainder, line, tail,
                row_number() OVER (PARTITION BY purse ORDER BY remainder DESC, line) AS place
            FROM lines JOIN tails USING (purse) WHERE tail > 0
        )
        SELECT p.*, r.remainder AS last_remainder, r.line AS last_line
        FROM purses p
        LEFT JOIN (SELECT * FROM ranked WHERE place = tail) r USING (purse)
    """


def _with_grant(sql: str, position: int) -> str:
    product = _PRODUCT.format(cap=f"cap_{position}")
    return f"""
        SELECT l.*, CASE WHEN g.purse IS NULL THEN NULL WHEN g.whole = 0 THEN 0 ELSE
            {product} // g.whole + CASE
                WHEN {product} % g.whole > g.last_remainder THEN 1
                WHEN {product} % g.whole = g.last_remainder AND l.line <= g.last_line THEN 1
                ELSE 0 END
            END::BIGINT AS grant_{position}
        FROM ({sql}) l LEFT JOIN (
            SELECT e.kind, s.purse, s.granted, s.cap AS whole, s.last_remainder, s.last_line
            FROM entered e JOIN spread s USING (purse) WHERE e.position = {position}
        ) g ON g.kind = l.kind
    """
