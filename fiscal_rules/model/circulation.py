"""Circulation: figures that add up, rounded to whole numbers that add up likewise.

Sums are drawn as a network: each figure flows along an arc, and what flows into a node flows out
of it. Wherever exact figures do so, whole ones do, each the one next below or next above its exact
value (Hoffman's theorem; for tables: Bacharach 1966). Of all such roundings the nearest is found
by cheapest paths, in whole numbers alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from itertools import chain
from math import lcm


@dataclass(frozen=True, slots=True)
class Arc:
    """A figure, as what flows from one node to another.

    How near the figures of a higher ``rank`` come counts before those of all lower ones.
    """

    tail: Hashable
    head: Hashable
    value: Fraction
    rank: int = 0


@dataclass(frozen=True, slots=True)
class _Network:
    """The arcs that may go up or down: their ends, what going up costs, where each node has some."""

    ends: tuple[tuple[int, int], ...]
    costs: tuple[int, ...]
    at: tuple[tuple[int, ...], ...]


def round_flows(arcs: Sequence[Arc]) -> tuple[int, ...]:
    """Round every flow to a whole number beside it, so that every node is balanced.

    Whole values stay. Rank by rank, the sum of the distances from the exact values is the least
    that there can be, and with it that of their squares; of equally near roundings, the one that
    goes up in the earliest arc. A flow within the values' neighbours must exist.

    >>> half, third = Fraction(1, 2), Fraction(1, 3)
    >>> round_flows([Arc("a", "b", half), Arc("a", "b", half), Arc("b", "a", Fraction(1))])
    (1, 0, 1)
    >>> round_flows([Arc("a", "b", third), Arc("b", "c", third), Arc("c", "a", third)])
    (0, 0, 0)
    """
    names = dict.fromkeys(chain.from_iterable((arc.tail, arc.head) for arc in arcs))
    number = {name: position for position, name in enumerate(names)}
    ends = [(number[arc.tail], number[arc.head]) for arc in arcs]
    free = [k for k, arc in enumerate(arcs) if arc.value.denominator != 1]
    network = _network([ends[k] for k in free], tuple(_costs([arcs[k] for k in free])), len(names))
    flows = [arc.value.numerator // arc.value.denominator for arc in arcs]
    up = [cost < 0 for cost in network.costs]
    _balance(network, up, _excess(ends, flows, dict(zip(free, up, strict=True)), len(names)))
    for k, raised in zip(free, up, strict=True):
        flows[k] += raised
    return tuple(flows)


def _network(ends: Sequence[tuple[int, int]], costs: Sequence[int], nodes: int) -> _Network:
    at: list[list[int]] = [[] for _ in range(nodes)]
    for k, (tail, head) in enumerate(ends):
        at[tail].append(k)
        at[head].append(k)
    return _Network(tuple(ends), tuple(costs), tuple(map(tuple, at)))


def _costs(arcs: Sequence[Arc]) -> Iterator[int]:
    """Say what it costs to go up instead of down, each rank far above all that is lower.

    Up instead of down changes the distance from f to 1 − f, and its square by as much. Below all
    distances, each arc counts for more than all later ones together: no two roundings cost alike.
    """
    scale = lcm(*(arc.value.denominator for arc in arcs))
    ranked = 2 * len(arcs) * scale + 1
    for k, arc in enumerate(arcs, start=1):
        above = arc.value.numerator % arc.value.denominator * (scale // arc.value.denominator)
        cost = (scale - 2 * above) * ranked**arc.rank
        yield (cost << len(arcs)) - (1 << len(arcs) - k)


def _excess(
    ends: Sequence[tuple[int, int]], flows: Sequence[int], up: dict[int, bool], nodes: int
) -> list[int]:
    """Say how much more flows into each node than out of it."""
    found = [0] * nodes
    for k, (tail, head) in enumerate(ends):
        flow = flows[k] + up.get(k, 0)
        found[tail] -= flow
        found[head] += flow
    return found


def _balance(network: _Network, up: list[bool], excess: list[int]) -> None:
    """Balance every node, by one cheapest change after another, each along a path of arcs.

    At first every arc is at its nearest, so that no change costs less than nothing. It stays so,
    reckoned from the distances of the searches before (Johnson's potentials): the end is cheapest.
    """
    potential = [0] * len(excess)
    while any(excess):
        reached, came_by = _search(network, up, excess, potential)
        for node, distance in reached.items():
            potential[node] += distance
        lacking = [node for node in reached if excess[node] < 0]
        assert lacking, "there is no rounding within the neighbours of the values"
        node = lacking[0]
        excess[node] += 1
        while node in came_by:
            arc = came_by[node]
            node = sum(network.ends[arc]) - node
            up[arc] = not up[arc]
        excess[node] -= 1


def _search(
    network: _Network, up: Sequence[bool], excess: Sequence[int], potential: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Find the cheapest ways from all nodes with too much (Dijkstra): distances, and last arcs."""
    best = {node: 0 for node, much in enumerate(excess) if much > 0}
    waiting = [(0, node) for node in best]
    reached: dict[int, int] = {}
    came_by: dict[int, int] = {}
    while waiting:
        distance, node = heappop(waiting)
        if node in reached:
            continue
        reached[node] = distance
        for arc, other, cost in _leaving(network, up, node):
            further = distance + cost + potential[node] - potential[other]
            if other not in best or further < best[other]:
                best[other] = further
                came_by[other] = arc
                heappush(waiting, (further, other))
    return reached, came_by


def _leaving(network: _Network, up: Sequence[bool], node: int) -> Iterator[tuple[int, int, int]]:
    """List the arcs that can take one unit away from a node: with where to, and what it costs."""
    for arc in network.at[node]:
        tail, head = network.ends[arc]
        if up[arc] and head == node:
            yield arc, tail, -network.costs[arc]
        elif not up[arc] and tail == node:
            yield arc, head, network.costs[arc]
