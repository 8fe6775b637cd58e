"""When reports come: how many a day, on which days and at which hours, and how far days differ from chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from sim.records.spread import CHANCE, RESAMPLED, SEED, WEEKS, Number, number, ratio_by_weeks
from sim.records.windows import Kept
from sim.types import Array, Bools, Floats, Ints

LARGEST_K = 1000.0
DATES_ALONE, MIDNIGHTS = 0.5, 0.01
"""Shares of stamps at midnight sharp: above the first a file has no hours, above the second some rows have none."""
LIKELY = 1.92
"""Half of the 95 % point of chi-square with one degree of freedom."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When reports come in the window.

    Attributes
    ----------
    volume : Number
        Reports a day.
    weekend : Number
        Reports on a day of a weekend over those on a working day.
    shape : (float, float, float)
        k of the negative binomial after the day of the week, and where its 95 % interval lies.
    moments : Number
        The same k as the model's statistic takes it, by mean and variance of each day of the week; nan where days
        differ no more than by chance.
    lag : float
        Correlation of a day with the next one, after the day of the week; nan where all days are alike.
    holiday : float
        Reports in the first week of October over other days, the day of the week allowed for; nan without one.
    months : dict month -> float
        Reports a day of each month over those of the window.
    """

    volume: Number
    weekend: Number
    shape: tuple[float, float, float]
    moments: Number
    lag: float
    holiday: float
    months: dict[str, float]


def rhythm(kept: Kept) -> Rhythm:
    """Look at the days of the window."""
    counts, week = kept.inside.astype(np.float64), kept.weekdays
    free = _first_week_of_october(kept)
    holiday = _october(counts, week, free)
    usual_day = ~free if free.sum() >= 7 and (~free).sum() >= 21 else np.ones(kept.days, np.bool_)
    block, mean = _weeks(kept.days), float(counts.mean())
    names = kept.months.astype(str)
    months = {str(m): float(counts[names == m].mean() / mean) for m in np.unique(names) if (names == m).sum() >= 15}
    moments = moment_shape(counts, week, usual_day)
    counts, week, block = counts[usual_day], week[usual_day], block[usual_day]
    rest = week >= 5
    at_rest, at_work = counts[rest].mean(), counts[~rest].mean()
    ratio = float(at_rest / at_work)
    by_chance = ratio * float(np.sqrt(1.0 / max(counts[rest].sum(), 1.0) + 1.0 / counts[~rest].sum()))
    weekend = number(ratio, int(counts.sum()), **{CHANCE: by_chance, WEEKS: _weekend_by_weeks(counts, rest, block)})
    usual = np.array([counts[week == d].mean() for d in range(7)])[week]
    left = counts / np.maximum(usual, 1e-9) - 1.0
    varied = len(left) > 2 and left[:-1].std() > 0.0 and left[1:].std() > 0.0
    lag = float(np.corrcoef(left[:-1], left[1:])[0, 1]) if varied else float("nan")
    return Rhythm(
        volume(kept.inside), weekend, shape_of(counts, np.maximum(usual, 1e-9)), moments, lag, holiday, months
    )


def _weeks(days: int) -> Ints:
    """Week of each day; the days left over belong to the last."""
    return np.minimum(np.arange(days) // 7, max(days // 7, 1) - 1)


def volume(counts: Ints) -> Number:
    """Cases a day, its spread by weeks.

    Parameters
    ----------
    counts : array [days]
    """
    block, mean = _weeks(len(counts)), float(counts.mean())
    per_week, days = (np.asarray(np.bincount(block, x), np.float64) for x in (counts, np.ones(len(counts))))
    chance = float(np.sqrt(mean / len(counts)))
    return number(mean, int(counts.sum()), **{CHANCE: chance, WEEKS: ratio_by_weeks(per_week, days)})


def _weekend_by_weeks(counts: Floats, rest: Bools, block: Ints) -> float:
    block = np.unique(block, return_inverse=True)[1]
    w = int(block.max()) + 1
    if w < 4:
        return float("nan")
    parts = [
        np.bincount(block, np.where(which, v, 0.0)) for which in (rest, ~rest) for v in (counts, np.ones(len(counts)))
    ]
    drawn = np.random.default_rng(SEED).multinomial(w, np.full(w, 1.0 / w), RESAMPLED).astype(np.float64)
    a, a_days, b, b_days = (drawn @ part for part in parts)
    return float(np.std((a / a_days) / (b / b_days), ddof=1))


def shape_of(counts: Floats, usual: Floats) -> tuple[float, float, float]:
    """K of the negative binomial by likelihood (variance = mean + mean^2 / k), with a 95 % interval.

    Parameters
    ----------
    counts : array [days]
    usual : array [days]
        What is usual on the day.
    """

    def loss(log_k: float) -> float:
        k = np.exp(log_k)
        terms = gammaln(counts + k) - gammaln(k) + k * np.log(k / (k + usual)) + counts * np.log(usual / (k + usual))
        return -float(np.sum(terms))

    ends = (np.log(0.05), np.log(LARGEST_K))
    best = minimize_scalar(loss, bounds=ends, method="bounded")
    grid = np.linspace(*ends, 400)
    likely = [x for x in grid if loss(x) <= best.fun + LIKELY]
    low, high = (min(likely), max(likely)) if likely else (best.x, best.x)
    return float(np.exp(best.x)), float(np.exp(low)), float(np.exp(high))


def moment_shape(counts: Floats, week: Ints, usual_day: Bools) -> Number:
    """Shape k of days as the model's statistic takes it, variance = mean + mean^2 / k; its spread by weeks drawn anew.

    Parameters
    ----------
    counts : array [days]
    week : array [days]
        Day of the week.
    usual_day : array of bool [days]
        Weeks with another day are left out.
    """
    w = len(counts) // 7
    whole = np.flatnonzero(usual_day[: 7 * w].reshape(w, 7).all(axis=1))
    told = counts[: 7 * w].reshape(w, 7)[whole]
    if len(whole) < 4:
        return number(float("nan"), 0)

    def shape(weeks: Floats) -> Floats:
        mean, variance = weeks.mean(axis=(-2, -1)), weeks.var(axis=-2, ddof=1).mean(axis=-1)
        with np.errstate(divide="ignore"):
            return np.where(variance > mean, mean**2 / np.maximum(variance - mean, 1e-9), LARGEST_K)

    value = float(shape(told))
    drawn = shape(told[np.random.default_rng(SEED).integers(0, len(whole), (RESAMPLED, len(whole)))])
    low, high = np.quantile(drawn, [0.16, 0.84])
    return number(value if value < LARGEST_K else float("nan"), int(told.sum()), **{WEEKS: float(high - low) / 2.0})


def _first_week_of_october(kept: Kept) -> Bools:
    """Days on which China does not work, whatever the year; other holidays are on other days each year."""
    days = [kept.date(kept.window[0] + i) for i in range(kept.days)] if kept.window else []
    return np.array([d.month == 10 and d.day <= 7 for d in days], np.bool_)


def _october(counts: Floats, week: Ints, free: Bools) -> float:
    if free.sum() < 7 or (~free).sum() < 21:
        return float("nan")
    usual = np.array([counts[~free & (week == d)].mean() for d in range(7)])[week]
    return float(counts[free].sum() / usual[free].sum())


def by_hour(reported: Array, batch: Bools) -> Ints:
    """Reports by day of the week and hour, [7, 24]; those that were typed in at once left out.

    All zero where the file has dates without hours.
    """
    told = reported[~batch]
    midnight = told.astype("datetime64[D]") == told
    if len(told) == 0 or midnight.mean() > DATES_ALONE:
        return np.zeros((7, 24), np.int64)
    if midnight.mean() > MIDNIGHTS:  # some of the rows have dates alone
        told = told[~midnight]
    hour = (told.astype("datetime64[h]") - told.astype("datetime64[D]")).astype(np.int64)
    week = (told.astype("datetime64[D]").astype(np.int64) + 3) % 7  # day 0 of 1970 was a Thursday
    return np.bincount(week * 24 + hour, minlength=168).reshape(7, 24)


def completeness(case: Ints, reported: Array, month: Ints) -> tuple[float, list[float]] | None:
    """Share of the running numbers that the file holds, and of each month; None where case numbers do not run.

    Parameters
    ----------
    case : array of int64 [cases]
    reported : array of datetime64[s] [cases]
    month : array [cases]
        -1 for none.
    """
    there = case >= 0
    if there.sum() < 100:
        return None
    number_, when = case[there].astype(np.float64), reported[there].astype(np.int64)
    order = np.argsort(when, kind="stable")
    ranks = np.argsort(np.argsort(number_[order]))
    if np.corrcoef(ranks, np.arange(len(ranks)))[0, 1] < 0.95:
        return None
    parts = [_filled(case[there & (month == m)]) for m in range(int(month.max(initial=-1)) + 1)]
    whole = _filled(case[there])
    return (whole, [p for p in parts if np.isfinite(p)]) if np.isfinite(whole) else None


def _filled(case: Ints) -> float:
    """Distinct numbers over the stretch that they cover, stragglers left out."""
    if len(case) < 100:
        return float("nan")
    low, high = np.quantile(case, [0.01, 0.99])
    inside = np.unique(case[(case >= low) & (case <= high)])
    return float(min(len(inside) / max(high - low + 1.0, 1.0), 1.0))


def repeated_within_a_day(place: Ints, kind: Ints, reported: Array) -> tuple[float, float]:
    """Reports with another of the same community and sub type within the 24 hours before, percent; and by chance.

    By chance: the same with the times dealt out anew. The difference is at most the share of duplicates.
    """
    there = (place >= 0) & (kind >= 0)
    if there.sum() < 100:
        return float("nan"), float("nan")
    key = place[there].astype(np.int64) * (int(kind.max()) + 1) + kind[there]
    when = reported[there].astype(np.int64)

    def found(times: Ints) -> float:
        order = np.lexsort((times, key))
        same = key[order][1:] == key[order][:-1]
        return 100.0 * float(np.count_nonzero(same & (np.diff(times[order]) <= 86_400))) / len(times)

    return found(when), found(np.random.default_rng(SEED).permutation(when))


def first_day(day: date) -> np.datetime64:
    """A date as NumPy has it."""
    return np.datetime64(day, "D")
