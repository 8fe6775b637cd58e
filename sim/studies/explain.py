"""Where a difference of mean hours comes from: stages, categories, communities and groups, new and lost cases apart.

Cases of the two arms pair by day and number, the address of their fate: it is the same problem. With means a and b over
n_a and n_b cases::

    b - a = [ sum over both (b_i - a_i)  +  sum over new (b_i - a)  -  sum over lost (a_i - a) ] / n_b

A case is *new* if it was accepted in the window in the second arm only, and *lost* if in the first one only: problems
that became known, or no longer did. The three terms are large and cancel, so all are always shown. Every dimension
splits each of them and adds up to the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.i18n import say
from sim.state.residents import AgeGroup, Vulnerable
from sim.studies.hours import HOURS, REST, Hours, Side, codes_of, common_share, side_of
from sim.studies.statistics import Interval, mean_interval
from sim.types import Array, Floats, Ints

TOTAL = "total"
"""The dimension that is not split."""
COLUMNS = ("dimension", "value", "cases_both", "part_h", "low", "high", "new_h", "lost_h")


def _as_words(words: type[AgeGroup] | type[Vulnerable]) -> Callable[[str], str]:
    return lambda value: words(int(value)).name.lower()


DIMENSIONS: dict[str, tuple[str, Callable[[str], str]]] = {
    "category": ("category", str),
    "community": ("community", str),
    "group": ("vulnerable", _as_words(Vulnerable)),
    "age": ("age", _as_words(AgeGroup)),
}
"""Dimension: column of the table of cases, and how its values are called; ``stage`` comes before them."""


class Pair(NamedTuple):
    """A replication in two arms.

    Attributes
    ----------
    before, after : Side
    both_before, both_after : array [both]
        Rows of the cases that are in both arms, in the same order.
    lost, new : array
        Rows of those that are only before, or only after.
    """

    before: Side
    after: Side
    both_before: Ints
    both_after: Ints
    lost: Ints
    new: Ints


def pair_of(before: pd.DataFrame, after: pd.DataFrame, hours: Hours, start_h: float, end_h: float) -> Pair:
    """Find each case of one arm in the other.

    Parameters
    ----------
    before, after : DataFrame
        Tables of cases of the same replication, see `sim.studies.case_table`.
    hours, start_h, end_h
        See `sim.studies.hours.side_of`.
    """
    share = common_share((before, after))
    a, b = (side_of(cases, hours, start_h, end_h, share) for cases in (before, after))
    _, in_a, in_b = np.intersect1d(a.key, b.key, assume_unique=True, return_indices=True)
    return Pair(a, b, in_a, in_b, _others(a.n, in_a), _others(b.n, in_b))


def _others(n: int, rows: Ints) -> Ints:
    left = np.ones(n, np.bool_)
    left[rows] = False
    return np.flatnonzero(left)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A difference of mean hours and where it comes from.

    Attributes
    ----------
    hours : Hours
    before, after, change : Interval
        Means over pairs; the change is after less before.
    pairs, empty : int
        Pairs explained, and pairs left out because an arm has no case.
    share : float
        Share of the cases that was looked at; 1 where they were kept whole.
    both, new, lost : int
        Cases over all pairs.
    frame : DataFrame
        `COLUMNS`: ``cases_both`` over all pairs; ``part_h`` the mean contribution of cases in both arms, with its 95 %
        interval over pairs; ``new_h`` and ``lost_h`` the contributions of the others. The three add up, over the values
        of a dimension, to the change.
    """

    hours: Hours
    before: Interval
    after: Interval
    change: Interval
    pairs: int
    empty: int
    share: float
    both: int
    new: int
    lost: int
    frame: pd.DataFrame

    def of(self, dimension: str) -> pd.DataFrame:
        """Rows of one dimension, the largest change first."""
        own = self.frame[self.frame.dimension == dimension]
        size = (own.part_h + own.new_h + own.lost_h).abs()
        return own.loc[size.sort_values(ascending=False, kind="stable").index]

    @property
    def largest_stage(self) -> str:
        """Stage in which the cases of both arms changed most."""
        stages = self.frame[(self.frame.dimension == "stage") & (self.frame.value != REST)]
        return str(stages.value.loc[stages.part_h.abs().idxmax()])


