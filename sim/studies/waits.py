"""Who carries the waiting: percentiles of the hours to the first contact, and the share of all hours below each."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from sim.measures import View
from sim.measures.areas import divisions
from sim.types import Array, Floats

EVERYBODY = "all"
PERCENTILES = np.arange(101)


def waits(view: View) -> pa.Table:
    """Waiting of everybody and of each group of residents.

    A case that has not been contacted counts its hours until its resident gave up or the run ended: the longest waits
    would be missing otherwise.

    Parameters
    ----------
    view : View
        Of the whole district.

    Returns
    -------
    pyarrow.Table
        ``group`` (`EVERYBODY` first), ``percentile`` (0 to 100), ``hours`` (that percentile of the known cases'
        waits), ``share`` (of the group's hours that its cases up to there wait, 0 to 1: the Lorenz curve).
    """
    known = view.sets.known
    ended = np.fmin(known["t_close"], view.end_h)
    wait_h = np.where(known["contacted"], known["t_contact"], ended) - known["t_accept"]
    rows = [(EVERYBODY, wait_h)]
    for division in divisions(view):
        if division.level == "group":
            group = division.area(known)
            rows += [(name, wait_h[group == k]) for k, name in enumerate(division.names)]
    parts = [(name, *curve(own)) for name, own in rows if len(own)]
    return pa.table(
        {
            "group": [name for name, *_ in parts for _ in PERCENTILES],
            "percentile": np.tile(PERCENTILES, len(parts)).astype(np.int32),
            "hours": np.concatenate([hours for _, hours, _ in parts] or [np.zeros(0)]),
            "share": np.concatenate([share for *_, share in parts] or [np.zeros(0)]),
        }
    )


def curve(values: Array) -> tuple[Floats, Floats]:
    """Percentiles of values that are not negative, and the share of their sum that lies up to each, [101] both."""
    ordered = np.sort(np.asarray(values, np.float64))
    at = PERCENTILES / 100.0 * len(ordered)
    summed = np.concatenate([[0.0], np.cumsum(ordered)])
    total = summed[-1]
    share = np.interp(at, np.arange(len(summed)), summed) / total if total > 0.0 else PERCENTILES / 100.0
    return np.quantile(ordered, PERCENTILES / 100.0), share
