"""A pack under another: central money that a budget leaves blank is computed by the pack above."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from both_paths import compare
from command_line import run

from fiscal_rules.engine.infer import infer
from fiscal_rules.model.diagnostic import PackRefusedError
from fiscal_rules.model.text import Lang
from fiscal_rules.output.diagnostics import write_diagnostics
from fiscal_rules.readers.budgets.read import read_budget
from fiscal_rules.readers.packs import read_pack
from fiscal_rules.readers.parameters import read_parameters

TIDY = Path(__file__).parent / "packs" / "tidy"
ABOVE = """above:
  pack: upper
  unit: 东县
  computes: [central]
  items: [care]
  when: central.computed
"""
HEADER = "line,unit,year,item,amount,central_funds,headcount\n"
COMPUTED = """parameters:
  central.computed:
    - {value: yes, from: 2020-01-01, standing: assumed, source: asked of the bureau}
  care.city-share:
    - {value: 30%, of: rest, from: 2020-01-01, standing: assumed, source: invented}
  "upper/2018-1:care.central-share":
    - {value: 50%, of: base, from: 2020-01-01, standing: official, source: 国发〔2018〕1号}
"""


@pytest.fixture(autouse=True)
def _packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one pack under another: ``lower`` and ``upper``, both made of the tidy one."""
    monkeypatch.chdir(tmp_path)
    for name in ("lower", "upper"):
        shutil.copytree(TIDY, name)
        Path(name, "cases.yaml").write_text("cases: []\n", encoding="utf-8")
    edit("lower/pack.yaml", "rules: [", f"{ABOVE}rules: [")
    edit("upper/pack.yaml", "id: tidy/2020-1", "id: upper/2018-1")
    edit("upper/pack.yaml", "示政发〔2020〕1号", "国发〔2018〕1号")
    edit("upper/pack.yaml", "en: central}, funds: central_funds}", "en: central}}")
    edit("upper/shared.yaml", "city: care.city-share", "central: care.central-share")
    Path("known.yaml").write_text(COMPUTED, encoding="utf-8")


def edit(path: str, out: str, put_in: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert text.count(out) == 1, f"{out} stands {text.count(out)} times in {path}"
    Path(path).write_text(text.replace(out, put_in), encoding="utf-8")


def budget(*rows: str) -> str:
    Path("budget.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return "budget.csv"


def allocated(*options: str) -> list[dict[str, Any]]:
    done = run("allocate", "budget.csv", "--rules", "lower", "--format", "json", *options)
    lines = json.loads(done.out)["lines"]
    assert isinstance(lines, list)
    return lines


def paid(line: dict[str, Any]) -> dict[str, str]:
    payers = line["payers"]
    assert isinstance(payers, dict)
    return {payer: amount for payer, amount in payers.items() if amount != "0.00"}


def test_what_is_blank_is_computed_and_what_is_given_is_not() -> None:
    budget(
        "blank,东县,2020,care,8000,,100",
        "nothing,东县,2020,care,8000,0,100",
        "given,东县,2020,care,8000,1000,100",
        "elsewhere,东县,2020,training,8000,,100",
    )
    payers = {line["line"]: paid(line) for line in allocated("--parameters", "known.yaml")}
    # 100 × 74 = 7400, half of it 3700; 30 % of the other half 1110; 600 above the base.
    assert payers["blank"] == {"central": "3700.00", "city": "1110.00", "county": "3190.00"}
    assert payers["nothing"] == {"city": "2220.00", "county": "5780.00"}
    assert payers["given"] == {"central": "1000.00", "city": "1920.00", "county": "5080.00"}
    assert payers["elsewhere"] == {}


def test_nothing_is_computed_that_is_not_asked_for() -> None:
    budget("blank,东县,2020,care,8000,,100")
    edit("known.yaml", "value: yes", "value: no")
    (line,) = allocated("--parameters", "known.yaml")
    assert paid(line) == {"city": "2220.00", "county": "5780.00"}


def test_what_the_pack_above_leaves_open_is_open_here() -> None:
    budget("blank,东县,2020,care,8000,,", "unknown,东县,2022,care,8000,,100")
    one, other = allocated("--parameters", "known.yaml")
    assert (one["status"], one["open"]) == ("needs", "8000.00")
    assert {"kind": "column", "id": "headcount", "clause": "upper/2018-1 1"} in one["needs"]
    assert other["status"] == "determined"


def test_the_payment_cites_the_pack_above() -> None:
    budget("blank,东县,2020,care,8000,,100")
    (line,) = allocated("--parameters", "known.yaml")
    payment = line["payments"][0]
    assert payment["payer"] == "central"
    assert payment["part"] == "upper"
    assert payment["rule"] == "upper/2018-1 care"
    assert payment["clause"] == "upper/2018-1 1"
    assert payment["standing"] == "assumed"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            ["中央资金（预算留空，按国发〔2018〕1号）", "照护：中央分担比例（国发〔2018〕1号）"],
        ),
        ("en", ["central money (left blank; by 国发〔2018〕1号)", "国发〔2018〕1号: base"]),
    ],
)
def test_it_is_explained(lang: str, said: list[str]) -> None:
    budget("blank,东县,2020,care,8000,,100")
    done = run(
        "explain", "budget.csv", "blank", "--rules", "lower", "--parameters", "known.yaml",
        "--lang", lang,
    )  # fmt: skip
    assert [each for each in said if each not in done.out] == []
    assert "3700.00" in done.out.replace(",", "")


