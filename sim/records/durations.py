"""How long cases take, stage by stage, those that are still open not left out (Kaplan and Meier 1958)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.records.cases import Cases
from sim.records.spread import CHANCE, MONTHS, WEEKS, Blocks, Number, number
from sim.types import Array, Bools, Floats

STAGES = (
    ("accepted", "reported", "accepted"), ("dispatched", "accepted", "dispatched"),
    ("started", "accepted", "started"), ("done", "started", "done"), ("closed", "done", "closed"),
    ("all", "accepted", "closed"),
)  # fmt: skip
"""Name, from, to; a case without the time from which counts from the report."""
LEAST = 20


@dataclass(frozen=True, slots=True)
class Stage:
    """Waits of one stage.

    Attributes
    ----------
    name : str
    median, p90 : Number, float
        Hours; nan where so many have not ended.
    naive : float
        Median of those that ended alone, hours.
    log_sd : float
        Standard deviation of the logarithm, of those that ended.
    ended, open : int
    zero : int
        Of no duration.
    curve : (times, left)
        Hours and the share that waits longer.
    """

    name: str
    median: Number
    p90: float
    naive: float
    log_sd: float
    ended: int
    open: int
    zero: int
    curve: tuple[Floats, Floats]


def survival(took: Floats, ended: Bools) -> tuple[Floats, Floats]:
    """Kaplan-Meier curve.

    Parameters
    ----------
    took : array [cases]
        Hours until the end, or until last seen.
    ended : array of bool [cases]

    Returns
    -------
    times, left
        Distinct times at which waits ended, and the share that waits longer.
    """
    order = np.lexsort((~ended, took))
    times, hit = took[order], ended[order]
    at_risk = len(times) - np.arange(len(times))
    left = np.cumprod(1.0 - hit / at_risk)
    last = np.concatenate([times[1:] != times[:-1], [True]]) if len(times) else np.zeros(0, np.bool_)
    any_end = np.zeros(len(times), np.bool_)
    if len(times):
        first = np.concatenate([[0], np.flatnonzero(last)[:-1] + 1])
        any_end[np.flatnonzero(last)] = np.add.reduceat(hit, first) > 0
    return np.asarray(times[any_end], np.float64), np.asarray(left[any_end], np.float64)


def quantile(curve: tuple[Floats, Floats], q: float) -> float:
    """Time within which a share of the waits ends; nan where fewer ended."""
    times, left = curve
    there = np.flatnonzero(left <= 1.0 - q + 1e-12)
    return float(times[there[0]]) if len(there) else float("nan")


def stage(cases: Cases, which: tuple[str, str, str], end: np.datetime64, blocks: Blocks | None) -> Stage | None:
    """Waits of a stage; None where the file lacks its end, or too few ended."""
    name, begin, until = which
    if until not in cases.times or (begin not in cases.times and name not in ("all", "started", "dispatched")):
        return None
    reported = cases.times["reported"]
    start = cases.times.get(begin, reported)
    if name == "all":
        start = np.where(np.isnat(start), reported, start)
    stop = cases.times[until]
    status_open = np.isnat(stop)
    seen = np.where(status_open, end, stop)
    took = (seen - start).astype("timedelta64[s]").astype(np.float64) / 3600.0
    ok = ~np.isnat(start) & (took >= 0.0)
    ended = ~status_open & ok
    if ended.sum() < LEAST:
        return None
    took, ended = took[ok], ended[ok]
    curve = survival(took, ended)
    own = blocks.kept(ok) if blocks is not None else None
    logs = np.log(np.maximum(took[ended], 1.0 / 60.0))
    return Stage(
        name, _median(took, ended, curve, own), quantile(curve, 0.9), float(np.median(took[ended])),
        float(np.std(logs, ddof=1)), int(ended.sum()), int((~ended).sum()), int((took[ended] == 0.0).sum()), curve,
    )  # fmt: skip


def _median(took: Floats, ended: Bools, curve: tuple[Floats, Floats], blocks: Blocks | None) -> Number:
    value, n = quantile(curve, 0.5), len(took)
    step = 0.5 / float(np.sqrt(n))
    low, high = (quantile(curve, q) for q in (max(0.5 - step, 0.01), min(0.5 + step, 0.99)))
    parts = {CHANCE: max((high - low) / 2.0, _grain(curve[0], value))}
    for name, block, least in (
        (WEEKS, blocks.week if blocks else None, 4), (MONTHS, blocks.month if blocks else None, 3),
    ):  # fmt: skip
        if block is None:
            continue
        medians = [quantile(survival(took[block == b], ended[block == b]), 0.5)
                   for b in range(int(block.max(initial=-1)) + 1) if (block == b).sum() >= LEAST]  # fmt: skip
        known = [m for m in medians if np.isfinite(m)]
        if len(known) >= least:
            spread = float(np.std(known, ddof=1))
            parts[name] = spread / float(np.sqrt(len(known))) if name == WEEKS else spread
    return number(value, n, **parts)


def _grain(times: Floats, at: float) -> float:
    """Standard deviation of a time that is told no finer than its neighbours lie apart, as where stamps are dates."""
    near = np.abs(times - at)
    apart = near[near > 0.0].min(initial=np.inf)
    return float(apart / np.sqrt(12.0)) if np.isfinite(apart) else float("nan")


def stages(cases: Cases, end: np.datetime64, blocks: Blocks | None) -> list[Stage]:
    """All stages that the file tells of."""
    return [found for which in STAGES if (found := stage(cases, which, end, blocks)) is not None]


def closing_sds(cases: Cases, category: Array) -> tuple[Number | None, Number | None]:
    """Spread of the logarithm of the time to closure: between medians of categories, and within a category.

    Both as the model takes them: of closed cases, within as the median over categories.
    """
    if "closed" not in cases.times:
        return None, None
    start = cases.times.get("accepted", cases.times["reported"])
    took = (cases.times["closed"] - start).astype("timedelta64[s]").astype(np.float64) / 86_400.0
    ok = ~np.isnat(cases.times["closed"]) & ~np.isnat(start) & (took >= 0.0)
    logs = np.log(np.maximum(took, 1e-3))
    parts = [logs[ok & (category == c)] for c in range(8)]
    parts = [part for part in parts if len(part) >= LEAST]
    if len(parts) < 3:
        return None, None
    medians, inside = [float(np.median(p)) for p in parts], [float(np.std(p, ddof=1)) for p in parts]
    k, n = len(parts), sum(map(len, parts))
    between = number(
        float(np.std(medians, ddof=1)), n, **{CHANCE: float(np.std(medians, ddof=1) / np.sqrt(2.0 * (k - 1)))}
    )
    within = number(float(np.median(inside)), n, **{CHANCE: float(np.std(inside, ddof=1) / np.sqrt(k))})
    return between, within
