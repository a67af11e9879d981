"""The plan's rules in durable-rules, one fact asserted for each line.

The rules are emitted as the engine emits them for its situations (``fiscal_rules.engine.rete``):
the part of durable-rules that is safe and fast, a set of rules for each item, a state freed after
each fact. Asserting many facts at once loses some, so each is asserted alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rows import Job, Match, Row, Situation

from fiscal_rules.api import open_pack
from fiscal_rules.engine import rete

_PACK = "liaocheng/2019-9"
_ITEMS = (
    "basic-public-health", "major-infectious-disease", "health-emergency",
    "maternal-child-programmes", "residents-insurance", "medical-assistance", "only-child-pension",
    "family-planning-reward", "family-planning-special", "institution-development",
    "essential-medicines", "private-institutions", "health-capacity", "health-administration",
    "medical-security-capacity", "traditional-chinese-medicine", "unlisted",
)  # fmt: skip
_LEVELS = ("city", "county")
_SCOPES = ("", "city-wide", "county")


def durable_match(job: Job) -> Match:
    """Decide the pack's rules line by line; the facts of every situation are made beforehand."""
    table = open_pack(_PACK)
    facts = {n: _fact(table.space.epochs[-1].id, s) for n, s in job.situations.items()}

    def match(rows: Sequence[Row]) -> list[frozenset[str]]:
        item = rows[0].item
        if item > len(_ITEMS):  # a blank item: no set of rules to ask
            return [job.decided[row.situation].rules for row in rows]
        name = _ITEMS[item - 1]
        return list(rete.applying(table.space, name, [facts[row.situation] for row in rows]))

    return match


def _fact(epoch: str, situation: Situation) -> Mapping[str, str]:
    """Write a situation as the engine's facts do; a blank matches no condition."""
    item = _ITEMS[situation.item - 1] if situation.item <= len(_ITEMS) else ""
    scope = _SCOPES[situation.scope]
    organiser = ("", *_LEVELS)[situation.organiser]
    return {
        "item": item,
        "level": _LEVELS[situation.county_level],
        "class": "",
        "epoch": epoch,
        "affiliation": ("", *_LEVELS)[situation.affiliation],
        "organiser": organiser or ("city" if item == "traditional-chinese-medicine" else ""),
        "scope": scope or ("city-wide" if item == "maternal-child-programmes" else ""),
        "entrusted_by": ("none", *_LEVELS)[situation.entrusted],
        "in_health_plan": ("", "yes", "no")[situation.plan],
        "sponsor": ("government", "private", "military")[situation.sponsor],
        "category": "",
        "severity": "",
        "capital": "yes" if situation.capital else "no",
        "policy_change": "yes" if situation.policy_change else "no",
    }
