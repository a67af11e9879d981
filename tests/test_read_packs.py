from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fiscal_rules.model.condition import AllOf, AnyOf, Is, Not
from fiscal_rules.model.diagnostic import PackRefusedError, Place
from fiscal_rules.model.factors import Measure, MeasureBy
from fiscal_rules.model.funding import (
    Agreed,
    Base,
    Factors,
    Full,
    Matching,
    Outside,
    Share,
    Undetermined,
    Workload,
)
from fiscal_rules.model.parameter import ParameterKind
from fiscal_rules.model.rulepack import (
    Comparison,
    Dated,
    Default,
    Derived,
    InForce,
    Operand,
    Question,
    Reservation,
    RulePack,
    ThenIf,
)
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.model.vocabulary import Authority, Duty, Finding, Level, Standing
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.readers.shipped import shipped

TIDY = Path(__file__).parent / "packs" / "tidy"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TIDY, "pack")
    return Path("pack")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(pack: Path, lang: Lang = Lang.EN) -> str:
    with pytest.raises(PackRefusedError) as refused:
        read_pack(pack)
    return write_diagnostics(refused.value.problems, lang)


def test_the_document_is_read() -> None:
    document = read_pack(TIDY).document
    assert (document.number, document.published) == ("示政发〔2020〕1号", date(2020, 5, 1))


def test_a_span_ends_before_the_day_after_its_last() -> None:
    assert read_pack(TIDY).in_force == (
        InForce(date(2020, 1, 1), date(2021, 1, 1), Standing.ASSUMED, "invented"),
        InForce(date(2021, 1, 1), None, Standing.OFFICIAL, "invented"),
    )


def test_governments_have_a_column_of_money_or_a_level() -> None:
    governments = read_pack(TIDY).governments
    assert [(g.id, g.funds, g.level) for g in governments] == [
        ("central", "central_funds", None),
        ("city", None, Level.CITY),
        ("county", None, Level.COUNTY),
    ]


def test_a_unit_is_known_by_its_id_its_names_and_its_codes() -> None:
    _, east, west = read_pack(TIDY).units
    assert [label.value for label in east.labels] == ["东县", "Eastern County", "371501"]
    assert west.labels[-1] == Dated("西乡", None, date(2020, 7, 1))
    assert (east.population, west.population, west.part_of) == (1000, None, "东县")


def test_a_unit_may_change_its_class() -> None:
    west = read_pack(TIDY).unit_by_id["西县"]
    assert west.class_on(date(2020, 12, 31)) == "plain"
    assert west.class_on(date(2021, 1, 1)) == "managed"


def test_an_item_has_its_names_codes_and_basis() -> None:
    care = read_pack(TIDY).item_by_id["care"]
    assert (care.clause, care.name, care.basis) == ("1", Text("照护", "care"), "resident")
    assert care.codes == (Dated("2100408", date(2014, 1, 1), None),)
    assert care.aliases == ("护理",)


def test_what_rules_derive_and_what_blanks_mean_is_read() -> None:
    pack = read_pack(TIDY)
    assert pack.derived == (Derived("based", ("yes", "no"), "no"),)
    reason = Text("通常如此", "as a rule")
    assert pack.defaults == (Default("sponsor", "government", (), reason),)
    assert pack.reservations == (
        Reservation(
            "city",
            "managed",
            "managed.city-pays",
            "province-takes-over",
            Finding.PROVINCE_MANAGED_UNSETTLED,
        ),
    )


def test_a_clause_without_rules_has_a_reason() -> None:
    clauses = read_pack(TIDY).clause_by_id
    assert clauses["4"].reason == Text("无法计算", "it cannot be computed")
    assert clauses["1"].reason is None
    assert clauses["1"].at.line == 2


