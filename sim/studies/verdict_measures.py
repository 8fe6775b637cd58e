"""What is found of each measure of an answer: before, after, change, verdict and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from sim.measures import MEASURES, SHARE_DIFFERENCE, Measure
from sim.studies.fetching import LEAST
from sim.studies.results import Results
from sim.studies.statistics import Difference, mean_interval
from sim.studies.under_draws import SAME_SIGN, Under
from sim.types import Floats

DIGITS = {
    "h": 1, "d": 1, "%": 1, "points": 1, SHARE_DIFFERENCE: 1, "per 100": 1, "per 1000": 2, "per 1000/yr": 1, "0-1": 2,
    "persons": 0, "cases": 0, "visits": 0, "h/1000/yr": 0, "yuan/person/yr": 1, "yuan": 0,
}  # fmt: skip
"""Decimals of a number in each unit, wherever it is shown."""
PERCENTILES = {"p5": 5, "p10": 10, "median": 50, "p90": 90, "p95": 95}
"""Of the draws."""


def measures_of_arm(
    results: Results, arm: str, names: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any] | None]]:
    """Compare an arm with the first one.

    Returns
    -------
    found : dict measure -> what was found
    fetch : dict measure -> {"figure", "share"}
        Figure of the office that would narrow it most, where the draws name one.
    """
    under = {u.measure.name: u for u in results.under_draws(arm, names)}
    changes = changes_over_draws(results.draws, results.arms[0], arm, list(under))
    found, fetch = {}, {}
    for d in results.differences_to(arm, names):
        u = under.get(d.measure.name)
        found[d.measure.name] = of_difference(d, u, changes.get(d.measure.name))
        best = u.fetch if u else None
        fetch[d.measure.name] = {"figure": best.figure, "share": best.share} if best else None
    return found, fetch


def of_difference(d: Difference, under: Under | None = None, changes: Floats | None = None) -> dict[str, Any]:
    """What is found of one measure.

    Parameters
    ----------
    d : Difference
        At the defaults.
    under : Under, optional
        Over draws.
    changes : array [draws], optional
        The difference in each draw.
    """
    m = d.measure
    verdict = verdict_of(d)
    return {
        "before": plain(d.before.mean),
        "after": plain(d.after.mean),
        "change": plain(d.change.mean),
        "low": plain(d.change.low),
        "high": plain(d.change.high),
        "pairs": d.change.n,
        **_about(m),
        "unit_of_change": d.unit,
        "verdict": verdict,
        "sure": sureness(verdict, m, under, changes),
        "needed": d.pairs_needed or None,
        "drawn": _drawn(under, changes),
    }


def values_of_run(results: Results, arm: str, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Mean of each measure in an arm, with its interval over replications and its spread over draws."""
    own = results.runs[results.runs["arm"] == arm]
    drawn = results.draws[results.draws["arm"] == arm]
    found = {}
    for name in names:
        m = MEASURES[name]
        i = mean_interval(own[name].to_numpy(), m.limits)
        values = drawn[name].dropna().to_numpy(np.float64) if name in drawn else np.empty(0)
        found[name] = {
            "value": plain(i.mean), "low": plain(i.low), "high": plain(i.high), "runs": i.n, **_about(m),
            "drawn": {"n": len(values), **percentiles(values)} if len(values) else None,
        }  # fmt: skip
    return found


def verdict_of(d: Difference) -> str:
    """One word for a difference.

    Returns
    -------
    str
        small: surely within what matters. open: not settled. Else better or worse; of money dearer or cheaper; of
        what is neither good nor bad higher or lower.
    """
    settled = d.settled
    if settled in ("same", "open"):
        return {"same": "small", "open": "open"}[settled]
    if d.measure.unit.startswith("yuan"):
        return "dearer" if settled == "more" else "cheaper"
    if not d.measure.better:
        return "higher" if settled == "more" else "lower"
    return "better" if (settled == "more") == (d.measure.better == "higher") else "worse"


def sureness(verdict: str, measure: Measure, under: Under | None, changes: Floats | None) -> int:
    """How sure a verdict is: 0 open, 1 at the defaults, 2 also where the numbers nobody has measured are drawn.

    A change holds under draws as `sim.studies.under_draws` says; that it is too small, where 95 of 100 draws agree.
    """
    if verdict == "open":
        return 0
    if under is None or changes is None:
        return 1
    if verdict == "small":
        within = len(changes) >= LEAST and float((np.abs(changes) <= measure.matters).mean()) >= SAME_SIGN
        return 2 if within else 1
    return 2 if under.sure == "sure_too" else 1


def changes_over_draws(draws: pd.DataFrame, first: str, arm: str, names: Sequence[str]) -> dict[str, Floats]:
    """Difference of an arm to the first one in each draw, by measure; arrays [draws], without nan."""
    before, after = (draws.loc[draws["arm"] == label, ["draw", *names]].set_index("draw") for label in (first, arm))
    change = after - before
    return {name: np.asarray(change[name].dropna(), np.float64) for name in names}


def percentiles(values: Floats) -> dict[str, float]:
    """Percentiles by their names."""
    ends = np.percentile(values, list(PERCENTILES.values())).tolist()
    return dict(zip(PERCENTILES, ends, strict=True))


def plain(value: float) -> float | None:
    """A number as JSON has them; None where there is none."""
    return float(value) if isfinite(value) else None


def _about(m: Measure) -> Mapping[str, Any]:
    return {"unit": m.unit, "digits": DIGITS[m.unit], "matters": m.matters, "better": m.better or "none"}


def _drawn(under: Under | None, changes: Floats | None) -> dict[str, Any] | None:
    if under is None or changes is None or not len(changes):
        return None
    return {
        "n": len(changes), **percentiles(changes), "same_sign": plain(under.same_sign), "above": plain(under.above),
        "assumed": plain(under.assumed),
    }  # fmt: skip
