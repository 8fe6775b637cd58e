"""Assumed numbers drawn from their priors: how much of a result rests on what nobody has measured.

A draw is a district that one could meet: it is near the default more often than far from it. How a number is drawn its
declaration says (`sim.parameters.param.ParamInfo.prior`); the peak is the present value. What somebody has said is
never drawn over, also where it equals the default: what was typed or given in Python, and what the place's file gives
as the place's own figure; each setting knows (`sim.config.layers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

from sim.config.layers import Layer, said_of
from sim.config.run import RunConfig, parse
from sim.parameters.param import ParamInfo, Prior, describe
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.rng import exp, log, seed_key, uniforms
from sim.types import Floats

_DRAW = 0x7072
"""Key of these draws, apart from those of fate, so that the same fate meets every draw."""


def assumed(lever: str) -> list[ParamInfo]:
    """Parameters of a lever that a draw moves."""
    return [info for info in describe(f"policies.{lever}", POLICIES[lever]) if info.prior != "fixed"]


def quantile(prior: Prior, u: float, low: float, high: float, peak: float) -> float:
    """Value below which a share `u` of a prior lies; the peak itself where it is fixed.

    Parameters
    ----------
    prior : {"fixed", "triangular", "log-triangular"}
    u : float
        Uniform, 0..1.
    low, high, peak : float
        The range, and the value that is likeliest; one outside the range counts as its nearer end.
    """
    if prior == "fixed":
        return peak
    peak = min(max(peak, low), high)
    if prior == "log-triangular":
        drawn = exp(_triangle(u, log(low), log(high), log(peak)))
    else:
        drawn = _triangle(u, low, high, peak)
    return float(min(max(drawn, low), high))  # rounding must not leave the range


def _triangle(u: float, low: float, high: float, peak: float) -> float:
    width = high - low
    if u * width < peak - low:
        return low + sqrt(u * width * (peak - low))
    return high - sqrt((1.0 - u) * width * (high - peak))


def _draw(infos: Mapping[str, tuple[ParamInfo, Any]], draw: int, seed: int, group: int = 0) -> dict[str, Any]:
    """Draw parameters around their present values; `group` keeps the draws of different owners apart.

    A number keeps its draw whichever of the others are drawn, so that what is said of one leaves the rest as it was.
    """
    key0, key1 = seed_key(seed)
    u: Floats = uniforms(key0, key1 ^ _DRAW, 0, max(1, len(infos)), draw, _DRAW, group)[:, 0]
    values: dict[str, Any] = {}
    for (name, (info, value)), v in zip(infos.items(), u, strict=False):
        if info.prior == "fixed":
            continue
        low, high = float(info.low or 0.0), float(info.high or 0.0)
        drawn = quantile(info.prior, float(v), low, high, float(value))
        values[name] = min(round(drawn), int(high)) if isinstance(info.default, int) else drawn
    return values


def _owned(config: RunConfig, owner: str) -> dict[str, tuple[ParamInfo, Any]]:
    """Numbers of an owner with what is known of them here, the place's sources included, and their present values."""
    own = [(info, value) for info, value in config.parameters() if info.owner == owner]
    own.sort(key=lambda one: one[0].name == "end_day")  # it was added later: the others keep the draws of their place
    return {info.name: (info, value) for info, value in own}


def drawn_of(config: RunConfig, owner: str, draw: int, seed: int = 1) -> dict[str, Any]:
    """Draw every assumed number of a mechanism (``voice``) or lever (``policies.dual_report``) that nobody has said.

    Returns
    -------
    dict name -> value
    """
    owned = _owned(config, owner)
    group = 0 if owner.startswith("policies.") else 1 + list(GROUPS).index(owner)
    values = _draw(owned, draw, seed, group)
    return {name: value for name, value in values.items() if not config.fixed(f"{owner}.{name}")}


def with_draw(config: RunConfig, draw: int) -> RunConfig:
    """The same run with all assumed numbers drawn anew, the mechanisms' and its levers'; what was said of it stays.

    With the same draw two runs have the same mechanisms, with levers or without: they can be compared.
    """
    owners = [*GROUPS, *(f"policies.{p.name}" for p in config.policies)]
    drawn = {owner: drawn_of(config, owner, draw) for owner in owners}
    tree = config.to_dict()
    for owner, values in drawn.items():
        own = tree["policies"][owner.partition(".")[2]] if "." in owner else tree[owner]
        own.update(values)
    return parse(tree, {**config.said, **said_of(drawn, Layer.DRAWN, f"draw {draw}")})
