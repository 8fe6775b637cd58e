"""Numbers drawn from their priors: how much of a result rests on what nobody has measured here.

A draw is a district that one could meet: half of its numbers lie below their default, half above. How a number is drawn
its declaration says (`sim.parameters.param.ParamInfo.prior`); its median is the present value. What somebody has said
is a pin and never drawn over, also where it equals the default: what was typed or given in Python, and what the place's
file gives as the place's own figure; each setting knows (`sim.config.layers`). The place's norms and assumptions are
drawn around.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

from sim.config.drawn import with_values
from sim.config.run import RunConfig
from sim.parameters.param import ParamInfo, Prior
from sim.rng import seed_key, uniforms
from sim.studies.laws import around, has_room, quantile

__all__ = ["Input", "Source", "drawn_values", "input_of", "inputs", "with_draw", "with_values"]

_DRAW = 0x7072
"""Key of these draws, apart from those of fate, so that the same fate meets every draw."""


class Source(Protocol):
    """Where draws come from, if not from the prior: `sim.studies.posterior.Posterior`."""

    def draw(self, k: int) -> Mapping[str, float]:
        """Values of draw `k` by dotted key; what it does not name is drawn from its prior."""
        ...


@dataclass(frozen=True, slots=True)
class Input:
    """A number of a run that is drawn.

    Attributes
    ----------
    key : str
        The setting as typed.
    prior : {"log", "logit", "triangular", "int"}
    low, high : float
        Ends of the law.
    centre : float
        Its median: the present value.
    whole : bool
        Whether it takes whole numbers only.
    allowed : (float, float)
        What the setting takes.
    """

    key: str
    prior: Prior
    low: float
    high: float
    centre: float
    whole: bool = False
    allowed: tuple[float, float] = (-inf, inf)

    def quantile(self, u: float) -> float | int:
        """Value below which a share `u` of the draws lies; the same bits everywhere."""
        return self.fitting(quantile(self.prior, float(u), self.low, self.high, self.centre))

    def fitting(self, value: float) -> float | int:
        """The nearest value that the setting takes."""
        inside = min(max(float(value), self.allowed[0]), self.allowed[1])
        return round(inside) if self.whole else inside

    def uniform(self, draw: int, seed: int = 1) -> float:
        """Share at which a draw takes it: a number keeps its draws whichever of the others are drawn."""
        key0, key1 = seed_key(seed)
        entity = int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:4], "big")
        return float(uniforms(key0, key1 ^ _DRAW, entity, 1, draw, _DRAW, 0)[0, 0])


def input_of(info: ParamInfo, value: Any) -> Input | None:
    """What is drawn of a parameter around its present value; None if it is not drawn."""
    prior, default = info.prior, info.default
    if prior in ("fixed", "derived") or info.low is None or info.high is None or isinstance(value, (str, tuple)):
        return None
    if not has_room(prior, info.low, float(value)):
        return None
    low, high = around(prior, info.low, info.high, float(value), float(default))
    allowed = (-inf, inf)
    if info.allowed and not isinstance(info.allowed[0], str):
        allowed = float(info.allowed[0]), float(info.allowed[1])
    return Input(info.key, prior, low, high, float(value), isinstance(default, int), allowed)


def inputs(config: RunConfig) -> list[Input]:
    """Every number of a run that is drawn: mechanisms', the place's, its levers'; what somebody has said is not."""
    found = []
    for info, value in config.parameters():
        if not config.fixed(info.key) and (made := input_of(info, value)) is not None:
            found.append(made)
    return found


def drawn_values(config: RunConfig, draw: int, source: Source | None = None) -> dict[str, float]:
    """Values of a draw by dotted key, of all that is drawn.

    Parameters
    ----------
    config : RunConfig
    draw : int
    source : Source, optional
        A posterior; what it leaves out, and all without one, is drawn from its prior.
    """
    told = source.draw(draw) if source is not None else {}
    return {
        one.key: one.fitting(told[one.key]) if one.key in told else one.quantile(one.uniform(draw))
        for one in inputs(config)
    }


def with_draw(config: RunConfig, draw: int, source: Source | None = None) -> RunConfig:
    """The same run with every number drawn anew that nobody has said.

    With the same draw two runs have the same mechanisms, with levers or without: they can be compared.
    """
    return with_values(config, drawn_values(config, draw, source), f"draw {draw}")
