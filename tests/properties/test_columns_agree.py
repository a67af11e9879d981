"""Columns and the scalar path agree, to the fen and to the last word, on whatever is drawn."""

from __future__ import annotations

from both_paths import compare
from hypothesis import given
from hypothesis import strategies as st

from fiscal_rules.engine.infer import infer
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.packs import sound_packs
from fiscal_rules.testing.parameters import parameters

TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))


@given(data=st.data())
def test_for_any_sound_pack(data: st.DataObject) -> None:
    pack = data.draw(sound_packs())
    compare(infer(pack), data.draw(parameters(pack)), data.draw(budgets(pack, most=12)))


@given(data=st.data())
def test_for_liaocheng(data: st.DataObject) -> None:
    pack = TABLE.pack
    compare(TABLE, data.draw(parameters(pack)), data.draw(budgets(pack, most=40)))
