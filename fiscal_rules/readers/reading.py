"""A file while it becomes values: what was read, and everything found wrong with it so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from fiscal_rules.model.diagnostic import Diagnostic, Message, Place
from fiscal_rules.model.rulepack import Dated, InForce
from fiscal_rules.model.text import Text, same
from fiscal_rules.readers import messages
from fiscal_rules.readers.shapes import DatedShape, SpanShape, TextShape
from fiscal_rules.readers.validate import nearest
from fiscal_rules.readers.yaml import Source, Way

_MANY = 100
_ONE_DAY = timedelta(days=1)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


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

    def refuse_key(self, message: Message, way: Way, **values: object) -> None:
        """Say what is wrong with the key of a value."""
        place = self.source.key_place(way)
        self.problems.append(self.source.say(message, place, **values))

    def nearest(self, found: str, known: Iterable[str]) -> str:
        """List what is known, the nearest first; unsorted where there are many mistakes already."""
        names = list(known)
        return nearest(found if len(self.problems) < _MANY else "", names) or "–"

    def known(self, found: str, known: Iterable[str], way: Way, *, what: Text) -> str:
        """Give a name back; refuse one that is not known, as a key where it is one."""
        names = list(known)
        if found not in names:
            refuse = self.refuse_key if way[-1] == found else self.refuse
            refuse(messages.UNKNOWN, way, what=what, found=found, known=self.nearest(found, names))
        return found

    def day(self, text: str, way: Way) -> date:
        """Read a date; the first day of all where it is none."""
        return self._day(text, way) or date.min

    def _day(self, text: str, way: Way) -> date | None:
        try:
            return date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            self.refuse(messages.NOT_A_DATE, way, found=text)
            return None

    def span(
        self, starts: str | None, ends: str | None, way: Way, *, whole: Whole
    ) -> tuple[date | None, date | None]:
        """Read ``from`` and ``to``: the first day, and the first day after."""
        first = None if starts is None else self._day(starts, (*way, "from"))
        last = None if ends is None else self._day(ends, (*way, "to"))
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
        found = []
        for i, shape in enumerate(spans):
            starts, ends = self.span(shape.from_, shape.to, (*way, i), whole=Whole.MONTHS)
            found.append(InForce(starts or date.min, ends, shape.standing, shape.source))
        self.apart([(span.starts, span.ends) for span in found], way)
        return tuple(found)

    def apart(self, spans: Sequence[tuple[date | None, date | None]], way: Way) -> None:
        """Refuse spans of a list that share a day."""
        order = sorted(range(len(spans)), key=lambda i: (spans[i][0] or date.min, i))
        for one, other in pairwise(order):
            ends, starts = spans[one][1], spans[other][0] or date.min
            if ends is None or ends > starts:
                self.refuse(messages.OVERLAPPING, (*way, max(one, other)))

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


def by_place(problem: Diagnostic) -> tuple[str, int, int]:
    """Order problems as their places stand in the files."""
    place = problem.place
    return ("", 0, 0) if place is None else (place.path, place.line or 0, place.column or 0)


def text(shape: TextShape) -> Text:
    """Take a text as it was written in both languages."""
    return Text(shape.zh, shape.en)
