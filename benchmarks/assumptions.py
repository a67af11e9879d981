"""What the benchmark assumes: shares, unit standards, pots, weights and measures, all invented.

``baseline.sql`` has the same figures written out in its own words; ``compare.py`` would show it if
they differed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

YEARS = range(2020, 2025)
MEASURE_COLUMNS = ("unit", "item", "year", "measure", "value")
POT_COLUMNS = ("item", "year", "yuan")
_SOURCE = "benchmark: invented, no document behind it"
_COUNTIES = (
    "东昌府区", "茌平区", "临清市", "冠县", "莘县", "阳谷县", "东阿县", "高唐县",
    "经济技术开发区", "高新技术产业开发区", "江北水城旅游度假区",
)  # fmt: skip
# Thousands of people, roughly, and fiscal capacity a head. Capacities have small common multiples
# so that their reciprocals can be added in whole numbers.
_SIZES = (1008, 517, 794, 719, 930, 700, 346, 455, 209, 149, 121)
_CAPACITIES = (4200, 3900, 3200, 2400, 2100, 2600, 3000, 2800, 3600, 4000, 2000)


@dataclass(frozen=True, slots=True)
class PotOfItem:
    """An item's pot: its years, weights in percent, and its lines among a million of the budget."""

    item: str
    years: range
    weights: tuple[tuple[str, int], ...]
    lines_per_million: int


POTS = (
    PotOfItem(
        "health-emergency", range(2020, 2022), (("people", 50), ("area", 20), ("harm", 30)), 28_500
    ),
    PotOfItem("medical-assistance", YEARS, (("need", 50), ("work", 20), ("capacity", 30)), 47_500),
    PotOfItem(
        "traditional-chinese-medicine",
        YEARS,
        (("workload", 40), ("performance", 20), ("capacity", 40)),
        20_000,
    ),
)
# Deliberately not given: the lines of this item and year wait for it.
_MISSING = ("高唐县", "traditional-chinese-medicine", 2024, "capacity")
_YUAN_A_LINE = 2_200_000
"""About two thirds of the local amount of a line: enough that the caps of some counties bind."""
_LEAST_POT = 1_000_000

_SHARES = """
  basic-public-health.city-share:
    - {value: 40%, of: rest, from: 2020-01-01, to: 2021-12-31, STANDING}
    - {value: 35%, of: rest, from: 2022-01-01, to: 2024-12-31, STANDING}
  major-infectious-disease.city-share:
    - {value: 50%, of: rest, from: 2020-01-01, to: 2024-12-31, STANDING}
  health-emergency.city-share:
    - {value: 70%, of: rest, from: 2020-01-01, to: 2024-12-31, for: {severity: [extremely-major, major]}, STANDING}
    - {value: 40%, of: rest, from: 2020-01-01, to: 2024-12-31, for: {severity: [large, general]}, STANDING}
  maternal-child-programmes.unit-standard:
    - {value: 120.5, from: 2020-01-01, to: 2024-12-31, STANDING}
  residents-insurance.city-share:
    - {value: 20%, of: rest, from: 2020-01-01, to: 2024-12-31, STANDING}
    - {value: 15%, of: rest, from: 2020-01-01, to: 2024-12-31, for: {class: province-managed-county}, STANDING}
  family-planning-reward.city-share:
    - {value: 30%, of: rest, from: 2020-01-01, to: 2023-06-30, STANDING}
    - {value: 1/3, of: rest, from: 2023-07-01, to: 2024-12-31, STANDING}
  family-planning-special.city-share:
    - {value: 1/3, of: rest, from: 2020-01-01, to: 2024-12-31, STANDING}
  essential-medicines.city-share:
    - {value: 45%, of: rest, from: 2020-01-01, to: 2024-12-31, STANDING}
  private-institutions.city-share:
    - {value: 30%, of: rest, from: 2020-01-01, to: 2024-12-31, STANDING}
  health-capacity.unit-standard:
    - {value: 1500, from: 2020-01-01, to: 2024-12-31, STANDING}
  province-managed.city-pays:
    - {value: yes, from: 2020-01-01, to: 2024-12-31, STANDING}
"""  # noqa: E501 (an entry a line)


def parameters_yaml(lines: int) -> str:
    """Write the parameters; the pots grow with the number of lines."""
    return (f"# {_SOURCE}\nparameters:{_SHARES}{''.join(_pot_entries(lines))}").replace(
        "STANDING", f'standing: assumed, source: "{_SOURCE}"'
    )


def _pot_entries(lines: int) -> Iterator[str]:
    for pot in POTS:
        weights = ", ".join(f"{measure}: {weight}%" for measure, weight in pot.weights)
        amount = _yuan(pot, lines)
        dates = f"from: {pot.years[0]}-01-01, to: {pot.years[-1]}-12-31, STANDING"
        yield f"  {pot.item}.pot:\n    - {{value: {amount}, {dates}}}\n"
        yield f"  {pot.item}.weights:\n    - {{value: {{{weights}}}, {dates}}}\n"


def _yuan(pot: PotOfItem, lines: int) -> int:
    members = lines * pot.lines_per_million // 1_000_000 // len(YEARS)
    return max(_LEAST_POT, members * _YUAN_A_LINE)


def pot_rows(lines: int) -> Iterator[tuple[str, int, int]]:
    """Give each pot's yuan by item and year."""
    for pot in POTS:
        yield from ((pot.item, year, _yuan(pot, lines)) for year in pot.years)


def measure_rows() -> Iterator[tuple[str, str, int, str, int]]:
    """Give every measure of every county, but one."""
    for pot in POTS:
        for year in pot.years:
            for measure, _ in pot.weights:
                for position, county in enumerate(_COUNTIES):
                    if (county, pot.item, year, measure) != _MISSING:
                        value = _value(measure, position, year)
                        yield county, pot.item, year, measure, value


def _value(measure: str, position: int, year: int) -> int:
    turned = (position + year) % len(_COUNTIES)
    if measure == "capacity":
        return _CAPACITIES[turned]
    return _SIZES[position] * (10 + len(measure)) + 7 * turned