def test_columns_and_scalar_path_agree() -> None:
    rows = (f"{n},东县,2020,care,{n * 997},{'' if n % 3 else n},{n}" for n in range(1, 60))
    pack = read_pack(Path("lower"))
    read = read_budget(budget(*rows), pack, money_unit=None)
    compare(infer(pack), read_parameters(pack, ["known.yaml"], as_of=None), read)


def test_the_digest_is_of_the_whole_stack() -> None:
    before = read_pack(Path("lower")).digest
    edit("upper/pack.yaml", "en: An example plan", "en: Another plan")
    assert read_pack(Path("lower")).digest != before


def test_packs_above_may_stand_under_others() -> None:
    shutil.copytree("upper", "top")
    edit("top/pack.yaml", "id: upper/2018-1", "id: top/2016-1")
    edit("upper/pack.yaml", "rules: [", ABOVE.replace("upper", "top") + "rules: [")
    edit("upper/pack.yaml", "en: central}}", "en: central}, funds: central_funds}")
    edit("upper/shared.yaml", "central: care.central-share", "city: care.city-share")
    Path("known.yaml").write_text(
        COMPUTED.replace("upper/2018-1:", "upper/2018-1:top/2016-1:")
        + '  "upper/2018-1:central.computed":\n'
        "    - {value: yes, from: 2020-01-01, standing: assumed, source: invented}\n"
        '  "upper/2018-1:care.city-share":\n'
        "    - {value: 10%, from: 2020-01-01, standing: assumed, source: invented}\n",
        encoding="utf-8",
    )
    budget("blank,东县,2020,care,8000,,100")
    (line,) = allocated("--parameters", "known.yaml")
    assert paid(line) == {"central": "3700.00", "city": "1110.00", "county": "3190.00"}


def refused() -> tuple[str, str]:
    with pytest.raises(PackRefusedError) as found:
        read_pack(Path("lower"))
    problems = found.value.problems
    return write_diagnostics(problems, Lang.EN), write_diagnostics(problems, Lang.ZH)


@pytest.mark.parametrize(
    ("out", "put_in", "en", "zh"),
    [
        ("unit: 东县\n  comp", "unit: 南县\n  comp", "there is no unit 南县", "没有这个单位：南县"),
        ("computes: [central]", "computes: [city]", "there is no government city", "没有这个政府：city"),
        ("items: [care]", "items: [cure]", "there is no item cure", "没有这个事项：cure"),
        (
            "items: [care]", "items: [care, relief]",
            "error[FR194]: rule relief of the pack above pays out of a pot",
            "上级规则包的规则 relief 从资金总额中分配",
        ),
        (
            "pack: upper", "pack: lower",
            "error[FR193]: the pack lower stands above itself", "规则包 lower 立在它自己之上",
        ),
        ("pack: upper", "pack: nowhere", "error[FR113]: no pack nowhere", "找不到规则包 nowhere"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(out: str, put_in: str, en: str, zh: str) -> None:
    edit("lower/pack.yaml", out, put_in)
    said_en, said_zh = refused()
    assert en in said_en
    assert zh in said_zh
    assert said_en.count("error[") == 1
    assert "lower/pack.yaml" in said_en


def test_what_is_wrong_in_the_pack_above_is_said_with_its_place() -> None:
    edit("upper/pack.yaml", "basis: resident", "basis: citizen")
    said, _ = refused()
    assert "upper/pack.yaml:41" in said
