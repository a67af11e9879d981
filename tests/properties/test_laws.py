"""Every law holds for packs, parameters and budgets drawn at random, and for the shipped pack."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.api import open_pack
from fiscal_rules.engine.infer import infer
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.laws import LAWS, Law
from fiscal_rules.testing.packs import sound_packs
from fiscal_rules.testing.parameters import parameters

LIAOCHENG = open_pack("liaocheng/2019-9")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=8)
@given(data=st.data())
def test_a_law_holds_for_drawn_packs(law: Law, data: st.DataObject) -> None:
    table = infer(data.draw(sound_packs()))
    law(table, data.draw(parameters(table.pack)), data.draw(budgets(table.pack)))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=8)
@given(data=st.data())
def test_a_law_holds_for_liaocheng(law: Law, data: st.DataObject) -> None:
    pack = LIAOCHENG.pack
    law(LIAOCHENG, data.draw(parameters(pack)), data.draw(budgets(pack)))
