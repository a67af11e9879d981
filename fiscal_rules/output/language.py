"""Language: the one that a terminal speaks."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

from fiscal_rules.model.text import Lang

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHINESE = ("zh", "chinese")


def terminal_language() -> Lang:
    """Give the language of the terminal that we are run in."""
    return language_of(os.environ, locale.getlocale()[0] or "")


def language_of(environment: Mapping[str, str], system: str) -> Lang:
    """Give the language of a terminal by its locale; ``system`` is used where no variable is set.

    >>> language_of({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "").value
    'zh'
    >>> language_of({}, "Chinese (Simplified)_China").value
    'zh'
    """
    named = (environment.get(variable, "") for variable in _VARIABLES)
    name = next((value for value in named if value), system)
    return Lang.ZH if name.casefold().startswith(_CHINESE) else Lang.EN
