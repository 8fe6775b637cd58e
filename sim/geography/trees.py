"""Cuts of whatever hangs together: parts of about equal load, each in one piece.

A real map has no walk along which it could be cut. So it is halved again and again: of ten random spanning trees that
edge is taken away that balances best, and both sides hang together. Then cells on a border change sides as long as that
evens out the load and tears nothing.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from sim.geography.cells import Cells
from sim.geography.cuts import balanced_cuts
from sim.rng import uniforms
from sim.types import Array, Floats, Ints

TREES = 10
"""Random spanning trees, of which the best is cut."""
KEY = 0x637574
"""The random numbers are the same for all places: a map that is cut again is cut in the same way."""
EVENER = 1e-9
"""Of the square of the whole load: what a change of sides must gain, so that rounding never goes round in circles."""


def cut(cells: Cells, members: Ints, load: Floats, k: int) -> Ints:
    """Cut an area into k parts of about equal load, each in one piece.

    Parameters
    ----------
    cells : Cells
    members : array [n]
        Cells of the area, which hangs together, in the order of the map.
    load : array [C], non-negative
        Of all cells.
    k : int, 1 <= k <= n

    Returns
    -------
    array [n] of int
        Part of each member, 0..k-1.
    """
    if cells.walk:
        return balanced_cuts(load[members], k)
    return connected_cut(within(cells.edges, members, len(cells)), load[members], k)


def within(edges: Array, members: Ints, n: int) -> Array:
    """Edges between members, numbered among them: [E, 2] of n -> [e, 2]."""
    number = np.full(n, -1, np.int64)
    number[members] = np.arange(len(members))
    found = number[edges]
    kept: Array = found[(found >= 0).all(axis=1)]
    return kept


def connected_cut(edges: Array, load: Floats, k: int, attempt: int = 0) -> Ints:
    """Cut a graph that hangs together into k parts of about equal load that do so, too.

    Parameters
    ----------
    edges : int array [E, 2]
    load : array [n], non-negative
    k : int, 1 <= k <= n
    attempt : int
        Another one gives another cut.

    Returns
    -------
    array [n] of int
        Part of each node, 0..k-1, numbered in the order of their first nodes.

    Raises
    ------
    ValueError
        If there are fewer nodes than parts, or the graph is in pieces.
    """
    n = len(load)
    if not 1 <= k <= n:
        raise ValueError(f"cannot cut {n} cells into {k} areas")
    near = _neighbours(edges, n)
    weight = np.asarray(load, np.float64) if np.sum(load) > 0.0 else np.ones(n)
    label = np.zeros(n, np.int64)
    todo = [(np.arange(n), k, 0)]
    while todo:
        members, parts, first = todo.pop()
        if parts == 1:
            label[members] = first
            continue
        side, below = _halves(near, members, weight, parts, attempt)
        todo += [(members[side], below, first), (members[~side], parts - below, first + below)]
    if k > 1:
        _change_sides(near, edges, weight, label)
    _, at, number = np.unique(label, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(at))[number])


def _neighbours(edges: Array, n: int) -> list[list[int]]:
    near: list[list[int]] = [[] for _ in range(n)]
    for a, b in edges.tolist():
        near[a].append(b)
        near[b].append(a)
    return near


def _halves(near: list[list[int]], members: Ints, load: Floats, k: int, attempt: int) -> tuple[Array, int]:
    """Cut a part in two: which of its members are on the first side, and how many of the k parts that side gives."""
    n, own = len(members), load[members]
    total = float(own.sum())
    if total == 0.0:
        own, total = np.ones(n), float(n)
    best, found = np.inf, None
    for tree in range(TREES):
        order, above = _spanning_tree(near, members, attempt * TREES + tree)
        weight, count = own.copy(), np.ones(n, np.int64)
        for node in order[:0:-1]:
            weight[above[node]] += weight[node]
            count[above[node]] += count[node]
        for low, high in ((max(1, k // 3), k - max(1, k // 3)), (1, k - 1)):
            least, most = np.maximum(low, k - n + count), np.minimum(high, count)
            parts = np.clip(np.rint(weight / total * k), least, np.maximum(most, least)).astype(np.int64)
            uneven = np.maximum(weight / np.maximum(parts, 1), (total - weight) / np.maximum(k - parts, 1))
            uneven[(least > most) | (np.arange(n) == order[0])] = np.inf
            node = int(np.argmin(uneven))
            if np.isfinite(uneven[node]):
                if uneven[node] < best:
                    best, found = float(uneven[node]), (order, above, node, int(parts[node]))
                break
    assert found is not None
    order, above, top, below = found
    side = np.zeros(n, np.bool_)
    side[top] = True
    for node in order[1:]:
        side[node] |= side[above[node]]
    return side, below


def _spanning_tree(near: list[list[int]], members: Ints, number: int) -> tuple[list[int], list[int]]:
    """Grow a random spanning tree by Prim's rule: members in the order in which they joined, and who stands above each.

    Raises
    ------
    ValueError
        If the members are in pieces.
    """
    at = {cell: i for i, cell in enumerate(members.tolist())}
    chance = uniforms(KEY, len(members), int(members[0]), len(members), number, 0, 0).tolist()
    order, above, joined = [], [0] * len(at), [False] * len(at)
    edge: list[tuple[float, int, int]] = [(0.0, 0, 0)]
    while edge:
        _, node, parent = heappop(edge)
        if joined[node]:
            continue
        joined[node], above[node] = True, parent
        order.append(node)
        for step, cell in enumerate(near[members[node]]):
            other = at.get(cell, -1)
            if other >= 0 and not joined[other]:
                # of the four numbers of either end, mixed: the weight of an edge has only to be random
                weight = (chance[node][step % 4] + chance[other][(step + 1) % 4] + 0.618 * step) % 1.0
                heappush(edge, (weight, other, node))
    if len(order) < len(at):
        raise ValueError(f"{len(at)} cells are in pieces, and cannot be cut")
    return order, above


def _change_sides(near: list[list[int]], edges: Array, load: Floats, label: Ints) -> None:
    """Move cells at a border to the lighter side, the best move first, while the loads become more even."""
    weight, count = np.bincount(label, load), np.bincount(label)
    least = EVENER * float(load.sum()) ** 2
    a, b = np.concatenate([edges, edges[:, ::-1]]).T
    for _ in range(10 * len(label)):
        gain = 2.0 * load[a] * (weight[label[a]] - weight[label[b]] - load[a])
        gain[(label[a] == label[b]) | (count[label[a]] == 1)] = -1.0
        better = np.flatnonzero(gain > least)
        for i in better[np.argsort(-gain[better], kind="stable")].tolist():
            cell, old, new = int(a[i]), int(label[a[i]]), int(label[b[i]])
            if _stays_whole(near, label, cell):
                label[cell] = new
                weight[old] -= load[cell]
                weight[new] += load[cell]
                count[old] -= 1
                count[new] += 1
                break
        else:
            return


def _stays_whole(near: list[list[int]], label: Ints, cell: int) -> bool:
    """Whether the part of a cell hangs together without it."""
    part = label[cell]
    wanted = {other for other in near[cell] if label[other] == part}
    if len(wanted) < 2:
        return True
    start = next(iter(wanted))
    seen, edge = {cell, start}, [start]
    wanted.discard(start)
    while edge and wanted:
        for other in near[edge.pop()]:
            if label[other] == part and other not in seen:
                seen.add(other)
                wanted.discard(other)
                edge.append(other)
    return not wanted
