"""Every message of the program has a code of its own."""

from __future__ import annotations

import importlib
import pkgutil

import fiscal_rules
from fiscal_rules.model.diagnostic import Message

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(fiscal_rules.__path__, "fiscal_rules.")
    if "messages" in found.name
]
MESSAGES = list(
    {
        id(m): m for module in MODULES for m in vars(module).values() if isinstance(m, Message)
    }.values()
)


def test_no_two_messages_share_a_code() -> None:
    codes = [message.code for message in MESSAGES]
    assert len(codes) > 100
    assert sorted(code for code in codes if codes.count(code) > 1) == []
