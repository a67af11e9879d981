"""The laws hold for drawn packs, and for Liaocheng's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_rules.engine.infer import infer
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.laws import LAWS, Law
from fiscal_rules.testing.packs import sound_packs
from fiscal_rules.testing.parameters import parameters

# No fixture: it would be an argument of the drawn tests, written out in full where one fails.
TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(data=st.data())
def test_it_holds_for_any_sound_pack(law: Law, data: st.DataObject) -> None:
    pack = data.draw(sound_packs())
    drawn = data.draw(parameters(pack)), data.draw(budgets(pack, most=4))
    law(infer(pack), *drawn)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(data=st.data())
@settings(max_examples=settings().max_examples // 4)
def test_it_holds_for_liaocheng(law: Law, data: st.DataObject) -> None:
    pack = TABLE.pack
    law(TABLE, data.draw(parameters(pack)), data.draw(budgets(pack, most=4)))
