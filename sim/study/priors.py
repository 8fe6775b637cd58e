"""Assumed numbers drawn from their plausible ranges: how much of a result rests on what nobody has measured."""

from __future__ import annotations

from typing import Any

from sim.params import ParamInfo, describe
from sim.policies import POLICIES
from sim.rng import seed_key, uniforms
from sim.run_config import RunConfig

_DRAW = 0x7072
"""Key of these draws, apart from those of fate, so that the same fate meets every draw."""


def assumed(lever: str) -> list[ParamInfo]:
    """Parameters of a lever that are assumed and have a plausible range."""
    infos = describe(f"policies.{lever}", POLICIES[lever])
    return [i for i in infos if i.basis == "assumed" and i.low is not None and i.high is not None]


def drawn(lever: str, draw: int, seed: int = 1) -> dict[str, Any]:
    """Draw every assumed parameter of a lever uniformly from its range.

    Parameters
    ----------
    lever : str
    draw : int
        Which draw; the same one gives the same numbers.
    seed : int

    Returns
    -------
    dict name -> value
    """
    key0, key1 = seed_key(seed)
    infos = assumed(lever)
    u = uniforms(key0, key1 ^ _DRAW, 0, max(1, len(infos)), draw, _DRAW, 0)[:, 0]
    values: dict[str, Any] = {}
    for info, v in zip(infos, u, strict=False):
        low, high = float(info.low or 0.0), float(info.high or 0.0)
        value = low + float(v) * (high - low)
        values[info.name] = min(round(value), int(high)) if isinstance(info.default, int) else value
    return values


def with_draw(config: RunConfig, lever: str, draw: int) -> RunConfig:
    """The same run with the lever's assumed numbers drawn anew; what the user has said of it stays."""
    said = {k: v for k, v in config.to_dict()["policies"][lever].items() if k in ("funding", "start_day", "coverage")}
    others = {name: tree for name, tree in config.to_dict()["policies"].items() if name != lever}
    return config.with_policies(config.policy_names, {**others, lever: {**drawn(lever, draw), **said}})