def explain(
    tables: Sequence[tuple[pd.DataFrame, pd.DataFrame]], hours: str, start_h: float, end_h: float
) -> Explanation:
    """Explain a difference of mean hours between two arms.

    Parameters
    ----------
    tables : sequence of (before, after)
        Tables of cases of each replication in the two arms, see `tables_of`.
    hours : {"to_contact", "contacted", "to_closing"}
    start_h, end_h : float
        The window that is measured, hours since day 0.

    Raises
    ------
    ValueError
        If no pair has cases in both arms.
    """
    what = HOURS[hours]
    found = [pair_of(before, after, what, start_h, end_h) for before, after in tables]
    pairs = [pair for pair in found if pair.before.n and pair.after.n]
    if not pairs:
        raise ValueError(say("explain.no_cases"))
    means = np.array([[pair.before.total.mean(), pair.after.total.mean()] for pair in pairs])
    rows: dict[tuple[str, str], Floats] = {}
    for k, pair in enumerate(pairs):
        for dimension, value, terms in _terms(pair, what):
            rows.setdefault((dimension, value), np.zeros((len(pairs), 4)))[k] = terms
    return Explanation(
        hours=what,
        before=mean_interval(means[:, 0]),
        after=mean_interval(means[:, 1]),
        change=mean_interval(means[:, 1] - means[:, 0]),
        pairs=len(pairs),
        empty=len(found) - len(pairs),
        share=min(common_share(both) for both in tables),
        both=sum(len(pair.both_before) for pair in pairs),
        new=sum(len(pair.new) for pair in pairs),
        lost=sum(len(pair.lost) for pair in pairs),
        frame=pd.DataFrame([_row(*key, terms) for key, terms in rows.items()], columns=list(COLUMNS)),
    )


def _row(dimension: str, value: str, terms: Floats) -> tuple[str, str, int, float, float, float, float, float]:
    """Sum up one value of a dimension over pairs, [pairs, (cases, both, new, lost)]."""
    part = mean_interval(terms[:, 1])
    new, lost = terms[:, 2:].mean(axis=0).tolist()
    return dimension, value, int(terms[:, 0].sum()), part.mean, part.low, part.high, new, lost


def _terms(pair: Pair, hours: Hours) -> Iterator[tuple[str, str, tuple[float, float, float, float]]]:
    """Cases in both arms, and the three terms of the difference, by every value of every dimension."""
    a, b = pair.before, pair.after
    mean = a.total.mean()
    n = b.n
    both = len(pair.both_before)
    change = b.total[pair.both_after] - a.total[pair.both_before]
    new, lost = b.total[pair.new] - mean, mean - a.total[pair.lost]
    yield TOTAL, TOTAL, (both, change.sum() / n, new.sum() / n, lost.sum() / n)
    means = a.parts.mean(axis=0)
    by_part = (
        (b.parts[pair.both_after] - a.parts[pair.both_before]).sum(axis=0) / n,
        (b.parts[pair.new] - means).sum(axis=0) / n,
        (means - a.parts[pair.lost]).sum(axis=0) / n,
    )
    for k, name in enumerate(hours.parts):
        part_h, new_h, lost_h = (float(term[k]) for term in by_part)
        yield "stage", name, (both, part_h, new_h, lost_h)
    for dimension, (column, word) in DIMENSIONS.items():
        # both arms' values together, so that the same number means the same; a case in both is where it was before
        together = pd.concat([a.frame[[column]], b.frame[[column]]], ignore_index=True)
        codes, names = codes_of(together, column)
        of_a, of_b = codes[: a.n], codes[a.n :]
        size = len(names)

        def by(code: Array, values: Floats | None = None, size: int = size) -> Floats:
            return np.bincount(code, values, size).astype(np.float64)

        shared = of_a[pair.both_before]
        table = np.column_stack(
            [by(shared), by(shared, change) / n, by(of_b[pair.new], new) / n, by(of_a[pair.lost], lost) / n]
        )
        for name, terms in zip(names, table.tolist(), strict=True):
            yield dimension, word(name), tuple(terms)


def tables_of(
    cases: pd.DataFrame, before: str, after: str, *, whole: bool = True
) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """Tables of the replications that two arms share, in their order.

    Parameters
    ----------
    cases : DataFrame
        Of all arms and replications: ``arm``, ``replication`` and the columns of `sim.studies.case_table`.
    before, after : str
        Labels of the arms.
    whole : bool
        Leave out replications of which an arm kept a sample only.
    """
    own = {arm: dict(list(cases[cases.arm == arm].groupby("replication", sort=True))) for arm in {before, after}}
    shared = [k for k in own[before] if k in own[after]]
    return [
        (own[before][k], own[after][k])
        for k in shared
        if not whole or common_share((own[before][k], own[after][k])) == 1.0
    ]
