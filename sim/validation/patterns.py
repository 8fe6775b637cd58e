"""Soft checks: does the model show what is known of such systems, in sign and strength, without having been told so."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.config.layers import Layer, said_of
from sim.config.run import RunConfig, merged, nested, parse
from sim.i18n import say
from sim.measures import MEASURES
from sim.observations.counts import COUNTS
from sim.observations.special import SPECIAL
from sim.observations.table import Observation
from sim.state.cases import Category
from sim.studies.replication import live
from sim.validation.checks import Check

PAIRS, QUICK_PAIRS = 6, 3
BEIJING_SLOPE, BEIJING_INTERCEPT, BEIJING_SD = 0.77, 0.86, 0.26
"""Satisfaction on resolution, logit on logit, and the residual's sd (X031)."""


@dataclass(frozen=True, slots=True)
class Lived:
    """Means over some replications of one arm: its measures and the figures of `ROWS`; nan are left out."""

    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        """One of them."""
        return self.values[name]


def _row(name: str, measure: str, unit: str) -> Observation:
    return Observation(name, measure, 1.0, unit, 0.0)


_OF_CATEGORY = [
    _row(f"{what}:{c.name.lower()}", f"{what}:{c.name.lower()}", unit)
    for c in Category
    for what, unit in (("duplicate", "%"), ("resolution_median", "d"), ("silent", "%"))
]
ROWS = (
    *(_row(name, name, statistic.unit) for name, statistic in SPECIAL.items()),
    *_OF_CATEGORY,
    *(_row(name, name, "per 1000/yr") for name in COUNTS),
)
"""What patterns look at beside the measures."""


def changed(config: RunConfig, **said: Any) -> RunConfig:
    """The same run with other settings, by dotted key with ``__`` for the dot."""
    tree = nested({key.replace("__", "."): value for key, value in said.items()})
    return parse(merged(config.to_dict(), tree), {**config.said, **said_of(tree, Layer.TYPED, "a pattern")})


def _mean(config: RunConfig, pairs: int, rows: tuple[Observation, ...] = ROWS) -> Lived:
    found: dict[str, list[float]] = {}
    for number in range(pairs):
        came = live(config, number, 0, tables=False, observations=rows)
        for name, value in (came.measures | came.figures).items():
            found.setdefault(name, []).append(value)
    kept = {name: [v for v in values if math.isfinite(v)] for name, values in found.items()}
    return Lived({name: sum(v) / len(v) if v else math.nan for name, v in kept.items()})


def patterns(config: RunConfig, *, quick: bool) -> Iterator[Check]:
    """Hold a place at its defaults, and changed in one thing each, against what is known.

    Parameters
    ----------
    config : RunConfig
        Without levers.
    quick : bool
        Fewer replications.
    """
    pairs = QUICK_PAIRS if quick else PAIRS
    base = _mean(config, pairs)
    yield from _shapes(base)
    yield from _heard(config, base)
    for pattern in (_redesign, _pooling, _surge, _formal):
        yield from pattern(config, base, pairs)


def _between(key: str, found: float, low: float, high: float) -> Check:
    allowed = f"{low:g} - {high:g}" if math.isfinite(high) else f">= {low:g}"
    return Check(
        key.removeprefix("validate.p_"), say(key), found, holds=low <= found <= high, allowed=allowed, hard=False
    )


def _shapes(base: Lived) -> Iterator[Check]:
    """Shapes at the defaults."""
    yield _between("validate.p_tails", base["closing_sd_within_categories"], 0.9, 2.99)
    yield _between("validate.p_beijing", beijing_residual(base["true_resolution"], base["satisfaction_rate"]),
                   -2.0 * BEIJING_SD, 2.0 * BEIJING_SD)  # fmt: skip
    yield _between("validate.p_areas", base["report_ratio_of_areas"], 1.5, 6.0)
    yield _between("validate.p_duplicates", duplicates_follow_time(base), 0.3, 1.0)


PUBLIC = (Category.ENVIRONMENT, Category.FACILITIES)
PRIVATE = (Category.DISPUTES, Category.CARE)
"""Categories of which most problems are the street's, or the household's own."""


