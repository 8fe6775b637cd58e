"""Results of one question: the tables of a study folder, and what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import ResultError, did_you_mean
from sim.i18n import joined, say
from sim.measures import HEADLINE
from sim.store.asks import Ask, read_ask
from sim.store.code import identity
from sim.store.folder import StudyFolder
from sim.store.merge import ANSWERS, LATEST
from sim.studies.frames import as_html, differences, summary, with_draws
from sim.studies.looks import Plan
from sim.studies.rests import drawn_changes, rests_on
from sim.studies.settling import differences_of
from sim.studies.statistics import Difference
from sim.studies.tables import Tables
from sim.studies.under_draws import Under, under_draws
from sim.studies.varied import flat


@dataclass
class Results(Tables):
    """What a study folder holds of one question, and what follows from it."""

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
