"""Emulators: what the simulator would say, in microseconds.

Each output is a lasso on linear and square terms of all inputs (Tibshirani 1996), and a Gaussian process with a nugget
on what that leaves, over the inputs that move it most. The error of an emulator is what it misses of points that it
has not seen, in five parts; it holds the noise of a replication and what is left of all other inputs.

The last bits of a fit depend on the linear algebra of the machine; what is kept of a calibration is rounded.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from sim.types import Array, Floats, Ints

STRONGEST = 8
"""Inputs of a Gaussian process: more cost more points than they tell."""
PARTS = 5
"""Parts of the points; each is told by emulators that have seen the others."""
LEARNT_FROM = 240
"""Points at most from which the scales of a Gaussian process are learnt; it then holds all of them."""
ROUNDS = 30
"""Steps at most by which they are learnt."""
FEWEST = 40
"""Points that an output must have been measured at."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A lasso and a Gaussian process.

    Attributes
    ----------
    middle, spread : float
        Of the output, on its scale.
    intercept : float
    weights : array [2 d]
        Of linear and of square terms.
    near : array [8]
        Inputs of the Gaussian process.
    process : GaussianProcessRegressor
        Kept for its scales.
    scaled : array [n, 8]
        Points that it has seen, over its scales.
    pull : array [n]
        Weights of these points.
    """

    middle: float
    spread: float
    intercept: float
    weights: Floats
    near: Ints
    process: Any
    scaled: Array
    pull: Array

    def mean(self, points: Floats) -> Floats:
        """Expect the output at points of the unit cube.

        Parameters
        ----------
        points : array [n, d]

        Returns
        -------
        array [n]
            On the output's scale.
        """
        line = self.intercept + terms(points) @ self.weights
        own = (points[:, self.near] / _scales(self.process)).astype(np.float32)
        # squared distances as a product, in single precision: many times sooner than the library's own prediction
        apart = own @ self.scaled.T
        apart -= 0.5 * (own**2).sum(axis=1)[:, None]
        apart -= 0.5 * (self.scaled**2).sum(axis=1)
        rest = np.exp(np.minimum(apart, np.float32(0.0), out=apart), out=apart) @ self.pull
        return np.asarray(self.middle + self.spread * (line + rest))


@dataclass(frozen=True, slots=True)
class Emulator:
    """An output's emulator.

    Attributes
    ----------
    name : str
    whole : Fit
        Of all points.
    parts : tuple of Fit
        Of all points but a part each.
    error : float
        Standard deviation of what it misses of points that it has not seen, on the output's scale.
    explained : float
        Share of the output's variance that it tells of such points (R2).
    within : float
        Share of such points within two of its errors.
    """

    name: str
    whole: Fit
    parts: tuple[Fit, ...]
    error: float
    explained: float
    within: float


def terms(points: Floats) -> Floats:
    """Linear and square terms of points, of mean zero and like size, [n, 2 d]."""
    x = 2.0 * points - 1.0
    return np.hstack([x * np.sqrt(3.0), (x**2 - 1.0 / 3.0) * np.sqrt(45.0 / 4.0)])


def part_of(rows: int) -> Ints:
    """Part that each point belongs to, [rows]."""
    return np.arange(rows) % PARTS


def emulate(points: Floats, name: str, values: Floats) -> Emulator | None:
    """Emulate an output.

    Parameters
    ----------
    points : array [n, d]
        In the unit cube.
    name : str
    values : array [n]
        On the output's scale; nan where there was nothing to measure.

    Returns
    -------
    Emulator or None
        None where fewer than `FEWEST` points, or no two values, are there.
    """
    there = np.isfinite(values)
    if there.sum() < FEWEST or np.ptp(values[there]) == 0.0:
        return None
    part = part_of(len(points))
    whole, alpha = _fit(points[there], values[there], None, None)
    missed = np.full(len(points), np.nan)
    parts = []
    for k in range(PARTS):
        seen = there & (part != k)
        fit, _ = _fit(points[seen], values[seen], alpha, whole)
        missed[part == k] = values[part == k] - fit.mean(points[part == k])
        parts.append(fit)
    error = float(np.sqrt(np.mean(missed[there] ** 2)))
    explained = 1.0 - error**2 / float(np.var(values[there]))
    within = float(np.mean(np.abs(missed[there]) <= 2.0 * error))
    return Emulator(name, whole, tuple(parts), error, explained, within)


def emulate_all(points: Floats, outputs: Mapping[str, Floats]) -> dict[str, Emulator]:
    """Emulate outputs; those that cannot be are left out."""
    made = {name: emulate(points, name, values) for name, values in outputs.items()}
    return {name: emulator for name, emulator in made.items() if emulator is not None}


def means(fits: Sequence[Fit], points: Floats) -> Floats:
    """Expect several outputs at points, [n, K]."""
    return np.column_stack([fit.mean(points) for fit in fits])


def _fit(points: Floats, values: Floats, alpha: float | None, like: Fit | None) -> tuple[Fit, float]:
    """Fit one output; with the penalty and the scales of a fit that is there, or with its own.

    Returns
    -------
    fit, penalty
    """
    from sklearn.linear_model import Lasso, LassoCV

    middle, spread = float(values.mean()), float(values.std())
    y = (values - middle) / spread
    x = terms(points)
    with _quiet():
        if alpha is None:
            line = LassoCV(cv=PARTS, alphas=40, eps=1e-3, max_iter=20_000).fit(x, y)
            alpha = float(line.alpha_)
        else:
            line = Lasso(alpha=alpha, max_iter=20_000).fit(x, y)
    weights = np.asarray(line.coef_, np.float64)
    near = _strongest(weights) if like is None else like.near
    left = y - line.predict(x)
    process = _process(points[:, near], left, None if like is None else like.process)
    size = float(process.kernel_.k1.k1.constant_value)
    scaled = (points[:, near] / _scales(process)).astype(np.float32)
    pull = (size * np.asarray(process.alpha_)).astype(np.float32)
    return Fit(middle, spread, float(line.intercept_), weights, near, process, scaled, pull), alpha


def line_of(points: Floats, values: Floats) -> Floats:
    """Weights of a lasso of an output on linear and square terms, [2 d], the output in standard deviations."""
    from sklearn.linear_model import LassoCV

    y = (values - values.mean()) / values.std()
    with _quiet():
        line = LassoCV(cv=PARTS, alphas=40, eps=1e-3, max_iter=20_000).fit(terms(points), y)
    return np.asarray(line.coef_, np.float64)


def _scales(process: Any) -> Floats:
    return np.asarray(process.kernel_.k1.k2.length_scale, np.float64)


def _strongest(weights: Floats) -> Ints:
    inputs = len(weights) // 2
    power = weights[:inputs] ** 2 + weights[inputs:] ** 2
    return np.sort(np.argsort(-power, kind="stable")[:STRONGEST])


def _process(near: Floats, left: Floats, like: Any) -> Any:
    """Fit a Gaussian process with a nugget to what a lasso leaves; with the scales of another, if one is given."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    with _quiet():
        if like is None:
            size = max(float(left.var()), 1e-9)
            kernel = ConstantKernel(0.5 * size, (1e-4 * size, 10.0 * size)) * RBF(
                np.full(near.shape[1], 1.0), (0.1, 30.0)
            ) + WhiteKernel(0.5 * size, (1e-3 * size, 2.0 * size))
            learnt = GaussianProcessRegressor(kernel, optimizer=_learn, random_state=0)
            learnt.fit(near[:LEARNT_FROM], left[:LEARNT_FROM])
            if len(near) <= LEARNT_FROM:
                return learnt
            like = learnt
        return GaussianProcessRegressor(like.kernel_, optimizer=None, random_state=0).fit(near, left)


def _learn(objective: Any, first: Floats, bounds: Floats) -> tuple[Floats, float]:
    """Find the scales of a process; close is good enough, for the nugget takes what they miss."""
    from scipy.optimize import minimize

    found = minimize(
        objective, first, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": ROUNDS, "ftol": 1e-5}
    )
    return found.x, float(found.fun)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let scikit-learn not tell of a penalty or a scale at the end of its range: a flat output is no fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def one_thread() -> AbstractContextManager[Any]:
    """Let linear algebra use one thread: more are slower on matrices of this size, on a busy machine much slower."""
    from threadpoolctl import threadpool_limits  # scikit-learn brings it

    return cast(AbstractContextManager[Any], threadpool_limits(1))
