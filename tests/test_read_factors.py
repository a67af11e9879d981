"""Reading pots: measures and how they count, coefficients, floors and caps, bands and rates."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.factors import (
    Bounds,
    FloorsFrom,
    Measure,
    MeasureBy,
    PotBound,
    Times,
)
from fiscal_rules.model.funding import Factors
from fiscal_rules.model.parameter import Bands, ParameterKind
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.packs import read_pack
from fiscal_rules.readers.parameters import read_parameters

TIDY = Path(__file__).parent / "packs" / "tidy"
WHOLE = """\
        measures:
          - {per_head: need, of: population}
          - {inverse: capacity}
          - {banded: beds, bands: relief.bands}
        times: {measure: performance, renormalise: no}
        at_least: [{rate: relief.kept, of: last-grant}]
        at_most: [{rate: relief.most}]
        floors_from: payer
"""
PARAMETERS = """\
parameters:
  relief.weights:
    - {value: {need: 60%, capacity: 20%, beds: 20%}, from: 2020-01-01, standing: assumed, source: s}
  relief.bands:
    - {value: {0: 1, 100: 1.5, 500: "2"}, from: 2020-01-01, standing: assumed, source: s}
  relief.kept:
    - {value: 90%, from: 2020-01-01, standing: assumed, source: s}
  relief.most:
    - {value: "0.4", from: 2020-01-01, standing: assumed, source: s}
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TIDY, "pack")
    change(
        "pack.yaml", "derived:\n", "measures: [{id: beds, name: {zh: 床位, en: beds}}]\nderived:\n"
    )
    change("shared.yaml", "        measures: [need, {inverse: capacity}]\n", WHOLE)
    Path("pack/parameters.yaml").write_text(PARAMETERS, encoding="utf-8")
    return Path("pack")


def change(file: str, old: str, new: str) -> None:
    path = Path("pack") / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(pack: Path, lang: Lang) -> str:
    with pytest.raises(PackRefusedError) as refused:
        read_pack(pack)
    return write_diagnostics(refused.value.problems, lang)


def test_every_way_of_counting_and_bounding_is_read(pack: Path) -> None:
    (fund,) = (r.fund for r in read_pack(pack).rules if isinstance(r.fund, Factors))
    assert fund.measures == (
        Measure("need", MeasureBy.PER_HEAD, of="population"),
        Measure("capacity", MeasureBy.INVERSE),
        Measure("beds", MeasureBy.BANDED, bands="relief.bands"),
    )
    assert fund.times == Times("performance", renormalise=False)
    assert fund.bounds == Bounds(
        at_least=(PotBound("relief.kept", "last-grant"),),
        at_most=(PotBound("relief.most"),),
        floors_from=FloorsFrom.PAYER,
    )


def test_a_coefficient_is_renormalised_unless_the_pack_says_no(pack: Path) -> None:
    change("shared.yaml", "times: {measure: performance, renormalise: no}", "times: performance")
    (fund,) = (r.fund for r in read_pack(pack).rules if isinstance(r.fund, Factors))
    assert fund.times == Times("performance", renormalise=True)


def test_a_pack_names_measures_of_its_own(pack: Path) -> None:
    read = read_pack(pack)
    assert read.measure_names["beds"] == Text("床位", "beds")
    assert read.measure_by_label["床位"] == "beds"


def test_bands_and_rates_are_read(pack: Path) -> None:
    read = read_pack(pack)
    kinds = dict(read.parameter_kinds)
    assert (kinds["relief.bands"], kinds["relief.most"]) == (
        ParameterKind.BANDS,
        ParameterKind.RATE,
    )
    entry = read_parameters(read, (), as_of=None).value("relief.bands", date(2020, 6, 1), {})
    assert entry is not None
    one, half, two = Fraction(1), Fraction(3, 2), Fraction(2)
    assert entry.value == Bands(((Fraction(0), one), (Fraction(100), half), (Fraction(500), two)))


@pytest.mark.parametrize(
    ("value", "counts"), [(0, 1), (Fraction("99.99"), 1), (100, Fraction(3, 2)), (10_000, 2)]
)
def test_a_value_lies_in_the_band_that_begins_at_or_below_it(value: int, counts: int) -> None:
    steps = ((0, 1), (100, Fraction(3, 2)), (500, 2))
    bands = Bands(tuple((Fraction(starts), Fraction(each)) for starts, each in steps))
    assert bands.at(Fraction(value)) == counts


@pytest.mark.parametrize(
    "value", ["{5: 1, 100: 2}", "{0: 1, many: 2}", "{0: 1, 0.0: 2}", "0.5", "{}"]
)
def test_bands_that_leave_values_out_are_refused(pack: Path, value: str) -> None:
    change("parameters.yaml", '{0: 1, 100: 1.5, 500: "2"}', value)
    assert "error[FR313]: the bands of relief.bands are" in refusal(pack, Lang.EN)


def test_bands_are_refused_in_these_words(pack: Path) -> None:
    change("parameters.yaml", "{0: 1, 100", "{50: 1, 100")
    assert refusal(pack, Lang.EN) == (
        "pack/parameters.yaml:5:15: error[FR313]: the bands of relief.bands are "
        "“start: coefficient”, each start once, the first at 0\n"
        '  5 |     - {value: {50: 1, 100: 1.5, 500: "2"}, from: 2020-01-01, '
        "standing: assumed, source: s}\n"
        "    |               ^\n"
        "  hint: for example {0: 1.2, 500: 1}"
    )
    assert "分档系数 relief.bands 应写成“起点: 系数”" in refusal(pack, Lang.ZH)


def test_a_rate_below_0_is_refused(pack: Path) -> None:
    change("parameters.yaml", '"0.4"', '"-0.4"')
    assert "9:15: error[FR304]: the value cannot be below 0, and is -0.4" in refusal(pack, Lang.EN)


def test_a_rate_is_one_for_all_units(pack: Path) -> None:
    change("parameters.yaml", '{value: "0.4",', '{value: "0.4", for: {unit: 东县},')
    assert "9:22: error[FR310]: `for` does not fit relief.most" in refusal(pack, Lang.EN)
