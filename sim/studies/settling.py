"""Looks at a comparison that grows: judged by the plan that was made beforehand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import pandas as pd

from sim.studies.looks import Plan
from sim.studies.sequential import Verdict, pairs_needed, pairs_of, settled, verdicts
from sim.studies.statistics import Difference, Interval, paired


@dataclass(frozen=True, slots=True)
class Looked(Difference):
    """A difference as the last look that settled it saw it, or the last look of all.

    Attributes
    ----------
    change : Interval
        The look's interval: 95 % of all comparisons are right over all looks and measures.
    word : {"more", "less", "same", "open"}
    """

    word: str = "open"

    @property
    def settled(self) -> str:
        """What the looks say."""
        return self.word


def looked(runs: pd.DataFrame, arms: Sequence[str], plan: Plan) -> dict[str, dict[str, Verdict]]:
    """Verdicts of the looks so far, by arm and measure.

    Parameters
    ----------
    runs : DataFrame
        A row per arm and replication.
    arms : sequence of str
        The first is what the others are compared with.
    plan : Plan
    """
    return {arm: verdicts(plan, pairs_of(runs, arms[0], arm, plan.measures)) for arm in arms[1:]}


def is_settled(runs: pd.DataFrame, arms: Sequence[str], plan: Plan) -> bool:
    """Whether every measure of the plan has its verdict in every arm."""
    return all(settled(said) for said in looked(runs, arms, plan).values())


def differences_of(
    runs: pd.DataFrame, first: str, arm: str, names: Sequence[str], plan: Plan | None = None
) -> list[Difference]:
    """Compare an arm with the first one: by the plan's looks where there is a plan, else as any comparison.

    Measures that the plan does not name get no verdict.
    """
    plain = paired(runs, first, arm, names)
    if plan is None:
        return plain
    said = looked(runs, (first, arm), plan)[arm]
    # before and after are those of the pairs looked at, or they would not differ by the change that is told
    seen = {
        look: {d.measure.name: d for d in paired(runs[runs.replication < look], first, arm, names)}
        for look in {verdict.look for verdict in said.values()}
    }
    return [
        _looked(seen[said[name].look][name], said[name], plan) if (name := d.measure.name) in said else _unlooked(d)
        for d in plain
    ]


def _unlooked(d: Difference) -> Looked:
    return Looked(**{f.name: getattr(d, f.name) for f in fields(Difference)})


def _looked(d: Difference, said: Verdict, plan: Plan) -> Looked:
    kept = {f.name: getattr(d, f.name) for f in fields(Difference)}
    more = pairs_needed(plan, said)
    kept["change"] = Interval(said.mean, said.low, said.high, said.pairs)
    kept["p_holm"] = math.nan
    kept["pairs_needed"] = 0 if not more else said.look + more
    return Looked(**kept, word=said.word)
