from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.parameter import Entry, Parameters, ShareOf
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.text import Lang
from fiscal_rules.model.vocabulary import Standing
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.packs import read_pack
from fiscal_rules.readers.parameters import newest_published, read_parameters

PACK = read_pack(Path(__file__).parent / "packs" / "tidy")
SOURCE = "standing: assumed, source: invented"
EAST = {"unit": "东县", "class": "plain"}
WEST = {"unit": "西县", "class": "managed"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def given(*files: str, as_of: date | None = None, pack: RulePack = PACK) -> Parameters:
    """Read texts as the files 1.yaml, 2.yaml …"""
    names = [f"{number}.yaml" for number in range(1, len(files) + 1)]
    for name, text in zip(names, files, strict=True):
        Path(name).write_text(text, encoding="utf-8")
    return read_parameters(pack, names, as_of=as_of)


def listed(parameter: str, *entries: str) -> str:
    return f"parameters:\n  {parameter}:\n" + "".join(f"    - {{{e}, {SOURCE}}}\n" for e in entries)


def only(parameter: str, *entries: str) -> Entry:
    (entry,) = given(listed(parameter, *entries)).of(parameter)
    return entry


def refusal(*files: str, lang: Lang = Lang.EN, as_of: date | None = None) -> str:
    with pytest.raises(PackRefusedError) as refused:
        given(*files, as_of=as_of)
    return write_diagnostics(refused.value.problems, lang)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("40%", Fraction(2, 5)),
        ("0.4", Fraction(2, 5)),
        ("1/3", Fraction(1, 3)),
        ("12.5%", Fraction(1, 8)),
        ("0", Fraction(0)),
        ("1", Fraction(1)),
    ],
)
def test_a_share_is_exact(written: str, value: Fraction) -> None:
    entry = only("care.city-share", f"value: {written}, from: 2020-01-01")
    assert (entry.value, entry.shown, entry.share_of) == (value, written, None)


@pytest.mark.parametrize("of", list(ShareOf))
def test_a_share_says_what_it_is_a_share_of(of: ShareOf) -> None:
    entry = only("care.city-share", f"value: 40%, of: {of}, from: 2020-01-01")
    assert entry.share_of is of


def test_a_standard_by_the_month_is_kept_by_the_year() -> None:
    entry = only("training.unit-standard", "value: 7.5, unit: yuan per lesson, from: 2020-01-01")
    assert entry.value == Fraction(15, 2)
    (_, by_month) = given(
        listed("care.standard", "value: 6.15, per: month, unit: 元/人月, from: 2022-01-01")
    ).of("care.standard")[-2:]
    assert (by_month.value, by_month.shown) == (Fraction("73.8"), "6.15")


def test_a_pot_is_in_yuan_to_the_fen() -> None:
    entry = only("relief.pot", "value: 30000000.05, unit: 元, from: 2020-01-01, to: 2020-12-31")
    assert entry.value == Fraction(3000000005, 100)


def test_weights_name_each_measure_of_the_pot() -> None:
    (entry,) = PACK.entries[-1:]
    assert entry.value == (("need", Fraction(3, 5)), ("capacity", Fraction(2, 5)))
    assert entry.shown == "need 60%, capacity 40%"


@pytest.mark.parametrize(("written", "value"), [("yes", True), ("no", False)])
def test_a_yes_or_no_is_read(written: str, *, value: bool) -> None:
    assert only("managed.city-pays", f"value: {written}, from: 2020-01-01").value is value


def test_an_entry_ends_on_the_day_after_its_last() -> None:
    entry = only("care.city-share", "value: 40%, from: 2020-01-01, to: 2020-06-30")
    assert (entry.starts, entry.ends) == (date(2020, 1, 1), date(2020, 7, 1))


