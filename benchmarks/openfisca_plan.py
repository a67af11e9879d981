"""The plan in OpenFisca-core: variables of a line as formulas over whole columns.

Money is a ``float``, OpenFisca's own kind of number, and its integers hold 32 bits: neither can say
every amount in fen. What differs from the exact result is counted, not hidden.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from rows import open_job

_YEAR = "2024"
_COLUMNS = Path(__file__).with_name("rows.sql")
LINE = build_entity(key="line", plural="lines", label="a budget line", is_person=True)
_GIVEN = (
    "form", "agreed_to", "local", "minus_above", "subsidy", "headcount", "twelfths", "share",
    "share_of", "workload", "performance", "grant", "has_county",
)  # fmt: skip
_FORMS = """
    SELECT *, if(fund = 6 AND item_number = 3 AND year > 2021, 4, fund) AS form, agreed AS agreed_to
    FROM ({rows}) JOIN (SELECT situation, number FROM decision_of_situation) USING (situation)
    JOIN (SELECT number, decision, fund, agreed FROM decided) USING (number)
"""


def _given(name: str) -> type[Variable]:
    held = {"value_type": float, "entity": LINE, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), held)


class from_city(Variable):  # noqa: N801 (OpenFisca names a variable by its class)
    """What the city pays of what is left of a line; not a number where something is missing."""

    value_type = float
    entity = LINE
    definition_period = DateUnit.YEAR
    label = "from the city"

    def formula(line: Any, period: Any) -> Any:  # noqa: ANN401, N805 (OpenFisca's own form)
        """Choose by the form of funding; round half up, as far as floats can."""
        form, local = line("form", period), line("local", period)
        base = line("headcount", period) * line("twelfths", period) * 25 / 3
        amount = local - line("minus_above", period)
        left = np.maximum(0, np.minimum(_rounded(base), amount) + line("minus_above", period))
        left = np.where(np.isnan(base), np.nan, left)
        share = line("share", period) / line("share_of", period)
        work = line("workload", period) * line("performance", period) / 1e8
        left_of_it = local - _agreed(line, period)
        return np.select(
            [form == 1, form == 2, form == 3, form == 4, form == 5, form == 6],  # noqa: PLR2004
            [
                left_of_it,
                0 * local,
                _rounded(left * share),
                _rounded(local * share),
                np.minimum(local, _rounded(work)),
                line("grant", period),
            ],
            default=np.nan,
        )


class pay_city(Variable):  # noqa: N801 (OpenFisca names a variable by its class)
    """What the city pays."""

    value_type = float
    entity = LINE
    definition_period = DateUnit.YEAR
    label = "the city pays"

    def formula(line: Any, period: Any) -> Any:  # noqa: ANN401, N805 (OpenFisca's own form)
        """Add an agreed subsidy; nothing while the county or the subsidy is not known."""
        first = np.where(line("agreed_to", period) == 1, _agreed(line, period), 0)
        paid = np.nan_to_num(line("from_city", period)) + first
        return np.where(_blocked(line, period), 0, paid)


class pay_county(Variable):  # noqa: N801 (OpenFisca names a variable by its class)
    """What the county pays: the rest, where the city's part is known."""

    value_type = float
    entity = LINE
    definition_period = DateUnit.YEAR
    label = "the county pays"

    def formula(line: Any, period: Any) -> Any:  # noqa: ANN401, N805 (OpenFisca's own form)
        """Bear the rest."""
        agreed, city = _agreed(line, period), line("from_city", period)
        first = np.where(line("agreed_to", period) == 2, agreed, 0)  # noqa: PLR2004
        rest = line("local", period) - agreed - city
        rest = np.where(line("form", period) == 1, 0, np.nan_to_num(rest))
        return np.where(_blocked(line, period), 0, rest + first)


def _rounded(value: Any) -> Any:  # noqa: ANN401 (an array)
    return np.floor(value + 0.5)


def _agreed(line: Any, period: Any) -> Any:  # noqa: ANN401 (OpenFisca's own form)
    return np.where(line("agreed_to", period) > 0, np.nan_to_num(line("subsidy", period)), 0)


def _blocked(line: Any, period: Any) -> Any:  # noqa: ANN401 (OpenFisca's own form)
    form, agreed = line("form", period), line("agreed_to", period) > 0
    waits = (line("has_county", period) == 0) & (((form >= 2) & (form <= 6)) | agreed)  # noqa: PLR2004
    return waits | (agreed & np.isnan(line("subsidy", period)))


def run_openfisca(folder: Path, target: Path) -> None:
    """Read what ``baseline.sql`` prepares, calculate whole columns, write the result."""
    columns = _read(folder)
    system = TaxBenefitSystem([LINE])
    system.add_variables(*(_given(name) for name in _GIVEN), from_city, pay_city, pay_county)
    simulation = SimulationBuilder().build_default_simulation(system, len(columns["line"]))
    for name in _GIVEN:
        simulation.set_input(name, _YEAR, columns[name])
    city, county = (simulation.calculate(name, _YEAR) for name in ("pay_city", "pay_county"))
    result = {  # noqa: F841 (DuckDB finds it by its name)
        "line": columns["line"],
        "decision": columns["decision"],
        "pay_city_fen": city.astype(np.int64),
        "pay_county_fen": county.astype(np.int64),
        "open_fen": columns["local"].astype(np.int64) - (city + county).astype(np.int64),
    }
    quoted = str(target).replace("'", "''")
    with duckdb.connect() as session:
        session.execute(f"COPY (FROM result) TO '{quoted}' (FORMAT parquet)")


def _read(folder: Path) -> dict[str, Any]:
    session = open_job(folder).session
    rows = _COLUMNS.read_text(encoding="utf-8")
    found = session.execute(_FORMS.format(rows=rows)).fetchnumpy()
    named = {
        "local": "local_fen",
        "minus_above": "minus_above_fen",
        "subsidy": "agreed_subsidy_fen",
        "grant": "grant_fen",
    }
    columns = {"line": found["line"], "decision": found["decision"]}
    for name in _GIVEN:
        held: Any = np.ma.asarray(found[named.get(name, name)]).astype(np.float64)
        columns[name] = np.ma.filled(held, np.nan)
    fen = np.where(found["item_number"] == 4, 12_050, 150_000)  # noqa: PLR2004
    columns["workload"] = columns["workload"] * fen
    return columns
