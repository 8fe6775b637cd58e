"""All levers beside each other: what each changes, what it costs, what it does by the way, what that rests on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.i18n import joined, say, word
from sim.measures import MEASURES
from sim.parameters.param import describe
from sim.policies import POLICIES
from sim.studies.engines.base import Row
from sim.studies.fetching import FIGURES, fetch_next
from sim.studies.priors import input_of
from sim.studies.statistics import Difference, compare, holm
from sim.studies.under_draws import judge, resting
from sim.types import Floats

SHOWN = (
    "response_mean",
    "on_time",
    "solved_of_all",
    "silent",
    "vulnerable_heard",
    "satisfaction",
    "formalism_gap",
    "spending",
    "lever_hours",
)
"""Measures of the table; side effects are looked for among all."""
NO_SIDE_EFFECT = (
    "spending", "lever_cost", "lever_hours", "given_up_hours", "cost_per_solved", "workers", "discovery_delay",
)  # fmt: skip
"""What a lever costs stands in columns of its own; the time until known grows where old silent problems are found."""
DRAWS = (5.0, 95.0)
"""Percentiles of the changes over draws, of the mechanisms' numbers and the lever's."""


def values(replications: Sequence[Row], measure: str) -> Floats:
    """One measure of every replication."""
    return np.array([r.measures[measure] for r in replications])


def rows(
    lever: str,
    funding: str,
    circumstance: str,
    before: Sequence[Row],
    after: Sequence[Row],
    drawn: Sequence[Row] = (),
    drawn_before: Sequence[Row] = (),
    fate: tuple[Sequence[Row], Sequence[Row]] | None = None,
) -> pd.DataFrame:
    """Changes of all measures by one lever, paired by replication, one row a measure.

    Parameters
    ----------
    lever, funding, circumstance : str
    before, after : sequences of Row
        The same fates without and with the lever.
    drawn, drawn_before : sequences of Row
        With and without the lever, every number drawn that nobody has said, one draw a replication; may be empty.
    fate : pair of sequences of Row, optional
        Without and with the lever at the defaults in a place of the size in which draws are lived, for what of their
        spread is fate's; `before` and `after` where it is the same.
    """
    names = [n for n in MEASURES if not np.isnan(values(before, n)).all() and not np.isnan(values(after, n)).all()]
    found = holm([compare(MEASURES[n], values(before, n), values(after, n)) for n in names])
    table = []
    for d in found:
        low = high = share = float("nan")
        sure, fetch = "", None
        if drawn:
            change = values(drawn, d.measure.name) - values(drawn_before, d.measure.name)
            alone, with_it = fate or (before, after)
            pairs = values(with_it, d.measure.name) - values(alone, d.measure.name)
            known = change[~np.isnan(change)]
            low, high = np.percentile(known, DRAWS) if len(known) else (low, high)
            share = 100.0 * resting(known, pairs[~np.isnan(pairs)])
            sure = judge(d, known)[2]
            fetch = fetch_next(change, {name: values(drawn_before, name) for name in FIGURES if name in MEASURES})
        table.append(
            {
                "lever": lever,
                "funding": funding,
                "circumstance": circumstance,
                "measure": d.measure.name,
                "unit": d.unit,
                "before": d.before.mean,
                "change": d.change.mean,
                "low": d.change.low,
                "high": d.change.high,
                "settled": d.settled,
                "worse": worse(d),
                "drawn_low": low,
                "drawn_high": high,
                "spread_from_assumed_%": share,
                "sure": sure,
                "fetch": fetch.figure if fetch else "",
                "fetch_%": 100.0 * fetch.share if fetch else float("nan"),
            }
        )
    return pd.DataFrame(table)


def worse(d: Difference) -> bool:
    """Whether a measure surely went the wrong way by more than what does not matter."""
    return {"more": "lower", "less": "higher"}.get(d.settled, "-") == d.measure.better


def side_effects(table: pd.DataFrame) -> str:
    """Name what surely got worse, of one lever's rows; largest first, in units of what matters."""
    bad = table[table.worse & ~table.measure.isin(NO_SIDE_EFFECT)]
    matters = np.array([MEASURES[str(name)].matters for name in bad.measure])
    size = np.abs(bad.change.to_numpy(np.float64)) / matters
    order = np.argsort(size)[::-1]
    told = [bad.iloc[i] for i in order[:3]]
    named = [
        say("levers.side", measure=MEASURES[r.measure].called, x=r.change, unit=word("units", r.unit)) for r in told
    ]
    return joined(named, "; ") if named else say("levers.none_settled")


def yuan_per_solved(table: pd.DataFrame) -> float:
    """Added spending per added truly solved problem, yuan; nan unless surely more is solved for more money.

    Paired differences of spending per resident and of problems solved per 1,000 residents, both per year. Hours that
    nobody is paid for are not in it: they stand beside it.
    """
    by = table.set_index("measure")
    solved, spent = by.loc["solved_per_1000"], by.loc["spending"]
    if not solved.low > 0.0 or not spent.low > 0.05:  # a budget-neutral lever owes its last day's cost, no more
        return float("nan")
    return 1000.0 * float(spent.change) / float(solved.change)


def rests_on(lever: str) -> str:
    """How many of a lever's numbers are assumed."""
    infos = [i for i in describe(f"policies.{lever}", POLICIES[lever]) if i.basis != "choice"]
    drawn = [i for i in infos if input_of(i, i.default) is not None]
    return say("levers.of_all", n=len(drawn), all=len(infos))
