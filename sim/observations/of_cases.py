"""Statistics of cases that other cities have published and that are no measure of the registry."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sim.measures import MEASURES, SHARE_DIFFERENCE, View
from sim.observations.areas import Area, part_of
from sim.observations.special import SPECIAL, special
from sim.state.cases import Category, Channel, Stage
from sim.types import Array, Floats

__all__ = ["SPECIAL"]
LEAST = 20
"""Cases from which a share of a part is a share."""


def _shares(hits: Array, of: Array, part: Array, n: int) -> Floats:
    """Share of hits in each part that has enough cases."""
    many = np.bincount(part[of], minlength=n)
    found = np.bincount(part[of & hits], minlength=n)[many >= LEAST] / many[many >= LEAST]
    return np.asarray(found, np.float64)


def _late(view: View) -> tuple[Array, Array]:
    """Cases that are late, and cases of which it is known whether they are."""
    due, closed = view.of("due"), view.of("closed")
    passed = due < view.end_h
    return np.where(closed, view.of("t_close") > due, passed), closed | passed


def _logit_sd(shares: Floats) -> float:
    inside = np.clip(shares, 0.002, 0.998)
    return float(np.std(np.log(inside / (1.0 - inside)), ddof=1)) if len(shares) > 2 else math.nan


@special("ratio")
def report_ratio_of_areas(view: View) -> float:
    """Reports per resident of the community at the 90th percentile over that at the 10th."""
    world, reports = view.world, view.sets.reports
    told = (reports["channel"] == Channel.REPORT) | (reports["channel"] == Channel.DUPLICATE)
    size = world.map.by_community(world.map.residents)
    rates = np.bincount(reports["community"][told], minlength=world.n_communities) / size
    low, high = np.quantile(rates, [0.1, 0.9])
    return float(high / low) if low > 0.0 else math.nan


@special("%")
def changed_department(view: View) -> float:
    """Known cases that were passed on between departments, %."""
    return float(np.asarray(view.sets.known.percent(view.of("handoffs") > 0)).item())


@special("logits")
def lateness_sd_of_categories(view: View) -> float:
    """Standard deviation between categories of the logit of the share closed late."""
    late, known = _late(view)
    return _logit_sd(_shares(late, known, view.of("category"), len(Category)))


@special("logits")
def lateness_sd_of_communities(view: View) -> float:
    """Standard deviation between communities of the logit of the share closed late, the binomial part taken out."""
    late, known = _late(view)
    where, n = view.of("community"), view.world.n_communities
    many = np.bincount(where[known], minlength=n)
    there = many >= LEAST
    if there.sum() < 3:
        return math.nan
    share = np.clip((np.bincount(where[known & late], minlength=n)[there] + 0.5) / (many[there] + 1.0), 0.002, 0.998)
    seen = np.log(share / (1.0 - share))
    noise = np.mean(1.0 / (many[there] * share * (1.0 - share)))
    return float(math.sqrt(max(float(np.var(seen, ddof=1)) - noise, 1e-4)))


@special("log-sd")
def closing_sd_of_categories(view: View) -> float:
    """Standard deviation between categories of the logarithm of the median time to closure."""
    took, which = view.of("closing_d"), view.of("category")
    closed = view.of("closed")
    medians = [np.median(took[closed & (which == c)]) for c in range(len(Category)) if (closed & (which == c)).any()]
    return float(np.std(np.log(np.maximum(medians, 1e-3)), ddof=1)) if len(medians) > 2 else math.nan


@special("log-sd")
def closing_sd_within_categories(view: View) -> float:
    """Standard deviation of the logarithm of the time to closure within a category, median over categories."""
    took, which = np.log(np.maximum(view.of("closing_d"), 1e-3)), view.of("category")
    closed = view.of("closed")
    found = [float(np.std(took[closed & (which == c)], ddof=1)) for c in range(len(Category))
             if (closed & (which == c)).sum() >= LEAST]  # fmt: skip
    return float(np.median(found)) if found else math.nan


@special("ratio")
def closing_tail(view: View) -> float:
    """Time to closure at the 90th percentile over the median, of closed cases that a department had."""
    took = view.of("closing_d")[view.of("closed") & (view.of("spent")[:, Stage.LEAD] > 0.0)]
    if len(took) < LEAST:
        return math.nan
    middle, high = np.quantile(took, [0.5, 0.9])
    return float(high / middle) if middle > 0.0 else math.nan


def _by_day(view: View) -> tuple[Floats, Array]:
    """Cases known on each day of the window, and as which day of the week it counts."""
    days = (view.of("t_accept") // 24.0).astype(np.int64) - view.first_day
    count = np.bincount(days[(days >= 0) & (days < view.days)], minlength=view.days).astype(np.float64)
    calendar = view.world.agenda.calendar
    week = [int(calendar[d]) if 0 <= d < len(calendar) else d % 7 for d in range(view.first_day, view.until_day)]
    return count, np.array(week)


@special("ratio")
def weekend_ratio(view: View) -> float:
    """Cases known on a day of a weekend over those on a working day."""
    count, week = _by_day(view)
    work, rest = count[week < 5], count[week >= 5]
    return float(rest.mean() / work.mean()) if len(work) and len(rest) and work.mean() > 0.0 else math.nan


@special("shape")
def overdispersion_of_days(view: View) -> float:
    """Shape k of the negative binomial of cases known a day, for each day of the week: variance = mean + mean^2 / k."""
    count, week = _by_day(view)
    parts = [count[week == d] for d in range(7) if (week == d).sum() > 2]
    if not parts:
        return math.nan
    mean = float(np.mean([part.mean() for part in parts]))
    extra = float(np.mean([part.var(ddof=1) for part in parts])) - mean
    return min(mean * mean / extra, 1000.0) if extra > 0.0 else 1000.0


def _on_time_gap(category: Category) -> Callable[[View], float]:
    def gap(view: View) -> float:
        on_time = MEASURES["on_time"]
        own = part_of(view, (Area("category", int(category)),))
        return on_time(own) - on_time(view)

    gap.__name__ = f"on_time_gap_{category.name.lower()}"
    gap.__doc__ = f"Share closed on time of cases of {category.name.lower()}, less that of all cases, points."
    return gap


for _category in (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY, Category.DISPUTES):
    special(SHARE_DIFFERENCE, signed=True)(_on_time_gap(_category))
