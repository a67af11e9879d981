"""Write an explanation as JSON: the line as results have it, and beside it all that explains it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fiscal_rules.analysis.explain import AppliedRule, Explanation, NearRule
from fiscal_rules.analysis.shortfall import Failed
from fiscal_rules.model.allocation import Step
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import Default, InForce, Rule, RulePack
from fiscal_rules.model.text import Text
from fiscal_rules.output.json_values import Json
from fiscal_rules.output.places import place_name
from fiscal_rules.output.render_json import SCHEMA_VERSION, line_json
from fiscal_rules.output.rule_words import then_if_words
from fiscal_rules.output.settled.settlement_json import settlement_json


def explanation_json(explanation: Explanation) -> bytes:
    """Write an explanation: identifiers in English, texts in both languages.

    Dates run ``from`` a day to the day ``before`` another.
    """
    pack, result = explanation.allocation.pack, explanation.result
    whole: Json = {
        "schema_version": SCHEMA_VERSION,
        "run": explanation.allocation.provenance.id,
        "line": line_json(pack, result),
        "read_at": place_name(result.line.at),
        "in_force": [_span(span) for span in explanation.spans],
        "applied": [_applied(pack, applied) for applied in explanation.applied],
        "values": [_entry(entry) for entry in result.used],
        "steps": [_step(step) for step in result.steps],
        "bears_the_rest": explanation.bearers,
        "defaults": [_default(default) for default in explanation.defaults],
        "candidates": [item.id for item in explanation.candidates],
        **_settlement(explanation),
        "nearest": [_near(pack, near) for near in explanation.near],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def _settlement(explanation: Explanation) -> Mapping[str, Json]:
    found = explanation.settlement
    return {} if found is None else {"settlement": settlement_json(found)}


def text_json(text: Text) -> Json:
    """Give a text in both languages."""
    return {"zh": text.zh, "en": text.en}


def _applied(pack: RulePack, applied: AppliedRule) -> Json:
    return {
        **_rule(pack, applied.rule),
        "overridden_by": applied.overridden_by,
        "compared": [
            {"says": text_json(then_if_words(pack, then_if)), "holds": then_if in applied.held}
            for then_if in applied.rule.then_if
        ],
    }


def _rule(pack: RulePack, rule: Rule) -> Mapping[str, Json]:
    return {
        "rule": rule.id,
        "clause": rule.clause,
        "place": pack.clause_by_id[rule.clause].place,
        "quote": rule.quote,
        "at": place_name(rule.at),
    }


def _near(pack: RulePack, near: NearRule) -> Json:
    return {**_rule(pack, near.rule), "failed": [_failed(failed) for failed in near.failed]}


def _failed(failed: Failed) -> Json:
    return {
        "attribute": failed.attribute,
        "must": failed.must.value,
        "values": failed.values,
        "found": failed.found,
    }


def _entry(entry: Entry) -> Json:
    return {
        "parameter": entry.parameter,
        "value": entry.shown,
        "of": entry.share_of,
        "from": entry.starts.isoformat(),
        "before": None if entry.ends is None else entry.ends.isoformat(),
        "for": {key: list(values) for key, values in entry.scope},
        "standing": entry.standing,
        "source": entry.source,
        "at": place_name(entry.at),
    }


def _span(span: InForce) -> Json:
    return {
        "from": span.starts.isoformat(),
        "before": None if span.ends is None else span.ends.isoformat(),
        "standing": span.standing,
        "source": span.source,
    }


def _step(step: Step) -> Json:
    return {"what": text_json(step.what), "working": step.working, "result": step.result}


def _default(default: Default) -> Json:
    return {
        "attribute": default.attribute,
        "value": default.value,
        "reason": text_json(default.reason),
    }
