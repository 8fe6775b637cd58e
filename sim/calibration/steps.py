"""The steps of a calibration, in their order; the simulator is handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.calibration.check import Checked, check
from sim.calibration.emulator import FEWEST, Emulator, emulate_all, means, one_thread
from sim.calibration.goals import Goals, log_likelihood
from sim.calibration.screen import MOST_ACTIVE, active, strengths, strengths_of_wave, trajectories
from sim.calibration.self_test import SelfTest, self_test
from sim.calibration.smc import PARTICLES, START, Posterior, tempered
from sim.calibration.waves import DIGITS, Judge, first_wave, next_wave
from sim.errors import ResultError
from sim.i18n import say
from sim.studies.designs import cube
from sim.types import Floats, Ints

Simulate = Callable[[Floats, Ints, str], dict[str, Floats]]
"""Runs points, [n, d], each with the fate of a number, [n], in the step of a name. Gives every output by name, [n];
those of goals on the goals' scales; nan where there is nothing to measure."""
Told = Callable[[str, int, int], None]
"""Told in which step it is, how much of it is done, and of how much."""
WORTH = 0.1
"""Share of what was left that a wave must rule out for another to be worth its runs."""
NARROWED = 0.95
"""Standard deviation of the posterior over that of the prior below which the data are said to narrow an input."""
FIRST_FATE = 1000
"""Number of the first fate of a wave; those below belong to screening."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much work is done.

    Attributes
    ----------
    trajectories, points, waves, checks, truths : int
        Of the screening, 0 lets the first wave screen; of a wave; at most; draws run by the simulator; of the
        self-test.
    most_active : int
        Inputs that are emulated at most.
    seed : int
    """

    trajectories: int = 5
    points: int = 400
    waves: int = 3
    checks: int = 100
    truths: int = 100
    most_active: int = MOST_ACTIVE
    seed: int = 1


FULL = Plan()
QUICK = Plan(trajectories=0, points=120, waves=1, checks=20, truths=20, most_active=20)


@dataclass(slots=True)
class Calibration:
    """What came of it.

    Attributes
    ----------
    goals : Goals
        Those that were used.
    active : array [a]
        Inputs that move anything, of all d.
    strengths : dict output -> array [d]
        Of the screening.
    waves : list of (int, float)
        Points run, and the share of the prior that is not ruled out after them.
    emulators : dict name -> Emulator
    posterior : Posterior
        Of the active inputs.
    draws : array [particles, d]
        Of all inputs; those that are not active keep their prior.
    checked : list of Checked
    test : SelfTest
    skipped : list of str
        Goals that could not be used: there was nothing to measure, or always the same.
    """

    goals: Goals
    active: Ints
    strengths: dict[str, Floats]
    waves: list[tuple[int, float]]
    emulators: dict[str, Emulator]
    posterior: Posterior
    draws: Floats
    checked: list[Checked]
    test: SelfTest
    skipped: list[str] = field(default_factory=list)

    @property
    def narrowing(self) -> Floats:
        """Standard deviation of the posterior over that of the prior, of every input, [d]; 1 where it is not active."""
        found = np.ones(self.draws.shape[1])
        found[self.active] = self.posterior.points.std(axis=0) * np.sqrt(12.0)
        return found

    @property
    def flagged(self) -> list[str]:
        """Goals whose emulator is off by more than half of what the goal tolerates."""
        names, sds = self.goals.names, self.goals.sds
        return [name for name, sd in zip(names, sds, strict=True) if self.emulators[name].error > 0.5 * sd]


def calibrate(
    simulate: Simulate, inputs: int, goals: Goals, plan: Plan = FULL, also: Sequence[str] = (), told: Told | None = None
) -> Calibration:
    """Find what the goals say of the inputs of a simulator.

    Parameters
    ----------
    simulate : callable
    inputs : int
        How many, d.
    goals : Goals
    plan : Plan
    also : sequence of str
        Outputs beside the goals that an input may matter for.
    told : callable, optional

    Raises
    ------
    ResultError
        If no goal can be measured, or no input moves any.
    """
    with one_thread():
        return _calibrate(simulate, inputs, goals, plan, also, told or (lambda step, done, total: None))