def test_an_open_entry_ends_where_the_next_with_the_same_scope_begins() -> None:
    shares = given(
        listed(
            "care.city-share",
            "value: 40%, from: 2020-01-01",
            "value: 50%, from: 2022-01-01, for: {unit: [东县, 西县]}",
            "value: 45%, from: 2021-01-01",
            "value: 55%, from: 2023-01-01, for: {unit: [西县, '371501']}",
        )
    ).of("care.city-share")
    assert [entry.ends for entry in shares] == [
        date(2021, 1, 1),
        date(2023, 1, 1),
        None,
        None,
    ]


def test_nothing_is_carried_on_beyond_its_last_day() -> None:
    parameters = given(listed("care.city-share", "value: 40%, from: 2020-01-01, to: 2020-12-31"))
    assert parameters.value("care.city-share", date(2020, 12, 1), EAST) is not None
    assert parameters.value("care.city-share", date(2021, 1, 1), EAST) is None


@pytest.mark.parametrize(
    "name", ["东县", "Eastern County", "eastern county", "371501", "３７１５０１"]
)
def test_a_unit_is_named_by_id_name_or_code(name: str) -> None:
    entry = only("care.city-share", f"value: 40%, from: 2020-01-01, for: {{unit: '{name}'}}")
    assert entry.scope == (("unit", ("东县",)),)


def test_an_old_name_of_a_unit_still_means_it() -> None:
    entry = only("care.city-share", "value: 40%, from: 2021-01-01, for: {unit: 西乡}")
    assert entry.scope == (("unit", ("西县",)),)


def test_a_scope_is_kept_in_one_way_however_it_is_written() -> None:
    entry = only(
        "care.city-share",
        "value: 40%, from: 2020-01-01, for: {severity: [特别重大, major, major], class: 直管县}",
    )
    assert entry.scope == (("class", ("managed",)), ("severity", ("extremely-major", "major")))
    assert entry.specificity == (1, 1)


def test_the_more_specific_entry_wins_then_the_later_file() -> None:
    parameters = given(
        listed(
            "care.city-share",
            "value: 10%, from: 2020-01-01",
            "value: 20%, from: 2020-01-01, for: {class: plain}",
            "value: 30%, from: 2020-01-01, for: {unit: 西县}",
        ),
        listed(
            "care.city-share",
            "value: 40%, from: 2020-01-01",
            "value: 50%, from: 2020-01-01, for: {unit: 西县}",
        ),
    )
    day = date(2020, 6, 1)
    found = [parameters.value("care.city-share", day, unit) for unit in (EAST, WEST)]
    assert [entry and entry.shown for entry in found] == ["20%", "50%"]


def test_entries_of_the_pack_come_before_those_of_files() -> None:
    parameters = given(listed("care.standard", "value: 75, from: 2020-01-01"))
    assert [entry.file for entry in parameters.of("care.standard")] == [0, 0, 0, 1]
    found = parameters.value("care.standard", date(2020, 1, 1), EAST)
    assert found is not None
    assert found.shown == "75"


def test_what_is_published_later_is_not_seen() -> None:
    seen = given(as_of=date(2021, 2, 28)).of("care.standard")
    assert [(entry.shown, entry.ends) for entry in seen] == [("74", None), ("8", None)]
    seen = given(as_of=date(2021, 3, 1)).of("care.standard")
    assert [(e.shown, e.ends) for e in seen[:2]] == [
        ("74", date(2021, 1, 1)),
        ("79", date(2022, 1, 1)),
    ]


def test_an_entry_is_known_from_its_first_day_unless_it_says_otherwise() -> None:
    by_shown = {entry.shown: entry.published for entry in PACK.entries}
    assert by_shown["74"] == date(2020, 1, 1)
    assert by_shown["79"] == date(2021, 3, 1)


def test_the_newest_publication_counts() -> None:
    assert newest_published(PACK, given()) == date(2021, 3, 1)
    later = listed("care.city-share", "value: 40%, from: 2020-01-01, published: 2023-04-05")
    assert newest_published(PACK, given(later)) == date(2023, 4, 5)
    nothing = Parameters({})
    assert newest_published(PACK, nothing) == PACK.document.published


