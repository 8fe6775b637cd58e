"""What a study folder holds of one question, as tidy tables, one call each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sim.config.run import RunConfig
from sim.errors import ResultError
from sim.i18n import say
from sim.measures import MEASURES
from sim.store.asks import ALL, Ask, Asked
from sim.store.folder import StudyFolder, changed_rows, unchanged
from sim.store.rows import OF_THE_TASK
from sim.studies.costs import mean_costs
from sim.studies.varied import varied
from sim.studies.waits import EVERYBODY


@dataclass
class Tables:
    """Rows of a study folder that belong to one question.

    Attributes
    ----------
    path : Path
        The study folder.
    answer : Path
        Folder of what is concluded from it.
    asked : Asked
    codes : set of str
        Identities of code whose tasks are read.
    remarks : list of str
        What was left out in reading, in words.
    """

    path: Path
    answer: Path
    asked: Asked
    codes: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    ask_made: Ask | None = None

    @cached_property
    def ask(self) -> Ask:
        """The question, with its configurations."""
        return self.ask_made or self.asked.ask()

    @property
    def arms(self) -> list[str]:
        """Labels of the arms, the first is what others are compared with."""
        return list(self.asked.cells)

    @property
    def configs(self) -> list[RunConfig]:
        """Configurations of the arms."""
        return list(self.ask.arms.values())

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """Tasks that are there: arm, replication, task and how it was lived; by arm and replication."""
        table = self._all_runs
        if table is None:
            return pd.DataFrame(columns=["arm", "replication", *OF_THE_TASK])
        asked = pc.and_(
            pc.is_in(table["cell"], pa.array(list(self.asked.cells.values()), pa.string())),
            pc.less(table["replication"], self.asked.told["replications"]),
        )
        # arms that turn out to be the same configuration share their tasks
        arms = pd.DataFrame({"arm": self.arms, "cell": list(self.asked.cells.values())}, dtype=object)
        return fullest(self._own(table, asked).merge(arms, on="cell"), self.arms)

    @cached_property
    def draws(self) -> pd.DataFrame:
        """One row per arm and draw that is there: arm, draw, code, all measures; by draw and arm."""
        cells = [(arm, k, cell) for arm, own in self.asked.drawn_cells.items() for k, cell in enumerate(own)]
        asked_of = pd.DataFrame(cells, columns=["arm", "draw", "cell"]).astype({"arm": object, "cell": object})
        table = self._all_runs if cells else None
        if table is None:
            return pd.DataFrame(columns=["arm", "draw", "code", *MEASURES])
        asked = pc.is_in(table["cell"], pa.array(sorted({cell for *_, cell in cells}), pa.string()))
        own = self._own(table, asked).drop(columns="draw", errors="ignore").drop_duplicates(["cell", "replication"])
        both = asked_of.merge(own, on="cell")
        order = {label: at for at, label in enumerate(self.arms)}
        both = both[both["draw"] == both["replication"]]
        both = both.assign(at=both["arm"].map(order)).sort_values(["draw", "at"])
        return both[["arm", "draw", "code", *(name for name in MEASURES if name in both)]].reset_index(drop=True)

    @cached_property
    def _all_runs(self) -> pa.Table | None:
        """Rows of ``runs``, of every question."""
        folder = StudyFolder(self.path)
        table = folder.table("runs", doubles=True)
        self.remarks += folder.damaged
        return table

    def _own(self, table: pa.Table, asked: Any) -> pd.DataFrame:
        """Rows of ``runs`` that were asked for, lived by the code that is read, as they were written."""
        own_code = pc.is_in(table["code"], pa.array(sorted(self.codes), pa.string()))
        own = table.filter(pc.and_(asked, own_code))
        others = _numbers(table.filter(pc.and_not(asked, own_code))) - _numbers(own)
        if others:
            self.remarks.append(say("studies.of_other_code", n=len(others), folder=self.path))
        good = unchanged(own)
        if not all(good):
            what = changed_rows(len(good) - sum(good))
            self.remarks.append(say("studies.rows_left_out", path=self.path / "runs", what=what))
        return own.filter(pa.array(good, pa.bool_())).to_pandas()

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row per arm and replication: place, arm, every key that differs, seed, days, code, all measures."""
        return tidy(self.tasks, {label: self.asked.tree(label) for label in self.arms})

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row per arm, replication, day, level and area; with its date where the run has dates."""
        return self._dated(self.table("daily"))

    @cached_property
    def district_days(self) -> pd.DataFrame:
        """Rows of `daily` that are of the whole district: a tenth or less of them."""
        return self._dated(self.table("daily", where=pc.field("level") == "district"))

    def _dated(self, frame: pd.DataFrame) -> pd.DataFrame:
        start = self.asked.tree(self.arms[0]).get("start_date")
        if start:
            frame.insert(
                frame.columns.get_loc("day") + 1, "date", pd.Timestamp(start) + pd.to_timedelta(frame.day, "D")
            )
        return frame

    @cached_property
    def cases(self) -> pd.DataFrame:
        """Known cases with all stamps, sampled where there are many."""
        return self.table("cases")

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row per arm, replication, level and area (or group of residents), one column per measure."""
        return self.table("areas")

    @cached_property
    def larger_areas(self) -> pd.DataFrame:
        """Rows of `areas` that are not of a grid: a quarter or less of them."""
        return self.table("areas", where=pc.field("level") != "grid")

    @cached_property
    def map(self) -> pd.DataFrame:
        """One row per arm and cell."""
        return self.table("map")

    @cached_property
    def flows(self) -> pd.DataFrame:
        """Where problems go: arm, replication, from, to, problems, hours by stage; each step adds up to all."""
        return self.table("flows")

    @cached_property
    def waits(self) -> pd.DataFrame:
        """Who carries the waiting: arm, replication, group, percentile, hours, share of the group's hours up to it."""
        return self.table("waits")

    @cached_property
    def waits_of_all(self) -> pd.DataFrame:
        """Rows of `waits` that are of everybody, not of a group of residents."""
        return self.table("waits", where=pc.field("group") == EVERYBODY)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """What each lever cost a year, item by item, and what was given up for it; mean over replications."""
        rows = self.table("costs", may_miss=True)
        return mean_costs(rows, {label: len(found) for label, found in self.replications.items()})

    @cached_property
    def replications(self) -> dict[str, list[int]]:
        """Replications that are there of each arm."""
        by_arm = self.tasks.groupby("arm", sort=False)["replication"]
        found = {label: sorted(map(int, numbers)) for label, numbers in by_arm}
        return {label: found.get(label, []) for label in self.arms}

    def has(self, table: str) -> bool:
        """Whether a table was kept of some task of every arm."""
        kept = self.tasks[self.tasks["tables"].str.split(",").map(lambda names: table in names)]
        return set(kept["arm"]) == set(self.arms)

    def table(
        self, kind: str, tasks: Sequence[str] | None = None, *, may_miss: bool = False,
        where: pc.Expression | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Rows of a table with their arm, by arm and replication.

        Parameters
        ----------
        kind : {"daily", "cases", "areas", "map", "flows", "waits", "costs"}
        tasks : sequence of str, optional
            Those tasks only.
        may_miss : bool
            Whether no rows at all are no error.
        where : pyarrow expression, optional
            Rows that are wanted; others are never held.

        Raises
        ------
        ResultError
            If no such table was kept.
        """
        known = self.tasks[["task", "arm"]]
        wanted = known if tasks is None else known[known["task"].isin(list(tasks))]
        folder = StudyFolder(self.path)
        found = folder.table(kind, list(wanted["task"]), where=where)
        self.remarks += [line for line in folder.damaged if line not in self.remarks]
        if found is None or not found.num_rows:
            if may_miss:
                return pd.DataFrame(columns=["arm", "replication", "lever", "funding", "item", "unit", "value"])
            raise ResultError(say("studies.no_table", folder=self.path, kind=kind))
        return _by_arm(found, wanted)


def fullest(tasks: pd.DataFrame, arms: Sequence[str]) -> pd.DataFrame:
    """Of each arm and replication the row that kept most tables and cases; by arm, in the order given, and replication.

    Parameters
    ----------
    tasks : DataFrame
        Rows of ``runs`` with their ``arm``.
    arms : sequence of str
    """
    order = {label: at for at, label in enumerate(arms)}
    fuller = tasks.assign(
        at=tasks["arm"].map(order),
        n=tasks["tables"].str.count(",") + tasks["tables"].ne(""),
        whole=tasks["case_rows"].eq(ALL),
    ).sort_values(["at", "replication", "n", "whole", "case_rows"], ascending=[True, True, False, False, False])
    best = fuller.drop_duplicates(["arm", "replication"])
    return best.drop(columns=["at", "n", "whole"]).reset_index(drop=True)


def _numbers(runs: pa.Table) -> set[tuple[str, int]]:
    """Cell and replication of rows."""
    return set(zip(runs["cell"].to_pylist(), runs["replication"].to_pylist(), strict=True))


ABOUT = ("replication", "draw", "code", "commit", "version", "python", "host", "cpu_s", "bits")
"""Columns of the tidy table that tell how a task was lived."""


def tidy(tasks: pd.DataFrame, trees: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """One row per task: place, arm, every key that differs between the arms, seed, days, how it was lived, measures.

    Parameters
    ----------
    tasks : DataFrame
        Rows of ``runs`` with their ``arm``.
    trees : mapping arm -> tree of settings
    """
    keys = varied(trees)
    told = pd.DataFrame(
        [
            {"arm": arm, "place": tree["place"]["name"], "seed": tree["seed"], "days": tree["days"], **keys[arm]}
            for arm, tree in trees.items()
        ]
    )
    about = [column for column in ABOUT if column in tasks.columns]
    measures = [name for name in MEASURES if name in tasks.columns]
    frame = tasks[["arm", *about, *measures]].merge(told, on="arm", how="left", sort=False, suffixes=("", "_"))
    differ = [c for c in told.columns if c not in ("arm", "place", "seed", "days")]
    return frame[["place", "arm", *differ, "seed", "days", *about, *measures]]


def _by_arm(table: pa.Table, tasks: pd.DataFrame) -> pd.DataFrame:
    """Put the arm before rows of tasks, and order them by arm and replication as the tasks are."""
    frame = table.to_pandas()
    own = frame.pop("task").astype(object)
    numbered = tasks.assign(at=range(len(tasks)), nth=tasks.groupby("task").cumcount())
    parts = []
    for _, named in numbered.groupby("nth"):  # more than one where arms are the same configuration
        at = own.map(dict(zip(named["task"], named["at"], strict=True)))
        part = frame[at.notna()]
        part.insert(0, "arm", own.map(dict(zip(named["task"], named["arm"], strict=True)))[at.notna()].astype(object))
        parts.append(part.assign(at=at[at.notna()]))
    found = pd.concat(parts) if len(parts) > 1 else parts[0]
    return found.sort_values("at", kind="stable").drop(columns="at").reset_index(drop=True)