def _calibrate(
    simulate: Simulate, inputs: int, goals: Goals, plan: Plan, also: Sequence[str], told: Told
) -> Calibration:
    strong = _screened(simulate, inputs, goals, plan, also)
    moving = active(strong, plan.most_active) if strong else np.empty(0, np.int64)
    if not len(moving):
        raise ResultError(say("calibration.nothing_moves"))
    points, outputs, waves, judge, emulators = _waves(simulate, inputs, goals, plan, moving, told)
    start = cube("lhs", START, len(moving), plan.seed + 20)
    known = log_likelihood(means(judge.fits, start), judge.errors, judge.goals)
    found = tempered(judge.likelihood, start, known, np.random.default_rng([plan.seed, 5]), PARTICLES)
    told("posterior", 1, 1)
    draws = cube("lhs", len(found.points), inputs, plan.seed + 30)
    draws[:, moving] = found.points
    draws = draws.round(DIGITS)
    real = simulate(draws[: plan.checks], FIRST_FATE * 10 + np.arange(plan.checks), "check")
    checked = check(draws[: plan.checks, moving], real, emulators, judge.goals)
    used = [emulators[name] for name in judge.goals.names]
    own = {name: values[: plan.points] for name, values in outputs.items()}
    test = self_test(
        points[: plan.points, moving], own, used, judge.goals, plan.truths, plan.seed + 40,
        lambda done, total: told("self_test", done, total),
    )  # fmt: skip
    skipped = [name for name in goals.names if name not in emulators]
    return Calibration(judge.goals, moving, strong, waves, emulators, found, draws, checked, test, skipped)


def _screened(simulate: Simulate, inputs: int, goals: Goals, plan: Plan, also: Sequence[str]) -> dict[str, Floats]:
    """Strength of every input on every output, by trajectories of its own or by the first wave."""
    if plan.trajectories:
        screening = trajectories(inputs, plan.trajectories, plan.seed)
        said = simulate(screening.points, screening.fates, "screen")
        return strengths(screening, {name: said[name] for name in dict.fromkeys([*goals.names, *also])})
    points = first_wave(inputs, plan.points, plan.seed)
    said = simulate(points, FIRST_FATE + np.arange(len(points)), "wave")
    return strengths_of_wave(points, {name: said[name] for name in goals.names})


def _waves(
    simulate: Simulate, inputs: int, goals: Goals, plan: Plan, moving: Ints, told: Told
) -> tuple[Floats, dict[str, Floats], list[tuple[int, float]], Judge, dict[str, Emulator]]:
    """Run waves and emulate all their points together, until a wave rules out little that was left."""
    points = first_wave(inputs, plan.points, plan.seed)
    outputs: dict[str, Floats] = {name: np.empty(0) for name in goals.names}
    waves: list[tuple[int, float]] = []
    trial, left = points, 1.0
    while True:
        fates = FIRST_FATE + len(points) - len(trial) + np.arange(len(trial))
        came = simulate(trial, fates, "wave")
        outputs = {name: np.concatenate([outputs[name], came[name]]) for name in goals.names}
        told("emulate", len(waves), plan.waves)
        emulators = emulate_all(points[:, moving], _measured(outputs))
        used = goals.only([name for name in goals.names if name in emulators])
        if not used.names:
            raise ResultError(say("calibration.nothing_measured", n=FEWEST))
        fits = [emulators[name].whole for name in used.names]
        judge = Judge(fits, np.array([emulators[name].error for name in used.names]), used, moving)
        trial, share = next_wave(judge, inputs, plan.points, plan.seed + 10 + len(waves))
        waves.append((len(points), share))
        if len(waves) >= plan.waves or share > (1.0 - WORTH) * left:
            return points, outputs, waves, judge, emulators
        points, left = np.vstack([points, trial]), share


def _measured(outputs: Mapping[str, Floats]) -> dict[str, Floats]:
    """Outputs that nearly every point has: one that often has none cannot be told by its emulator where it has."""
    return {name: values for name, values in outputs.items() if np.isfinite(values).mean() >= 0.9}
