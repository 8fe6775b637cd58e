"""What pictures are drawn from: where problems go, where hours go, who waits, who gains; from the tables of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.i18n import Bilingual, word
from sim.measures import MEASURES
from sim.parameters.param import ParamInfo
from sim.show.names import community_name
from sim.state.cases import Stage
from sim.studies.case_table import of_stage
from sim.studies.flows import ARISEN, FOUND, REPORTED
from sim.studies.results import Results
from sim.studies.statistics import Difference, compare, holm
from sim.studies.waits import EVERYBODY
from sim.types import Floats


@dataclass(frozen=True, slots=True)
class AreaChange:
    """An area, or a group of residents.

    Attributes
    ----------
    id : int
        Number of the area within its level.
    name : Bilingual
    change : Difference
        Over all pairs, with Holm's correction over the areas of the level.
    """

    id: int
    name: Bilingual
    change: Difference

    @property
    def tone(self) -> str:
        """better, worse, or nothing where it is open or within what matters."""
        settled, better = self.change.settled, self.change.measure.better
        if settled not in ("more", "less") or not better:
            return ""
        return "better" if (settled == "more") == (better == "higher") else "worse"


def area_changes(areas: pd.DataFrame, arms: Sequence[str], level: str, measure: str) -> list[AreaChange]:
    """Compare an arm with another one, area by area.

    Areas that only one arm has (communities that were merged) are left out.

    Parameters
    ----------
    areas : DataFrame
        ``results.areas``.
    arms : (first, other)
    level : {"community", "group", "street"}
    measure : str

    Returns
    -------
    list of AreaChange
        In the order of the areas; empty where the measure makes no sense there.
    """
    if measure not in areas or level not in MEASURES[measure].levels:
        return []
    own = areas[areas["level"] == level]
    before, after = (
        own[own["arm"] == label].pivot(index=["id", "area"], columns="replication", values=measure) for label in arms
    )
    both, pairs = before.index.intersection(after.index), before.columns.intersection(after.columns)
    values = zip(before.loc[both, pairs].to_numpy(float), after.loc[both, pairs].to_numpy(float), strict=True)
    found = holm([compare(MEASURES[measure], a, b) for a, b in values])
    named = zip(both, found, strict=True)
    return [AreaChange(int(k), _name(level, str(area)), d) for (k, area), d in named if d.change.n]


def _name(level: str, area: str) -> Bilingual:
    if level == "group":
        return word("groups", area).capital()
    named = community_name(area)
    return Bilingual(named["en"], named["zh"])


def best_and_worst(found: Sequence[AreaChange], most: int) -> list[AreaChange]:
    """The areas that gain most and those that gain least, the best first; all where they are no more than these.

    Parameters
    ----------
    found : sequence of AreaChange
    most : int
        At either end.
    """
    if not found:
        return []
    higher = found[0].change.measure.better == "higher"
    ordered = sorted(found, key=lambda a: a.change.change.mean, reverse=higher)
    return ordered if len(ordered) <= 2 * most else [*ordered[:most], *ordered[-most:]]


def of_hundred(flows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Of 100 problems, how many go from where to where, over all replications, by arm: from, to, amount."""
    found = {}
    for arm, own in flows.groupby("arm", sort=False):
        summed = own.groupby(["from", "to"], sort=False, as_index=False)["problems"].sum()
        arisen = summed.loc[summed["from"] == ARISEN, "problems"].sum()
        if arisen:
            found[str(arm)] = summed.assign(amount=100.0 * summed["problems"] / arisen)[["from", "to", "amount"]]
    return found


def hours_by_stage(flows: pd.DataFrame) -> dict[str, Floats]:
    """Hours of a problem that is heard of, by stage, mean over all of them, by arm; [stages]."""
    found = {}
    for arm, own in flows.groupby("arm", sort=False):
        known = own.loc[(own["from"] == ARISEN) & own["to"].isin((REPORTED, FOUND)), "problems"].sum()
        if known:
            found[str(arm)] = own[[of_stage(stage) for stage in Stage]].sum().to_numpy(np.float64) / known
    return found


def lorenz_curves(waits: pd.DataFrame, group: str = EVERYBODY) -> dict[str, Floats]:
    """Share of all hours of waiting up to each percentile, 0 to 1, mean over replications, by arm; [101]."""
    own = waits[waits["group"] == group]
    mean = own.groupby(["arm", "percentile"], sort=False)["share"].mean()
    return {str(arm): mean[arm].sort_index().to_numpy(np.float64) for arm in own["arm"].unique()}


def parameter_names(results: Results) -> dict[str, Bilingual]:
    """What each number of the model is called: in English what it means, in Chinese its name."""
    return {
        key: Bilingual(info.doc, info.zh or word("meanings", info.doc).zh) if info.doc else Bilingual(key, key)
        for key, info in parameters(results).items()
    }


def parameters(results: Results) -> dict[str, ParamInfo]:
    """What is known of each number of the model, in all arms."""
    return {info.key: info for config in results.configs for info, _ in config.parameters()}
