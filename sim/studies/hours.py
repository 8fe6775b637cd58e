"""Hours of cases that a difference is explained of, each the sum of its stages.

Every case counts: one that has not been contacted, or closed, counts its hours until its resident gave up or the run
ended. ``contacted`` is the mean of those alone that were contacted, one of survivors. The measure ``response_mean`` is
no sum over cases and cannot be split; ``to_contact`` is nearest to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.i18n import say
from sim.state.cases import BEFORE_CONTACT, Stage
from sim.studies.case_table import KEY, chances, of_stage, to_contact
from sim.types import Array, Bools, Floats, Ints

BETWEEN, REST = "between", "rest"
"""Parts that are no stage: closed, until it came back; what rounding of the stages (4 bytes) leaves."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Which hours of a case are meant.

    Attributes
    ----------
    name, title : str
    starts : str
        Column of the table of cases with the time from which they count.
    stages : tuple of Stage
        What they are made of.
    contact : bool
        Whether they end with the first contact; otherwise with the last closing.
    survivors : bool
        Whether cases without a contact are left out.
    """

    name: str
    title: str
    starts: str
    stages: tuple[Stage, ...]
    contact: bool
    survivors: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts, in the order of `Side.parts`."""
        names = tuple(stage.name.lower() for stage in self.stages)
        return (*names, REST) if self.contact else (*names, BETWEEN, REST)


HOURS = {
    hours.name: hours
    for hours in (
        Hours(
            "contacted", say("explain.to_contact_of_contacted"), "t_accept_h", BEFORE_CONTACT,
            contact=True, survivors=True,
        ),
        Hours(
            "to_contact", say("explain.to_contact_of_all"), "t_accept_h",
            BEFORE_CONTACT, contact=True,
        ),
        Hours(
            "to_closing", say("explain.to_closing_of_all"), "t_occur_h",
            tuple(Stage), contact=False,
        ),
    )
}  # fmt: skip
"""By name."""


@dataclass(frozen=True, slots=True)
class Side:
    """One arm of a pair, its cases in the order of their keys.

    Attributes
    ----------
    frame : DataFrame
    key : array [n]
        Of `KEY`, rising.
    total : array [n]
        Hours.
    parts : array [n, parts]
        The same by `Hours.parts`; rows add up to `total`.
    """

    frame: pd.DataFrame
    key: Ints
    total: Floats
    parts: Floats

    @property
    def n(self) -> int:
        """Cases."""
        return len(self.key)


def side_of(cases: pd.DataFrame, hours: Hours, start_h: float, end_h: float, share: float = 1.0) -> Side:
    """Take the cases of one arm and replication that are measured, and their hours.

    Parameters
    ----------
    cases : DataFrame
        As `sim.studies.case_table.case_table` makes it.
    hours : Hours
    start_h, end_h : float
        The window, hours since day 0: cases accepted in it count, until its end.
    share : float
        Of the keys, those that are kept: the smaller one of a pair's two samples.

    Raises
    ------
    ValueError
        If two cases have the same key: the table is of several replications, or of several arms.
    """
    chosen: Bools = cases.t_accept_h.to_numpy() >= start_h
    if share < 1.0:
        chosen = chosen & (chances(*(cases[name].to_numpy() for name in KEY)) < share)
    if hours.survivors:
        chosen = chosen & _contacted(cases, end_h)
    born, index = (cases[name].to_numpy()[chosen].astype(np.int64) for name in KEY)
    key = (born << 32) | index
    order = np.argsort(key, kind="stable")
    key = key[order]
    if (key[1:] == key[:-1]).any():
        raise ValueError("two cases have the same day and number: take the cases of one arm and one replication")
    frame = cases[chosen].iloc[order]
    total = _until(frame, hours, end_h) - frame[hours.starts].to_numpy(np.float64)
    return Side(frame, key, total, _parts(frame, hours, total))


def _contacted(cases: pd.DataFrame, end_h: float) -> Bools:
    """Whether each case had its first contact before the end; a later one is only planned."""
    return np.asarray(cases.t_contact_h.to_numpy() <= end_h)


def _until(frame: pd.DataFrame, hours: Hours, end_h: float) -> Floats:
    """When the hours of each case end."""
    ended: Floats = np.fmin(frame.t_close_h.to_numpy(np.float64), end_h)
    if not hours.contact:
        return ended
    return np.where(_contacted(frame, end_h), frame.t_contact_h.to_numpy(np.float64), ended)


def _parts(frame: pd.DataFrame, hours: Hours, total: Floats) -> Floats:
    """Hours of each case by part, [n, parts]."""
    column = to_contact if hours.contact else of_stage
    stages = np.column_stack([frame[column(stage)].to_numpy(np.float64) for stage in hours.stages])
    rest: Floats = total - stages.sum(axis=1)
    if hours.contact:
        return np.column_stack([stages, rest])
    # no stage is booked while a case is closed, so what is missing is the time until it came back
    back = frame.life.to_numpy() > 0
    return np.column_stack([stages, np.where(back, rest, 0.0), np.where(back, 0.0, rest)])


def common_share(frames: Sequence[pd.DataFrame]) -> float:
    """Share of the cases that all of these tables have; 1 where all are whole."""
    return min((float(frame.share.iloc[0]) for frame in frames if len(frame) and "share" in frame), default=1.0)


def codes_of(frame: pd.DataFrame, column: str) -> tuple[Array, list[str]]:
    """Numbers of the values of a column, and their names in order."""
    values = frame[column]
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy(), [str(name) for name in values.cat.categories]
    found, codes = np.unique(values.to_numpy(), return_inverse=True)
    return codes, [str(name) for name in found.tolist()]
