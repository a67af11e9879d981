"""A file while it becomes values: what was read, and everything found wrong with it so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from fiscal_rules.model.diagnostic import Diagnostic, Message, Place
from fiscal_rules.model.rulepack import Dated, InForce
from fiscal_rules.model.text import Text, same
from fiscal_rules.readers import messages
from fiscal_rules.readers.shapes import DatedShape, SpanShape, TextShape
from fiscal_rules.readers.validate import nearest
from fiscal_rules.readers.yaml import Source, Way

_ONE_DAY = timedelta(days=1)
T = TypeVar("T")


class Whole(StrEnum):
    """Whether a span must begin and end with whole months: what is looked up by month must."""

    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True)
class Reading:
    """A source with the problems found in it; values go on being made, so that all are found."""

    source: Source
    problems: list[Diagnostic] = field(default_factory=list)

    def at(self, way: Way) -> Place:
        """Find where a value stands."""
        return self.source.place(way)

    def refuse(self, message: Message, way: Way, **values: object) -> None:
        """Say what is wrong with a value."""
        self.problems.append(self.source.say(message, self.at(way), **values))

    def known(self, found: str, known: Iterable[str], way: Way, *, what: Text) -> str:
        """Give a name back; refuse one that is not known."""
        names = list(known)
        if found not in names:
            listed = nearest(found, names)
            self.refuse(messages.UNKNOWN, way, what=what, found=found, known=listed or "–")
        return found

    def day(self, text: str, way: Way) -> date:
        """Read a date; the first day of all where it is none."""
        try:
            return date.fromisoformat(text) if len(text) == len("2020-01-31") else _no_date()
        except ValueError:
            self.refuse(messages.NOT_A_DATE, way, found=text)
            return date.min

    def span(
        self, starts: str | None, ends: str | None, way: Way, *, whole: Whole
    ) -> tuple[date | None, date | None]:
        """Read ``from`` and ``to``: the first day, and the first day after."""
        first = None if starts is None else self.day(starts, (*way, "from"))
        last = None if ends is None else self.day(ends, (*way, "to"))
        after = None if last is None or last == date.max else last + _ONE_DAY
        if first is not None and after is not None and after <= first:
            self.refuse(messages.ENDS_BEFORE, (*way, "to"), starts=starts, ends=ends)
        if whole is Whole.MONTHS:
            for day, key, text in ((first, "from", starts), (after, "to", ends)):
                if day is not None and day.day != 1:
                    self.refuse(messages.INSIDE_A_MONTH, (*way, key), found=text)
        return first, after

    def in_force(self, spans: Sequence[SpanShape], way: Way) -> tuple[InForce, ...]:
        """Read the spans in which something applies; no day may lie in two."""
        found = [self._in_force(span, (*way, i)) for i, span in enumerate(spans)]
        for i, (one, other) in enumerate(zip(found, found[1:], strict=False), start=1):
            if one.ends is None or one.ends > other.starts:
                self.refuse(messages.OVERLAPPING, (*way, i))
        return tuple(found)

    def dated(
        self, shapes: Sequence[DatedShape], way: Way, *, whole: Whole = Whole.DAYS
    ) -> tuple[Dated, ...]:
        """Read dated names, codes or classes."""
        return tuple(
            Dated(shape.is_, *self.span(shape.from_, shape.to, (*way, i), whole=whole))
            for i, shape in enumerate(shapes)
        )

    def unique(self, ids: Iterable[tuple[str, Way]], *, what: Text) -> None:
        """Refuse an id that stands twice."""
        seen: dict[str, Place] = {}
        for identifier, way in ids:
            first = seen.setdefault(identifier, self.at(way))
            if first != self.at(way):
                self.refuse(
                    messages.DUPLICATE_ID, way, what=what, id=identifier, first=same(str(first))
                )

    def _in_force(self, shape: SpanShape, way: Way) -> InForce:
        starts, ends = self.span(shape.from_, shape.to, way, whole=Whole.MONTHS)
        return InForce(starts or date.min, ends, shape.standing, shape.source)


def by_place(problem: Diagnostic) -> tuple[str, int, int]:
    """Order problems as their places stand in the files."""
    place = problem.place
    return ("", 0, 0) if place is None else (place.path, place.line or 0, place.column or 0)


def text(shape: TextShape) -> Text:
    """Take a text as it was written in both languages."""
    return Text(shape.zh, shape.en)


def _no_date() -> date:
    raise ValueError
