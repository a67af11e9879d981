"""Language: in which language the command line speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fiscal_rules.model.text import Lang

_SAID = re.compile(r"(?:^|\0)--lang[=\0](zh|en)(?:\0|$)")
"""The option among arguments joined by a sign that none of them can hold."""
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHINESE = ("zh", "chinese")


def language_said(arguments: Sequence[str]) -> Lang | None:
    """Find the language that ``--lang`` asks for, wherever it stands; None if it asks for none.

    It is read before anything else, so that usage errors and help are in it too.

    >>> language_said(["allocate", "b.csv", "--lang=en"]), language_said(["--lang", "tlh"])
    (<Lang.EN: 'en'>, None)
    """
    joined = "\0".join(arguments)
    found = _SAID.search(joined)
    return None if found is None else Lang(found[1])


def language_of(environment: Mapping[str, str], system: str) -> Lang:
    """Give the language of a terminal by its locale; ``system`` is used where no variable is set.

    >>> language_of({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "").value
    'zh'
    >>> language_of({}, "Chinese (Simplified)_China").value
    'zh'
    """
    named = (environment.get(variable, "") for variable in _VARIABLES)
    locale = next((value for value in named if value), system)
    return Lang.ZH if locale.casefold().startswith(_CHINESE) else Lang.EN