def test_the_files_are_named_with_what_they_say() -> None:
    plain = listed("care.city-share", "value: 40%, from: 2020-01-01")
    same = "# 说明\n" + plain.replace("value: 40%", 'value:   "40%"')
    other = plain.replace("40%", "41%")
    (one, one_digest), (two, two_digest), (_, other_digest) = given(plain, same, other).sources
    assert (one, two) == ("1.yaml", "2.yaml")
    assert one_digest == two_digest != other_digest
    assert len(one_digest) == 64


def test_the_problems_of_all_files_come_at_once() -> None:
    said = refusal(
        listed("care.city-share", "value: 140%, from: 2020-01-01"),
        "parameters: []\n",
        listed("relief.weights", "value: {need: 1, capacity: 1}, from: 2020-01-02"),
    )
    heads = [line.partition(": error")[0] for line in said.splitlines() if ".yaml:" in line]
    assert heads == ["1.yaml:3:15", "2.yaml:1:13", "3.yaml:3:15", "3.yaml:3:45"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("for: {unit: 东县, severity: major}", "for: {unit: 东县, category: death}"),
        ("for: {severity: [major, large]}", "for: {severity: [large, general]}"),
        ("for: {class: plain}", "for: {class: [plain, managed]}"),
        ("to: 2020-06-30", "to: 2020-06-30"),
    ],
)
def test_two_entries_that_can_hold_for_one_line_are_a_tie(one: str, other: str) -> None:
    said = refusal(
        listed(
            "care.city-share",
            f"value: 40%, from: 2020-01-01, {one}",
            f"value: 50%, from: 2020-06-01, {other}",
        )
    )
    assert said.splitlines()[0] == (
        "1.yaml:4:7: error[FR309]: this value and the one at 1.yaml:3:7 are equally specific"
        " and overlap in time"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("for: {unit: 东县}", "for: {unit: 西县}"),
        ("for: {unit: 东县}", "for: {class: plain}"),
        ("for: {severity: major}", "for: {severity: large}"),
        ("for: {class: plain}", "for: {class: plain, category: death}"),
        ("to: 2020-05-31", "to: 2020-12-31"),
    ],
)
def test_two_entries_that_never_meet_or_differ_in_rank_are_no_tie(one: str, other: str) -> None:
    parameters = given(
        listed(
            "care.city-share",
            f"value: 40%, from: 2020-01-01, {one}",
            f"value: 50%, from: 2020-06-01, {other}",
        )
    )
    assert len(parameters.of("care.city-share")) == 2


def test_an_entry_not_yet_published_may_leave_a_tie_behind() -> None:
    file = listed(
        "care.city-share",
        "value: 40%, from: 2020-01-01, for: {class: plain}, published: 2020-01-01",
        "value: 50%, from: 2020-06-01, to: 2020-06-30, for: {class: plain}, published: 2020-09-01",
        "value: 60%, from: 2020-07-01, for: {class: [plain, managed]}, published: 2020-01-01",
    )
    assert len(given(file).of("care.city-share")) == 3
    assert refusal(file, as_of=date(2020, 8, 1)) == (
        "1.yaml:5:7: error[FR309]: this value and the one at 1.yaml:3:7 are equally specific"
        " and overlap in time\n  hint: narrow `for`, or let the dates not overlap"
    )


def test_many_entries_are_compared_soon() -> None:
    months = (f"{year}-{month:02d}" for year in range(1000, 1080) for month in range(1, 13))
    entries = (f"value: 40%, from: {month}-01" for month in months)
    assert len(given(listed("care.city-share", *entries)).of("care.city-share")) == 960


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(PackRefusedError, match=r"none\.yaml: FR101"):
        read_parameters(PACK, ["none.yaml"], as_of=None)


def test_an_entry_knows_what_it_rests_on_and_where_it_stands() -> None:
    (entry, *_) = PACK.entries
    assert (entry.standing, entry.source, entry.at.line) == (Standing.DERIVED, "invented", 3)