def test_every_form_of_funding_is_read() -> None:
    rules = read_pack(TIDY).rule_by_id
    assert rules["care"].fund == Matching(
        Base("care.standard", "headcount"), (Share("city", "care.city-share"),), "county"
    )
    assert rules["relief"].fund == Factors(
        "city",
        "relief.pot",
        "relief.weights",
        (Measure("need"), Measure("capacity", MeasureBy.INVERSE)),
        "county",
        Matching(None, (Share("city", "relief.city-share"),), "county"),
    )
    assert rules["training"].fund == Workload(
        "city", "workload", "training.unit-standard", "performance", "county"
    )
    assert rules["task"].fund == Full("city")
    assert rules["task"].agreed == Agreed("city", "agreed_subsidy")
    assert rules["relief-of-the-city"].fund == Undetermined("funding")
    assert rules["training-of-the-army"].fund == Outside()


def test_conditions_are_read() -> None:
    rules = read_pack(TIDY).rule_by_id
    assert rules["care"].when == Is("item", ("care",))
    assert rules["training"].when == AllOf(
        (Is("item", ("training",)), Not(Is("sponsor", ("military", "enterprise"))))
    )
    unlisted = Is("item", ("unlisted",))
    assert rules["not-listed"].when == AnyOf(
        (unlisted, AllOf((unlisted, Not(Is("level", ("city",))))))
    )


def test_a_comparison_made_at_allocation_is_read() -> None:
    (then_if,) = read_pack(TIDY).rule_by_id["top-up"].then_if
    assert then_if == ThenIf(
        Operand("column", "county_standard"),
        Comparison.ABOVE,
        Operand("quantity", "standard"),
        (Duty.FILE_STANDARD,),
        (),
    )


def test_what_a_rule_assigns_derives_and_overrides_is_read() -> None:
    rules = read_pack(TIDY).rule_by_id
    assert rules["care"].authority is Authority.SHARED
    assert rules["care"].derive == (("based", "yes"),)
    assert rules["top-up"].above_base == "county"
    assert rules["task"].overrides == ("training", "training-of-the-army")
    assert rules["care"].at.line == 2


def test_a_rule_is_published_with_the_document_unless_it_says_otherwise(pack: Path) -> None:
    edit(pack / "shared.yaml", "assign: shared", "assign: shared\n    published: 2021-02-03")
    rules = read_pack(pack).rule_by_id
    assert rules["care"].published == date(2021, 2, 3)
    assert rules["relief"].published == date(2020, 5, 1)


def test_a_rule_may_be_in_force_for_a_while(pack: Path) -> None:
    span = "{from: 2021-01-01, to: 2021-12-31, standing: derived, source: a later notice}"
    edit(pack / "shared.yaml", "assign: shared", f"assign: shared\n    in_force: [{span}]")
    care = read_pack(pack).rule_by_id["care"]
    assert care.in_force == (
        InForce(date(2021, 1, 1), date(2022, 1, 1), Standing.DERIVED, "a later notice"),
    )


def test_each_parameter_is_of_the_kind_that_rules_use_it_as() -> None:
    assert dict(read_pack(TIDY).parameter_kinds) == {
        "managed.city-pays": ParameterKind.YES_NO,
        "care.standard": ParameterKind.STANDARD,
        "care.city-share": ParameterKind.SHARE,
        "relief.city-share": ParameterKind.SHARE,
        "relief.pot": ParameterKind.POT,
        "relief.weights": ParameterKind.WEIGHTS,
        "training.unit-standard": ParameterKind.UNIT_STANDARD,
    }


def test_rules_stand_in_the_order_of_their_clauses() -> None:
    clauses = [rule.clause for rule in read_pack(TIDY).rules]
    assert clauses == ["1", "1", "2", "2", "3", "3", "3", "5"]


def unplaced(pack: RulePack) -> RulePack:
    """Leave out where the rules and all else stand."""
    nowhere = Place("")
    return replace(
        pack,
        root="",
        units=tuple(replace(each, at=nowhere) for each in pack.units),
        items=tuple(replace(each, at=nowhere) for each in pack.items),
        clauses=tuple(replace(each, at=nowhere) for each in pack.clauses),
        rules=tuple(replace(each, at=nowhere) for each in pack.rules),
        entries=tuple(replace(each, at=nowhere) for each in pack.entries),
    )


