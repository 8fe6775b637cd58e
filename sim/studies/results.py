"""Results of one question, read from a study folder: tidy tables, one call each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sim.config.run import RunConfig
from sim.errors import ResultError, did_you_mean
from sim.i18n import joined, say
from sim.measures import HEADLINE, MEASURES
from sim.store.asks import ALL, Ask, Asked, read_ask
from sim.store.code import identity
from sim.store.folder import StudyFolder, changed_rows, unchanged
from sim.store.merge import ANSWERS, LATEST
from sim.store.rows import OF_THE_TASK
from sim.studies.costs import mean_costs
from sim.studies.frames import as_html, differences, summary, with_draws
from sim.studies.looks import Plan
from sim.studies.rests import drawn_changes, rests_on
from sim.studies.settling import differences_of
from sim.studies.statistics import Difference
from sim.studies.under_draws import Under, under_draws
from sim.studies.varied import flat, varied


@dataclass
class Results:
    """What a study folder holds of one question.

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
    def drawn(self) -> pd.DataFrame:
        """What was drawn beside what it made of each change: arm, draw, parameter, value, measure, change."""
        levers = {arm: list(self.asked.tree(arm).get("policies") or {}) for arm in self.arms}
        return drawn_changes(self.draws, self.asked.drawn, levers, self.names)

    @cached_property
    def rests_on(self) -> pd.DataFrame:
        """The ten numbers that move each change most, where numbers were drawn; see `sim.studies.rests`."""
        return rests_on(self.drawn)

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

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Paired differences of every arm to the first: change, 95 % interval, verdict; of `names`."""
        return with_draws(differences(self.runs, self.arms, self.names, self.plan), self.under_draws, self.names)

    @property
    def names(self) -> list[str]:
        """Measures that the question is about: those to be settled, those its study names, else the headline ones."""
        plan = self.plan
        return list(plan.measures) if plan else list(self.asked.told.get("measures") or HEADLINE)

    def under_draws(self, arm: str, names: Sequence[str]) -> list[Under]:
        """What the draws say of the differences of an arm to the first one; empty where none were asked for."""
        if not self.asked.draws:
            return []
        return under_draws(self.draws, self.arms[0], arm, self.differences_to(arm, names), self.runs)

    def having(self, names: Sequence[str]) -> list[str]:
        """Those of some measures that the rows have: rows of an older version may lack some."""
        return [name for name in names if name in self.runs.columns]

    def differences_to(self, arm: str, names: Sequence[str]) -> list[Difference]:
        """Compare an arm with the first one, measure by measure."""
        return differences_of(self.runs, self.arms[0], arm, names, self.plan)

    @property
    def plan(self) -> Plan | None:
        """The looks of a comparison that was run until settled; None of any other."""
        told = self.asked.told.get("plan")
        return Plan.from_dict(told) if told else None

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Mean of the headline measures in every arm, with 95 % intervals."""
        return summary(self.runs)

    @property
    def frame(self) -> pd.DataFrame:
        """The answer: differences of a comparison, else means."""
        return self.differences if self.asked.told["kind"] == "compare" else self.summary

    def settings(self, arm: str) -> dict[str, Any]:
        """Every setting of an arm by dotted key.

        Raises
        ------
        KeyError
            If there is no such arm.
        """
        if arm not in self.arms:
            raise KeyError(say("studies.no_arm", arm=repr(arm), hint=did_you_mean(arm, self.arms)))
        return flat(self.asked.tree(arm))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """In a notebook: verdict, cards and replay of a run or comparison; of a sweep its table (`_repr_html_`)."""
        if self.asked.told["kind"] not in ("run", "compare") or not len(self.tasks):
            return {"text/plain": repr(self), "text/html": self._repr_html_()}
        # figures stand on a floor above; a notebook asks for them only when it shows something
        found: dict[str, Any] = import_module("sim.report.notebook").bundle(self)
        return {kind: own for kind, own in found.items() if kind not in (exclude or ())}

    def _repr_html_(self) -> str:
        there = min(map(len, self.replications.values()))
        title = f"{self.asked.tree(self.arms[0])['place']['name']}: {', '.join(self.arms[:6])}"
        below = say("footing.runs_of", n=there, asked=self.asked.told["replications"])
        return as_html(self.frame, title, joined([below, str(self.path), *self.remarks], "; "))

    @property
    def complete(self) -> bool:
        """Whether every replication and every draw of every arm is there."""
        asked = self.asked.told["replications"]
        drawn = len(self.draws) == self.asked.draws * len(self.arms)
        return drawn and all(len(found) == asked for found in self.replications.values())

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

    @property
    def manifest(self) -> dict[str, Any]:
        """What figures tell of the run."""
        first, told = self.asked.tree(self.arms[0]), self.asked.told
        newest = self.tasks.iloc[-1] if len(self.tasks) else {"commit": "", "version": ""}
        return {
            "kind": told["kind"],
            "arms": self.arms,
            "place": first["place"]["name"],
            "days": first["days"],
            "warmup_days": first["warmup_days"],
            "seed": first["seed"],
            "replications": self.replications,
            "replications_asked": told["replications"],
            "draws": self.asked.draws,
            "draws_from": self.asked.source,
            "digests": self.asked.cells,
            "commit": newest["commit"],
            "complete": self.complete,
        }

    def tree(self, name: str) -> Any:
        """What was said: ``config.yaml`` is every arm's tree, ``overrides.yaml`` what was typed."""
        if name == "overrides.yaml":
            return list(self.asked.told["typed"])
        return {label: self.asked.tree(label) for label in self.arms}

    def ledger(self, arm: str) -> Mapping[str, float]:
        """Accounts of the first replication of an arm, yuan."""
        own = self.tasks[self.tasks["arm"] == arm]
        return dict(json.loads(own["ledger"].iloc[0])) if len(own) else {}

    @property
    def cpu_s_per_replication(self) -> float:
        """Mean CPU seconds of a replication."""
        return float(self.tasks["cpu_s"].mean()) if len(self.tasks) else float("nan")


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


def results_of(folder: Path, ask: Ask | None = None) -> Results:
    """Open a study folder, or the folder of one of its answers.

    Parameters
    ----------
    folder : Path
        A study folder (its newest answer is read) or one of ``answers/``.
    ask : Ask, optional
        The question, where it is at hand.

    Raises
    ------
    ResultError
        If nothing was asked of it, or it is damaged.
    """
    study = folder.parent.parent if folder.parent.name == ANSWERS else folder
    answer = folder if folder != study else study / ANSWERS / _latest(study)
    asked = read_ask(answer / "study.yaml")
    return Results(study, answer, asked, codes_read(StudyFolder(study), asked.cells.values()), ask_made=ask)


def codes_read(folder: StudyFolder, cells: Iterable[str]) -> set[str]:
    """Codes whose rows are read: this one and those that give the same bits, else the last one that wrote."""
    codes, there = folder.same_codes(identity()), folder.codes_of(cells)
    if there and not codes & set(there):
        return folder.same_codes(there[-1])  # results of other code can be looked at; they are not mixed
    return codes


def answers_of(study: Path) -> list[Results]:
    """Every question that was asked of a study folder, the newest first."""
    folders = [p for p in (study / ANSWERS).iterdir() if (p / "study.yaml").is_file()]
    newest = sorted(folders, key=lambda p: ((p / "study.yaml").stat().st_mtime, p.name), reverse=True)
    return [results_of(folder) for folder in newest]


def _latest(study: Path) -> str:
    file = study / ANSWERS / LATEST
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError:
        raise ResultError(say("studies.no_folder", folder=study, file=file)) from None
