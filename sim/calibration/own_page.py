"""What a calibration says of somebody's own observations: before and after, what moved, what contradicts what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.calibration.emulator import means
from sim.calibration.ruling_out import implausibility
from sim.calibration.steps import FIRST_FATE, Calibration, Plan, Simulate
from sim.calibration.waves import first_wave
from sim.observations.table import Observation
from sim.studies.designs import cube
from sim.studies.posterior import LEAST_SIZE
from sim.studies.priors import Input
from sim.types import Floats
from sim.validation.predictive import back, forth, scale_of, tolerance

SHARES = (0.05, 0.5, 0.95)
FITS = 2.0
"""Standard deviations of all that is uncertain within which an observation and the model agree."""
NARROWER = 0.9
"""An input moved if its standard deviation, as it is printed, fell below this share of the prior's."""
TRIED = 2048
"""Points among which one is looked for that suits an observation."""
NEAR, BEST = 1.0, 0.1
"""A point suits an observation within so many standard deviations; of another one the best share of them counts."""


def own_facts(
    found: Calibration, simulate: Simulate, inputs: Sequence[Input], fitted: Sequence[Observation],
    held: Sequence[Observation], plan: Plan,
) -> dict[str, Any]:  # fmt: skip
    """Hold own observations against the model before and after; all runs that this needs have been lived already.

    Parameters
    ----------
    found : Calibration
    simulate : callable
        Of the calibration.
    inputs : sequence of Input
    fitted, held : sequence of Observation
        Own rows that it was fitted to, and own rows that it is to predict.
    plan : Plan
    """
    prior = simulate(first_wave(len(inputs), plan.points, plan.seed), FIRST_FATE + np.arange(plan.points), "wave")
    after = simulate(found.draws[: plan.checks], FIRST_FATE * 10 + np.arange(plan.checks), "check")
    rows = [_row(row, "fit", prior[row.id], after[row.id]) for row in fitted if row.id in found.goals.names]
    rows += [_row(row, "held", prior[row.id], after[row.id]) for row in held]
    moved = _moved(found, inputs)
    of_fit, of_held = ([r for r in rows if r["role"] == role] for role in ("fit", "held"))
    return {
        "rows": rows,
        "flat": [row.id for row in fitted if row.id in found.skipped],
        "moved": moved,
        "as_before": len(inputs) - len(moved),
        "conflicts": _conflicts(found, [row["id"] for row in rows if row["role"] == "fit" and not row["fits"]]),
        "verdict": {
            "fits": sum(r["fits"] for r in of_fit), "of": len(of_fit),
            "predicted": sum(r["fits"] for r in of_held), "held": len(of_held),
            "usable": found.posterior.effective >= LEAST_SIZE,
        },
    }  # fmt: skip


def _row(row: Observation, role: str, prior: Floats, after: Floats) -> dict[str, Any]:
    """One observation beside the model's figures, on the row's scale, before and after."""
    scale = scale_of(row)
    value = float(forth(np.array(row.value), scale, row.unit))
    before, behind = (own[np.isfinite(own)] for own in (prior, after))
    told: dict[str, Any] = {
        "id": row.id, "measure": row.measure, "area": row.area, "window": row.window, "value": row.value,
        "unit": row.unit, "sd": row.sd, "role": role, "key": row.key, "fits": False,
    }  # fmt: skip
    if len(before) and len(behind):
        middle, spread = float(np.median(behind)), float(behind.std())
        z = (value - middle) / float(np.hypot(spread, tolerance(row, value, scale)))
        told |= {"z": _short(z), "fits": abs(z) <= FITS, "middle_on_scale": _short(middle),
                 "spread_on_scale": _short(spread)}  # fmt: skip
        for name, own in (("before", before), ("after", behind)):
            shown = back(np.quantile(own, SHARES), scale, row.unit)
            told[name] = {str(q): _short(v) for q, v in zip(SHARES, shown, strict=True)}
    return told


def _moved(found: Calibration, inputs: Sequence[Input]) -> list[dict[str, Any]]:
    """Inputs that are surer than before; the most moved first."""
    told = []
    for k, j in enumerate(found.active):
        own, one = found.posterior.points[:, k], inputs[j]
        narrower, shift = float(own.std() * np.sqrt(12.0)), float((own.mean() - 0.5) * np.sqrt(12.0))
        if round(narrower, 2) < NARROWER:
            told.append(
                {
                    "key": one.key, "narrower": _short(narrower), "shift": _short(shift),
                    "prior": [_short(one.quantile(q)) for q in SHARES],
                    "posterior": [_short(one.quantile(float(np.quantile(own, q)))) for q in SHARES],
                }
            )  # fmt: skip
    return sorted(told, key=lambda one: (min(one["narrower"], 1.0) - abs(one["shift"]), one["key"]))


def _conflicts(found: Calibration, missed: Sequence[str]) -> list[dict[str, str]]:
    """Say of each observation that does not fit which other one forbids it; of one that nothing suits, none."""
    goals = found.goals
    if not missed:
        return []
    fits = [found.emulators[name].whole for name in goals.names]
    errors = np.array([found.emulators[name].error for name in goals.names])
    apart = implausibility(means(fits, cube("lhs", TRIED, len(found.active), 1)), errors, goals)
    told = []
    for name in missed:
        k = goals.names.index(name)
        suits = apart[apart[:, k] <= NEAR]
        if not len(suits):
            told.append({"id": name, "with": ""})
            continue
        others = np.quantile(suits, BEST, axis=0)
        others[k] = -1.0
        worst = int(others.argmax())
        told.append({"id": name, "with": goals.names[worst] if others[worst] > NEAR else ""})
    return told


def told_again(own: Mapping[str, Any], row: Observation) -> Mapping[str, Any] | None:
    """The row of a page that is about the same measure and area as a newer observation."""
    same = [one for one in own["rows"] if (one["measure"], one["area"]) == (row.measure, row.area) and "z" in one]
    return same[-1] if same else None


def _short(value: float) -> float:
    return float(f"{float(value):.4g}")
