"""Looks at a comparison that grows: judged by the plan that was made beforehand."""

from __future__ import annotations

from sim.studies.looks import Plan
from sim.studies.results import Results
from sim.studies.sequential import Verdict, settled, verdicts
from sim.types import Floats


def pairs_of(results: Results, arm: str, plan: Plan) -> dict[str, Floats]:
    """Differences of an arm to the first one, by measure, in the order of replications; nan where one has no value."""
    by_arm = {name: own.set_index("replication") for name, own in results.runs.groupby("arm", sort=False)}
    first, other = by_arm[results.arms[0]], by_arm[arm]
    both = sorted(set(first.index) & set(other.index))
    return {m: other.loc[both, m].to_numpy(float) - first.loc[both, m].to_numpy(float) for m in plan.measures}


def looked(results: Results, plan: Plan) -> dict[str, dict[str, Verdict]]:
    """Verdicts of every look so far, by arm and measure."""
    return {arm: verdicts(plan, pairs_of(results, arm, plan)) for arm in results.arms[1:]}


def is_settled(results: Results, plan: Plan) -> bool:
    """Whether every measure of the plan has its verdict in every arm."""
    return all(settled(said) for said in looked(results, plan).values())