def test_comments_and_layout_change_nothing(pack: Path) -> None:
    edit(pack / "shared.yaml", "    when: {item: care}\n", "    when:\n      item: 'care'  # 一\n")
    edit(pack / "pack.yaml", "id: tidy/2020-1\n", "\n\nid: tidy/2020-1\n")
    assert unplaced(read_pack(pack)) == unplaced(read_pack(TIDY))


def test_reordered_rules_change_nothing(pack: Path) -> None:
    head, *rules = (pack / "shared.yaml").read_text(encoding="utf-8").split("  - id: ")
    other = (pack / "other.yaml").read_text(encoding="utf-8").removeprefix("rules:\n")
    moved = other + "".join(f"  - id: {rule.rstrip()}\n" for rule in reversed(rules[1:]))
    (pack / "shared.yaml").write_text(f"{head}  - id: {rules[0]}", encoding="utf-8")
    (pack / "other.yaml").write_text(f"rules:\n{moved}", encoding="utf-8")
    edit(pack / "pack.yaml", "[shared.yaml, other.yaml]", "[other.yaml, shared.yaml]")

    assert unplaced(read_pack(pack)) == unplaced(read_pack(TIDY))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pack.yaml", "value: 1000", "value: 1001"),
        ("clauses.yaml", "place: 一1", "place: 一2"),
        ("shared.yaml", "assign: shared", "assign: county"),
        ("parameters.yaml", "value: 74", "value: 75"),
    ],
)
def test_what_a_pack_says_changes_its_digest(pack: Path, file: str, old: str, new: str) -> None:
    edit(pack / file, old, new)
    assert read_pack(pack).digest != read_pack(TIDY).digest


def test_cases_and_the_readme_do_not_change_the_digest(pack: Path) -> None:
    (pack / "cases.yaml").unlink()
    (pack / "README.md").write_text("About this pack", encoding="utf-8")
    assert read_pack(pack).digest == read_pack(TIDY).digest


def test_where_a_pack_lies_does_not_change_its_digest(pack: Path) -> None:
    assert read_pack(pack).digest == read_pack(pack.resolve()).digest


def test_messages_name_the_path_as_it_was_given(pack: Path) -> None:
    edit(pack / "pack.yaml", "published: 2020-05-01", "published: May")
    assert refusal(pack).startswith("pack/pack.yaml:7:14: error[FR155]: May is not a date")
    os.chdir("pack")
    assert refusal(Path()).startswith("pack.yaml:7:14: error[FR155]: May is not a date")


def test_all_problems_of_all_files_come_at_once_by_place(pack: Path) -> None:
    edit(pack / "shared.yaml", "count: headcount", "count: heads")
    edit(pack / "shared.yaml", "above_base: county", "above_base: x")
    edit(pack / "pack.yaml", "published: 2020-05-01", "published: May")
    edit(pack / "parameters.yaml", "value: 74", "value: x")
    edit(pack / "clauses.yaml", '- id: "4"', '- id: "3"')
    heads = [line for line in refusal(pack).splitlines() if line.startswith("pack/")]
    assert heads == [
        "pack/clauses.yaml:17:9: error[FR159]: clause 3 already stands at pack/clauses.yaml:12:9",
        "pack/pack.yaml:7:14: error[FR155]: May is not a date",
        "pack/parameters.yaml:3:15: error[FR302]: x is not a number",
        "pack/shared.yaml:10:48: error[FR162]: there is no column heads",
        "pack/shared.yaml:31:17: error[FR162]: there is no government x",
    ]


