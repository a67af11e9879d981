"""Stages: what a row must say that is an advance or a settlement, and what no other may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fiscal_rules.model.diagnostic import Diagnostic, Message, Place
from fiscal_rules.model.money import Fen, yuan
from fiscal_rules.model.text import Text
from fiscal_rules.model.vocabulary import COLUMN_BY_ID, SETTLEMENT, STAGE, WHOLE
from fiscal_rules.readers.budgets.messages import rows

_NAMES = {value.id: value.name for value in STAGE.values}


@dataclass(frozen=True, slots=True)
class WrongStage:
    """What is wrong with a row's stage, and the column in which it is."""

    column: str
    message: Message
    details: Mapping[str, str | Text] = field(default_factory=dict)

    def at(self, place: Place) -> Diagnostic:
        """Say it of a cell."""
        return self.message.at(place, column=COLUMN_BY_ID[self.column].name, **self.details)


def wrong_stage(
    stage: str | None, settles: str | None, money: Mapping[str, Fen]
) -> Iterator[WrongStage]:
    """Find what a row lacks to be settled, and a deduction where nothing is.

    A blank ``stage`` is the whole; a deduction of 0 deducts nothing, and may stand anywhere.

    >>> [wrong.message.code for wrong in wrong_stage("advance", None, {"deduction": 100})]
    ['FR487', 'FR488']
    """
    known = stage or WHOLE
    if known != WHOLE and settles is None:
        yield WrongStage("settles", rows.NO_SETTLES, {"stage": _NAMES[known]})
    deducted = money.get("deduction", 0)
    if deducted and known != SETTLEMENT:
        said: dict[str, str | Text] = {
            "value": yuan(deducted),
            "stage": _NAMES[known],
            "stage_column": COLUMN_BY_ID[STAGE.id].name,
        }
        yield WrongStage("deduction", rows.DEDUCTION_ELSEWHERE, said)
