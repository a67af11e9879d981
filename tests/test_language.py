from __future__ import annotations

import pytest

from fiscal_rules.cli.language import language_said
from fiscal_rules.model.text import Lang
from fiscal_rules.output.language import language_of


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, Lang.ZH),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, Lang.EN),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en"}, Lang.ZH),
        ({"LANG": "zh_TW.Big5"}, Lang.ZH),
        ({"LANG": "fr_FR.UTF-8"}, Lang.EN),
        ({}, Lang.EN),
    ],
)
def test_the_first_variable_that_is_set_decides(
    environment: dict[str, str], expected: Lang
) -> None:
    assert language_of(environment, "") is expected


def test_where_no_variable_is_set_the_system_decides() -> None:
    assert language_of({}, "Chinese (Simplified)_China") is Lang.ZH


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["allocate", "b.csv", "--lang", "zh"], Lang.ZH),
        (["--lang=en", "allocate"], Lang.EN),
        (["--help", "--lang", "zh"], Lang.ZH),
        (["allocate", "b.csv", "--lang", "tlh"], None),
        (["allocate", "b.csv", "--lang"], None),
        (["allocate", "--language", "zh"], None),
        ([], None),
    ],
)
def test_lang_is_found_wherever_it_stands(arguments: list[str], expected: Lang | None) -> None:
    assert language_said(arguments) is expected