def test_wrong_shapes_of_all_files_come_at_once(pack: Path) -> None:
    edit(pack / "shared.yaml", "above_base: county", "above: county")
    edit(pack / "parameters.yaml", "standing: assumed", "standing: guessed")
    edit(pack / "clauses.yaml", "place: 一1", "places: 一1")
    heads = [line for line in refusal(pack).splitlines() if line.startswith("pack/")]
    assert heads == [
        "pack/clauses.yaml:2:5: error[FR152]: place is missing",
        "pack/clauses.yaml:3:5: error[FR151]: unknown key places",
        "pack/parameters.yaml:7:71: error[FR154]: standing cannot be guessed",
        "pack/shared.yaml:31:5: error[FR151]: unknown key above",
    ]


@pytest.mark.parametrize("file", ["pack.yaml", "clauses.yaml", "parameters.yaml", "shared.yaml"])
def test_no_link_leaves_the_folder(pack: Path, tmp_path: Path, file: str) -> None:
    (pack / file).rename(tmp_path / "outside.yaml")
    (pack / file).symlink_to(tmp_path / "outside.yaml")
    assert f"FR114]: the file {file} is not inside the pack's folder" in refusal(pack)
    assert f"FR114]：文件 {file} 不在规则包的文件夹内" in refusal(pack, Lang.ZH)


@pytest.mark.parametrize("name", ['"a\\x01b"', "'~/x.yaml'", "loop.yaml", "'../pack2/x.yaml'"])
def test_a_name_that_is_no_file_is_refused(pack: Path, name: str) -> None:
    (pack / "loop.yaml").symlink_to("loop.yaml")
    edit(pack / "pack.yaml", "[shared.yaml, other.yaml]", f"[shared.yaml, {name}]")
    assert "error[FR1" in refusal(pack)


def test_rules_may_lie_in_a_folder_of_the_pack(pack: Path) -> None:
    (pack / "rules").mkdir()
    (pack / "other.yaml").rename(pack / "rules" / "other.yaml")
    edit(pack / "pack.yaml", "[shared.yaml, other.yaml]", "[shared.yaml, rules/other.yaml]")
    assert read_pack(pack).digest == read_pack(TIDY).digest


def test_a_pack_is_found_by_its_folder(pack: Path) -> None:
    assert find_pack("pack") == Path("pack")
    assert read_pack(pack).root == "pack"


def test_a_shipped_pack_is_found_by_its_id() -> None:
    assert find_pack(DEFAULT_PACK) == shipped("rules", "liaocheng", "2019-9")


def test_a_folder_that_exists_wins_over_a_shipped_pack(pack: Path) -> None:
    shutil.copytree(pack, DEFAULT_PACK)
    assert find_pack(DEFAULT_PACK) == Path(DEFAULT_PACK)


def test_an_unknown_pack_is_refused_with_those_that_are_known(pack: Path) -> None:
    with pytest.raises(PackRefusedError) as refused:
        find_pack(f"{pack}2")
    problems = refused.value.problems
    assert write_diagnostics(problems, Lang.EN) == (
        "error[FR113]: no pack pack2: neither a folder with a pack.yaml nor the id of a shipped"
        " pack\n  hint: shipped packs: china/2018-67, liaocheng/2019-9"
    )
    assert write_diagnostics(problems, Lang.ZH) == (
        "错误[FR113]：找不到规则包 pack2：既不是含 pack.yaml 的文件夹，也不是随附规则包的编号\n"
        "  提示：随附的规则包：china/2018-67, liaocheng/2019-9"
    )


@pytest.mark.parametrize("name", ["", "\x00", "/", "..", "a" * 5000, "liaocheng"])
def test_no_name_of_a_pack_breaks_the_search(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PackRefusedError, match="FR113"):
        find_pack(name)


def test_a_clause_may_answer_a_question_asked_of_whole_budgets() -> None:
    pack = read_pack(find_pack(DEFAULT_PACK))
    answered = {question: pack.clause_on(question) for question in Question}
    assert {question: clause and clause.id for question, clause in answered.items()} == {
        Question.BASE_TRANSFER: "5.8",
        Question.GAP: "6.2",
    }
    assert read_pack(TIDY).clause_on(Question.GAP) is None
