"""The cases of one pair of replications, found in both arms: the slowest ones, and the life of a single one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

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
SLOWEST = 20


class CasePair(NamedTuple):
    """Cases of a replication that are known in either arm.

    Attributes
    ----------
    replication : int
    arms : tuple of str
        Two, or one of a run.
    frame : DataFrame
        A row per problem, indexed by day and number within the day; columns by arm.
    """

    replication: int
    arms: tuple[str, ...]
    frame: pd.DataFrame

    def slowest(self) -> pd.DataFrame:
        """Those that waited longest for somebody to come, in either arm, the longest first."""
        waits = self.frame[[("wait", arm) for arm in self.arms]].max(axis=1)
        return self.frame.loc[waits.sort_values(ascending=False, kind="stable").index[:SLOWEST]]


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
    found = StudyFolder(results.path).table("cases", list(own), columns=COLUMNS)
    if found is None or not found.num_rows:
        return None
    both = found.to_pandas()
    end_h = 24.0 * float(results.asked.tree(results.arms[0])["days"])
    sides = []
    for arm in arms:
        side = both[both["task"] == own[arm]].drop(columns="task").drop_duplicates(KEY).set_index(KEY)
        ended = np.fmin(side["t_close_h"].to_numpy(np.float64), end_h)
        contact = side["t_contact_h"].to_numpy(np.float64)
        wait = np.where(contact <= end_h, contact, np.where(np.isnan(ended), end_h, ended)) - side["t_accept_h"]
        sides.append(side.assign(wait=wait))
    frame = pd.concat(dict(zip(arms, sides, strict=True)), axis=1).swaplevel(axis=1)
    return CasePair(chosen, arms, frame)