def _heard(config: RunConfig, base: Lived) -> Iterator[Check]:
    """What is said to be reported is reported; what others come upon is heard of more."""
    needs = config.settings.needs
    if needs.requests_per_year < 0.0 and needs.enquiries_per_year < 0.0:
        said = 1000.0 * (needs.reports_per_year + needs.enquiries_reported)
        yield _between("validate.p_reports", base["reported"] / said, 0.85, 1.15)
    own, others = (np.mean([base[f"silent:{c.name.lower()}"] for c in group]) for group in (PRIVATE, PUBLIC))
    yield _between("validate.p_unheard", float(own - others), MEASURES["silent"].matters, math.inf)


def beijing_residual(resolved: float, satisfied: float) -> float:
    """How far satisfaction lies above the Beijing curve at a rate of resolution, logits; both in %."""

    def logit(percent: float) -> float:
        p = min(max(percent / 100.0, 0.005), 0.995)
        return math.log(p / (1.0 - p))

    return logit(satisfied) - BEIJING_INTERCEPT - BEIJING_SLOPE * logit(resolved)


def duplicates_follow_time(base: Lived) -> float:
    """Rank correlation over categories between the days to closure and the share of duplicates."""
    names = [c.name.lower() for c in Category]
    days = np.array([base[f"resolution_median:{name}"] for name in names])
    share = np.array([base[f"duplicate:{name}"] for name in names])
    there = np.isfinite(days) & np.isfinite(share)
    if there.sum() < 3 or np.ptp(share[there]) == 0.0:
        return 0.0
    by_days, by_share = (np.argsort(np.argsort(x[there])).astype(np.float64) for x in (days, share))
    return float(np.corrcoef(by_days, by_share)[0, 1])


def _redesign(config: RunConfig, base: Lived, pairs: int) -> Iterator[Check]:
    """Redivision evens load more than it speeds response: both fall, the first in a larger proportion."""
    arm = _mean(config.with_policies(["grid_redivision"], {"grid_redivision": {"funding": "added"}}), pairs)
    evened = 1.0 - arm["workload_gini"] / base["workload_gini"]
    sooner = 1.0 - arm["response_mean"] / base["response_mean"]
    yield Check(
        "redesign", say("validate.p_redesign"), 100.0 * evened, 100.0 * sooner, holds=evened > sooner,
        allowed=f"> {100.0 * sooner:.2g}", hard=False,
    )  # fmt: skip


def _pooling(config: RunConfig, base: Lived, pairs: int) -> Iterator[Check]:
    """The same workers each alone answer later than in pairs that share a grid."""
    grids = max(config.place.communities, config.place.workers // 2)
    together = _mean(changed(config, place__grids=grids, place__workers=2 * grids), pairs)
    alone = _mean(changed(config, place__grids=2 * grids, place__workers=2 * grids), pairs)
    yield _between("validate.p_pooling", alone["response_mean"] / together["response_mean"] - 1.0, 0.0, math.inf)


def _surge(config: RunConfig, base: Lived, pairs: int) -> Iterator[Check]:
    """Backlogs rise in a surge and come back."""
    start = config.first_day + 60
    run = changed(config, emergencies__start_day=start, emergencies__days=30)
    arm = _mean(run, pairs)
    yield _between("validate.p_surge", arm["emergency_peak"], MEASURES["emergency_peak"].matters, math.inf)
    yield _between("validate.p_recovery", arm["recovery"], 1.0, 120.0)


def _formal(config: RunConfig, base: Lived, pairs: int) -> Iterator[Check]:
    """More formal closing brings more repeats and less satisfaction."""
    arm = _mean(changed(config, dispatch__p_formal=0.3), pairs)
    yield _between("validate.p_formal_repeats", arm["repeat"] - base["repeat"], MEASURES["repeat"].matters, math.inf)
    yield _between(
        "validate.p_formal_satisfaction", base["satisfaction_rate"] - arm["satisfaction_rate"], 1.0, math.inf
    )
