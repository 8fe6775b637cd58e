"""Assumed numbers drawn from their plausible ranges: how much of a result rests on what nobody has measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.mechanisms.settings import GROUPS
from sim.params import ParamInfo, describe
from sim.policies import POLICIES
from sim.rng import seed_key, uniforms
from sim.run_config import RunConfig, parse

_DRAW = 0x7072
"""Key of these draws, apart from those of fate, so that the same fate meets every draw."""


def assumed(lever: str) -> list[ParamInfo]:
    """Parameters of a lever that are assumed and have a plausible range."""
    return [info for info in describe(f"policies.{lever}", POLICIES[lever]) if _open(info)]


def _open(info: ParamInfo) -> bool:
    return info.basis == "assumed" and info.low is not None and info.high is not None


def _draw(infos: Sequence[ParamInfo], draw: int, seed: int, group: int = 0) -> dict[str, Any]:
    """Draw parameters uniformly from their ranges; `group` keeps the draws of different owners apart."""
    key0, key1 = seed_key(seed)
    u = uniforms(key0, key1 ^ _DRAW, 0, max(1, len(infos)), draw, _DRAW, group)[:, 0]
    values: dict[str, Any] = {}
    for info, v in zip(infos, u, strict=False):
        low, high = float(info.low or 0.0), float(info.high or 0.0)
        value = low + float(v) * (high - low)
        values[info.name] = min(round(value), int(high)) if isinstance(info.default, int) else value
    return values


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
    return _draw(assumed(lever), draw, seed)


def drawn_settings(config: RunConfig, draw: int, seed: int = 1) -> dict[str, dict[str, Any]]:
    """Draw every assumed parameter of the mechanisms that neither the place nor the user has set.

    Returns
    -------
    dict group -> dict name -> value
    """
    found = {}
    for number, group in enumerate(GROUPS, start=1):
        free = [i for i, value in config.parameters() if i.owner == group and _open(i) and value == i.default]
        found[group] = _draw(free, draw, seed, number)
    return found


def with_draw(config: RunConfig, draw: int) -> RunConfig:
    """The same run with all assumed numbers drawn anew, the mechanisms' and its levers'; what was said of it stays.

    With the same draw two runs have the same mechanisms, with levers or without: they can be compared.
    """
    tree = config.to_dict()
    for group, values in drawn_settings(config, draw).items():
        tree[group].update(values)
    for lever, said in tree["policies"].items():
        kept = {k: v for k, v in said.items() if k in ("funding", "start_day", "coverage", "communities", "ramp_days")}
        said.update({**drawn(lever, draw), **kept})
    return parse(tree)
