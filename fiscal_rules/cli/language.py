"""Language: the one that a command line asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_rules.model.text import Lang

_SAID = re.compile(r"(?:^|\0)--lang[=\0](zh|en)(?:\0|$)")
"""The option among arguments joined by a sign that none of them can hold."""


def language_said(arguments: Sequence[str]) -> Lang | None:
    """Find the language that ``--lang`` asks for, wherever it stands; None if it asks for none.

    It is read before anything else, so that usage errors and help are in it too.

    >>> language_said(["allocate", "b.csv", "--lang=en"]), language_said(["--lang", "tlh"])
    (<Lang.EN: 'en'>, None)
    """
    joined = "\0".join(arguments)
    found = _SAID.search(joined)
    return None if found is None else Lang(found[1])
