"""Shares of a tranche, taken in turn: a ratio or yuan for each head, with a floor and a cap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from fiscal_rules.engine.allocate.division import Taker
from fiscal_rules.engine.allocate.ladder import Rung
from fiscal_rules.engine.allocate.parts import PartKey
from fiscal_rules.engine.allocate.stretch import Stretch, monthly_base
from fiscal_rules.engine.allocate.working import money, number
from fiscal_rules.model.allocation import Step
from fiscal_rules.model.funding import Bound, Share, ShareBy, Tranche
from fiscal_rules.model.money import show_percent
from fiscal_rules.model.parameter import Entry, ShareOf
from fiscal_rules.model.rounding import Rounding
from fiscal_rules.model.text import Text

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Sharing:
    """A tranche to be shared over the months of a stretch; ``known`` holds what it is shared by."""

    stretch: Stretch
    tranche: Tranche
    rung: Rung
    heads: Fraction | None
    known: Mapping[Bound, tuple[Entry, ...]]


def takers(sharing: Sharing, keys: Mapping[str, PartKey], rounding: Rounding) -> list[Taker]:
    """Let each government take its share of what is left, never more.

    A government that has paid already, with money that has a column of its own, takes none.
    """
    rung, tranche = sharing.rung, sharing.tranche
    left = [rung.left * weight for weight in rung.weights]
    kept = _asked(sharing, tranche.reserve, left) if tranche.reserve else [Fraction(0)] * len(left)
    kept = [min(reserve, whole) for reserve, whole in zip(kept, left, strict=True)]
    found = []
    for share in tranche.shares:
        if sharing.stretch.has_paid(share.payer):
            continue
        taken = _Taken(sharing, share, tuple(left), tuple(kept))
        paid = taken.paid
        step = _share_step(taken, rounding)
        found.append(Taker(keys[share.payer], paid, step, rounding, sharing.heads))
        left = [rest - part for rest, part in zip(left, paid, strict=True)]
    return found


@dataclass(frozen=True, slots=True)
class _Taken:
    """A share as it is taken, month by month: ``left`` by earlier ones, ``kept`` for the rest."""

    sharing: Sharing
    share: Share
    left: tuple[Fraction, ...]
    kept: tuple[Fraction, ...]

    @property
    def asked(self) -> tuple[Fraction, ...]:
        """What the share comes to under its floor and cap, were there enough left."""
        asked = _asked(self.sharing, self.share.bounds[0], self.left)
        if self.share.at_most is not None:
            asked = list(map(min, asked, _asked(self.sharing, self.share.at_most, self.left)))
        if self.share.at_least is not None:
            asked = list(map(max, asked, _asked(self.sharing, self.share.at_least, self.left)))
        return tuple(asked)

    @property
    def most(self) -> tuple[Fraction, ...]:
        """What it may be at most: what is left, less what is kept for the bearer of the rest."""
        return tuple(
            max(Fraction(0), rest - kept) for rest, kept in zip(self.left, self.kept, strict=True)
        )

    @property
    def paid(self) -> tuple[Fraction, ...]:
        """What it comes to."""
        return tuple(map(min, self.asked, self.most))


def _asked(sharing: Sharing, bound: Bound, left: Sequence[Fraction]) -> list[Fraction]:
    """Give what a parameter comes to in each month, in fen."""
    entries = sharing.known[bound]
    if bound.by is ShareBy.PER_HEAD:
        assert sharing.heads is not None, "a standard counts heads (checked when read)"
        return [monthly_base(entry.number, sharing.heads) for entry in entries]
    of = _taken_of(sharing, entries, left)
    return [entry.number * money_of for entry, money_of in zip(entries, of, strict=True)]


def _taken_of(
    sharing: Sharing, entries: Sequence[Entry], left: Sequence[Fraction]
) -> list[Fraction]:
    """Say what a ratio is a ratio of: what earlier payers left, or the tranche itself."""
    rung = sharing.rung
    return [
        rung.total * weight if entry.share_of is ShareOf.BASE else rest
        for entry, weight, rest in zip(entries, rung.weights, left, strict=True)
    ]


def _share_step(taken: _Taken, rounding: Rounding) -> Step:
    """Write a share: where it changes within the line, each value with the money it is taken of."""
    sharing, share = taken.sharing, taken.share
    government = sharing.stretch.pack.government_by_id[share.payer]
    exact = sum(taken.paid, start=Fraction(0))
    whole = rounding.rounded(exact, sharing.heads)
    working = " + ".join(_terms(taken))
    if exact != whole:
        working = f"{working} = {money(exact)}"
    what = _PAID[share.by].fill(payer=government.name)
    return Step(what, working, money(whole))


_PAID = {
    ShareBy.RATIO: Text("{payer}按比例分担", "share of the {payer}"),
    ShareBy.PER_HEAD: Text("{payer}按人定额分担", "the {payer}'s fixed amount per head"),
}


def _terms(taken: _Taken) -> Iterator[str]:
    known, share = taken.sharing.known, taken.share
    months = range(len(taken.left))
    for _, held in groupby(months, key=lambda i: tuple(known[b][i] for b in share.bounds)):
        here = list(held)
        term = _term(taken, share.bounds[0], here)
        if share.at_most is not None:
            term = f"min({term}, {_term(taken, share.at_most, here)})"
        if share.at_least is not None:
            term = f"max({term}, {_term(taken, share.at_least, here)})"
        asked, most = (
            sum((found[i] for i in here), start=Fraction(0)) for found in (taken.asked, taken.most)
        )
        yield f"min({term}, {money(most)})" if asked > most else term


def _term(taken: _Taken, bound: Bound, months: Sequence[int]) -> str:
    sharing = taken.sharing
    entries = sharing.known[bound]
    value = entries[months[0]].number
    if bound.by is ShareBy.PER_HEAD:
        assert sharing.heads is not None, "a standard counts heads (checked when read)"
        term = f"{number(sharing.heads)} × {number(value)}"
        return term if len(months) == _MONTHS_A_YEAR else f"{term} × {len(months)}/12"
    of = _taken_of(sharing, entries, taken.left)
    return f"{money(sum((of[i] for i in months), start=Fraction(0)))} × {show_percent(value)}"
