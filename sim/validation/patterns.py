"""Soft checks: does the model show what is known of such systems, in sign and strength, without having been told so."""

from __future__ import annotations

import math
import threading
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
from sim.store.code import identity
from sim.studies.engines.base import Batch, Engine
from sim.validation.checks import Check
from sim.validation.draws import Progress, rows_lived

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


def arms(config: RunConfig) -> dict[str, RunConfig]:
    """A place as it is, and changed in one thing each.

    Parameters
    ----------
    config : RunConfig
        Without levers.
    """
    grids = max(config.place.communities, config.place.workers // 2)
    return {
        "base": config,
        "redesign": config.with_policies(["grid_redivision"], {"grid_redivision": {"funding": "added"}}),
        "together": changed(config, place__grids=grids, place__workers=2 * grids),
        "alone": changed(config, place__grids=2 * grids, place__workers=2 * grids),
        "surge": changed(config, emergencies__start_day=config.first_day + 60, emergencies__days=30),
        "formal": changed(config, dispatch__p_formal=0.3),
    }


def patterns(
    config: RunConfig, engine: Engine, stop: threading.Event, *, quick: bool, progress: Progress = None
) -> list[Check]:
    """Live a place as it is and changed, and hold both against what is known.

    Parameters
    ----------
    config : RunConfig
        Without levers.
    engine : Engine
    stop : Event
    quick : bool
        Fewer replications.
    progress : callable, optional
    """
    asked = arms(config)
    trees = {name: arm.canonical() for name, arm in asked.items()}
    numbers = range(QUICK_PAIRS if quick else PAIRS)
    found: dict[str, dict[int, dict[str, float]]] = {tree: {} for tree in trees.values()}
    batches = [Batch(tree, (k,), identity(), observations=ROWS) for k in numbers for tree in found]
    for tree, row in rows_lived(batches, engine, stop, progress):
        found[tree][row.replication] = row.measures | row.figures
    if stop.is_set():
        return []
    return list(shown(config, {name: mean_of(found[tree]) for name, tree in trees.items()}))


def mean_of(by_number: Mapping[int, Mapping[str, float]]) -> Lived:
    """Means over replications, in their order."""
    rows = [by_number[k] for k in sorted(by_number)]
    kept = {name: [v for row in rows if math.isfinite(v := row[name])] for name in rows[0]}
    return Lived({name: sum(v) / len(v) if v else math.nan for name, v in kept.items()})


def shown(config: RunConfig, lived: Mapping[str, Lived]) -> Iterator[Check]:
    """Hold the means of the `arms` against what is known."""
    base = lived["base"]
    yield from _shapes(base)
    yield from _heard(config, base)
    yield from _changes(lived)


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


def _changes(lived: Mapping[str, Lived]) -> Iterator[Check]:
    """What one change does."""
    base, redesign, formal, surge = (lived[name] for name in ("base", "redesign", "formal", "surge"))
    evened = 100.0 * (1.0 - redesign["workload_gini"] / base["workload_gini"])
    sooner = 100.0 * (1.0 - redesign["response_mean"] / base["response_mean"])
    yield Check("redesign", say("validate.p_redesign"), evened, sooner, holds=evened > sooner,
                allowed=f"> {sooner:.2g}", hard=False)  # fmt: skip
    slower = lived["alone"]["response_mean"] / lived["together"]["response_mean"] - 1.0
    yield _between("validate.p_pooling", slower, 0.0, math.inf)
    yield _between("validate.p_surge", surge["emergency_peak"], MEASURES["emergency_peak"].matters, math.inf)
    yield _between("validate.p_recovery", surge["recovery"], 1.0, 120.0)
    back, lost = formal["repeat"] - base["repeat"], base["satisfaction_rate"] - formal["satisfaction_rate"]
    yield _between("validate.p_formal_repeats", back, MEASURES["repeat"].matters, math.inf)
    yield _between("validate.p_formal_satisfaction", lost, MEASURES["satisfaction_rate"].matters, math.inf)
