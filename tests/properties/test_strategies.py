"""The strategies draw what they promise: every form, every status, and no two entries that tie."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.infer import infer
from fiscal_rules.engine.prove import prove
from fiscal_rules.model.budget import Budget
from fiscal_rules.model.funding import (
    Factors,
    Full,
    Fund,
    Matching,
    Outside,
    Undetermined,
    Workload,
)
from fiscal_rules.model.parameter import Entry
from fiscal_rules.model.rulepack import RulePack
from fiscal_rules.model.vocabulary import Status
from fiscal_rules.testing.allocating import allocated
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.packs import packs, sound_packs, wild_packs
from fiscal_rules.testing.parameters import parameters

UNSOUND = {"FR501", "FR502", "FR507"}
QUICKLY = settings(max_examples=2000, derandomize=True, database=None, deadline=None)


@given(sound_packs())
def test_a_sound_pack_has_no_gaps_and_no_conflicts(pack: RulePack) -> None:
    assert not {problem.code for problem in prove(infer(pack))} & UNSOUND


@pytest.mark.parametrize("form", [Full, Matching, Workload, Factors, Undetermined, Outside])
def test_every_form_of_funding_is_drawn(form: type[Fund]) -> None:
    find(packs(), lambda p: any(isinstance(r.fund, form) for r in p.rules), settings=QUICKLY)


@pytest.mark.parametrize("code", sorted(UNSOUND))
def test_wild_packs_have_every_flaw(code: str) -> None:
    find(wild_packs(), lambda p: code in {q.code for q in prove(infer(p))}, settings=QUICKLY)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_comes_out_of_what_is_drawn(status: Status) -> None:
    drawn = sound_packs().flatmap(lambda p: st.tuples(st.just(p), parameters(p), budgets(p)))
    find(
        drawn,
        lambda d: any(r.status is status for r in allocated(infer(d[0]), *d[1:]).results),
        settings=QUICKLY,
    )


@given(data=st.data())
def test_no_two_entries_of_a_parameter_tie(data: st.DataObject) -> None:
    known = data.draw(parameters(data.draw(packs())))
    for entries in known.entries.values():
        assert not [pair for pair in combinations(entries, 2) if tie(*pair)]


def tie(one: Entry, other: Entry) -> bool:
    """Tell whether two entries of one file and rank can hold for a line at once."""
    if (one.file, one.specificity) != (other.file, other.specificity):
        return False
    if not (one.holds_on(other.starts) or other.holds_on(one.starts)):
        return False
    scopes = dict(one.scope), dict(other.scope)
    return all(
        set(scopes[0][key]) & set(scopes[1][key]) for key in scopes[0].keys() & scopes[1].keys()
    )


@given(data=st.data())
def test_money_from_above_and_an_agreed_subsidy_leave_something_or_nothing(
    data: st.DataObject,
) -> None:
    pack = data.draw(packs())
    budget: Budget = data.draw(budgets(pack))
    assert all(sum(line.money.values()) <= line.amount for line in budget.lines)
    assert len({line.id for line in budget.lines}) == len(budget.lines)
