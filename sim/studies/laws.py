"""Laws by which numbers are drawn: from a share of the draws to the value that so many lie below.

Each is a triangle in two pieces on a scale of its own (ratio, odds, difference): half of the draws lie below the
centre, half above, and the density falls evenly to nothing at either end of the range. One triangle with its peak at
the centre would have its median elsewhere, wherever the range is not even. Written with the logarithm and exponential
of `sim.rng`: the same bits on every machine.
"""

from __future__ import annotations

from math import sqrt

from sim.parameters.param import Prior
from sim.rng import exp, log


def quantile(prior: Prior, u: float, low: float, high: float, centre: float) -> float:
    """Value below which a share `u` of a law lies; the centre itself where it is not drawn.

    Parameters
    ----------
    prior : {"fixed", "derived", "log", "logit", "triangular", "int"}
        Of ``int`` the value before it is rounded.
    u : float
        0..1.
    low, high : float
        Ends of the law.
    centre : float
        Its median, from `low` to `high`.
    """
    if prior in ("fixed", "derived") or u == 0.5:
        return centre
    scale = scale_of(prior, low)
    a, b, c = (_to(scale, x) for x in (low, high, centre))
    # rounding must not leave the range, nor the half
    if u < 0.5:
        return min(max(_back(scale, a + (c - a) * sqrt(2.0 * u)), low), centre)
    return min(max(_back(scale, b - (b - c) * sqrt(2.0 * (1.0 - u))), centre), high)


def around(prior: Prior, low: float, high: float, centre: float, default: float) -> tuple[float, float]:
    """Ends of a law around another centre than the default: as far from it, on the law's scale, as the range says.

    Parameters
    ----------
    prior : {"log", "logit", "triangular", "int"}
    low, high, default : float
        The declared range and value.
    centre : float
        A value that the law's scale has (`has_room`).
    """
    if centre == default:
        return low, high
    scale = scale_of(prior, low)
    by = _to(scale, centre) - _to(scale, default)
    return _back(scale, _to(scale, low) + by), _back(scale, _to(scale, high) + by)


def has_room(prior: Prior, low: float, centre: float) -> bool:
    """Whether a law's scale has a value: ratios need one above zero, odds one between 0 and 1."""
    scale = scale_of(prior, low)
    return scale == "triangular" or (centre > 0.0 and (scale == "log" or centre < 1.0))


def scale_of(prior: Prior, low: float) -> Prior:
    """Scale of a law: whole numbers are drawn by ratio, or by difference where their range reaches zero."""
    if prior == "int":
        return "log" if low > 0.0 else "triangular"
    return prior


def _to(scale: Prior, x: float) -> float:
    if scale == "log":
        return float(log(x))
    return float(log(x / (1.0 - x))) if scale == "logit" else float(x)


def _back(scale: Prior, x: float) -> float:
    if scale == "log":
        return float(exp(x))
    return float(1.0 / (1.0 + exp(-x))) if scale == "logit" else x
