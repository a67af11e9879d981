"""The laws hold for drawn packs, and for Liaocheng's."""

from __future__ import annotations

from hypothesis import given, note, settings
from hypothesis import strategies as st

from fiscal_rules.engine.infer import infer
from fiscal_rules.readers.packs import DEFAULT_PACK, find_pack, read_pack
from fiscal_rules.testing.budgets import budgets
from fiscal_rules.testing.laws import LAWS
from fiscal_rules.testing.packs import sound_packs
from fiscal_rules.testing.parameters import parameters

# No fixture: it would be an argument of the drawn tests, written out in full where one fails.
TABLE = infer(read_pack(find_pack(DEFAULT_PACK)))


@given(data=st.data())
@settings(max_examples=settings().max_examples * 2)
def test_they_hold_for_any_sound_pack(data: st.DataObject) -> None:
    """All on the same draw: it is drawing and deciding a pack that takes time."""
    pack = data.draw(sound_packs())
    drawn = data.draw(parameters(pack)), data.draw(budgets(pack, most=4))
    table = infer(pack)
    for law in LAWS:
        note(law.__name__)
        law(table, *drawn)


@given(data=st.data())
def test_they_hold_for_liaocheng(data: st.DataObject) -> None:
    pack = TABLE.pack
    drawn = data.draw(parameters(pack)), data.draw(budgets(pack, most=4))
    for law in LAWS:
        note(law.__name__)
        law(TABLE, *drawn)
