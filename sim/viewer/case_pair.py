"""The cases of one pair of replications that were slowest, found in both arms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sim.state.cases import Stage
from sim.store.folder import StudyFolder
from sim.studies.case_table import of_stage
from sim.studies.results import Results

STAGES = tuple(of_stage(stage) for stage in Stage)
COLUMNS = (
    "task", "case", "born", "index", "cell", "community", "vulnerable", "category", "urgency", "channel", "status",
    "t_occur_h", "t_accept_h", "t_contact_h", "t_close_h", "due_h", "solved", "life", *STAGES,
)  # fmt: skip
KEY = ["born", "index"]
TIMES = ("task", *KEY, "t_accept_h", "t_contact_h", "t_close_h")
SLOWEST = 20


class CasePair(NamedTuple):
    """The cases of a replication that waited longest for somebody to come, in either arm.

    Attributes
    ----------
    replication : int
    arms : tuple of str
        Two, or one of a run.
    slowest : DataFrame
        A row per problem, the longest wait first, indexed by day and number within the day; columns by arm.
    """

    replication: int
    arms: tuple[str, ...]
    slowest: pd.DataFrame


def case_pair(results: Results, arms: tuple[str, ...], number: int | None) -> CasePair | None:
    """Read the cases of the pair that is shown; None where they were not kept.

    Parameters
    ----------
    results : Results
    arms : tuple of str
    number : int or None
        Replication that is wished; another one is taken where its cases were not kept whole.
    """
    tasks = results.tasks[results.tasks["arm"].isin(arms)]
    kept = tasks[tasks["tables"].str.split(",").map(lambda names: "cases" in names)]
    by_number = kept.groupby("replication")["arm"].nunique()
    there = sorted(int(n) for n in by_number.index[by_number == len(arms)])
    if not there:
        return None
    chosen = number if number in there else there[0]
    own = kept[kept["replication"] == chosen].drop_duplicates("arm").set_index("arm")["task"]
    # a district has hundreds of thousands of cases: first the times of all, an arm at a time, then all of a few
    end_h = 24.0 * float(results.asked.tree(results.arms[0])["days"])
    waits = [_longest(results, own[arm], end_h) for arm in arms]
    longest = pd.concat(waits).groupby(level=KEY).max().sort_values(ascending=False, kind="stable").index[:SLOWEST]
    if longest.empty:
        return None
    days, numbers = (pa.array(longest.get_level_values(name).unique()) for name in KEY)
    both = _cases_of(results, list(own), COLUMNS, pc.field("born").isin(days) & pc.field("index").isin(numbers))
    both["wait"] = _waits(both, end_h)
    sides = [_side(both[both["task"] == own[arm]]).reindex(longest) for arm in arms]
    pa.default_memory_pool().release_unused()
    return CasePair(chosen, arms, pd.concat(dict(zip(arms, sides, strict=True)), axis=1).swaplevel(axis=1))


def _cases_of(
    results: Results, tasks: Sequence[str], columns: Sequence[str], where: pc.Expression | None = None
) -> pd.DataFrame:
    found = StudyFolder(results.path).table("cases", tasks, columns, where=where)
    return pd.DataFrame(columns=list(columns)) if found is None else found.to_pandas()


def _longest(results: Results, task: str, end_h: float) -> pd.Series[float]:
    """The longest waits of a task, h, the longest first."""
    times = _cases_of(results, [task], TIMES)
    waits = _waits(times, end_h)
    most = np.argsort(-waits, kind="stable")[:SLOWEST]
    return pd.Series(waits[most], pd.MultiIndex.from_frame(times.iloc[most][KEY]))


def _waits(cases: pd.DataFrame, end_h: float) -> np.ndarray:
    """Hours from acceptance to first contact; of cases without one to their end, or to that of the days lived."""
    ended = np.fmin(cases["t_close_h"].to_numpy(np.float64), end_h)
    contact = cases["t_contact_h"].to_numpy(np.float64)
    until = np.where(contact <= end_h, contact, np.where(np.isnan(ended), end_h, ended))
    waits: np.ndarray = until - cases["t_accept_h"].to_numpy(np.float64)
    return waits


def _side(cases: pd.DataFrame) -> pd.DataFrame:
    return cases.drop(columns="task").drop_duplicates(KEY).set_index(KEY)
