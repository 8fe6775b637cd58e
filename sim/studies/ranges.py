"""Ranges: between what, and on which scale, a number is varied."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.config.layers import Layer
from sim.config.run import RunConfig
from sim.errors import ConfigError, Problem, did_you_mean
from sim.i18n import joined, say, word
from sim.parameters.param import ParamInfo
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.types import Floats

ASSUMED = "assumed"
"""In place of names: every assumed number with a plausible range that nobody has said."""

WIDE = 4.0
"""In a range that spans this factor or more, equal steps are equal ratios."""


@dataclass(frozen=True, slots=True)
class Range:
    """Between what a number is varied.

    Attributes
    ----------
    key : str
        The setting as typed.
    low, high : float
        In the setting's unit; of a setting with several values, ends of the factor that multiplies them all.
    log : bool
        Whether equal steps are equal ratios.
    whole : bool
        Whether it takes whole numbers only.
    allowed : (float, float)
        What the setting takes.
    base : tuple of float
        Present values of a setting with several; empty for a number.
    """

    key: str
    low: float
    high: float
    log: bool = False
    whole: bool = False
    allowed: tuple[float, float] = (-math.inf, math.inf)
    base: tuple[float, ...] = ()

    def at(self, u: Floats) -> list[Any]:
        """Values at shares of the range.

        Parameters
        ----------
        u : array [n]
            0 to 1.

        Returns
        -------
        list [n] of int, float, or list of float
        """
        share = np.asarray(u, np.float64)
        if self.log:
            raw = self.low ** (1.0 - share) * self.high**share
        else:
            raw = self.low * (1.0 - share) + self.high * share
        inside = np.clip(raw, self.low, self.high)  # rounding must not leave the range, least of all the allowed one
        if self.base:
            return [np.clip(factor * np.array(self.base), *self.allowed).tolist() for factor in inside]
        if not self.whole:
            return [float(v) for v in np.clip(inside, *self.allowed)]
        # whole numbers within the range, where there are any
        low, high = math.ceil(self.low), math.floor(self.high)
        return [int(v) for v in np.clip(np.rint(inside), min(low, high), max(low, high))]


def is_logarithmic(info: ParamInfo, low: float, high: float) -> bool:
    """Whether a parameter is varied by ratio between two ends.

    It is if its plausible range, or else the ends, are a factor of `WIDE` apart.
    """
    own = (low, high) if info.low is None or info.high is None else (info.low, info.high)
    return low > 0.0 and 0.0 < WIDE * own[0] <= own[1]


def ranges_of(
    config: RunConfig, vary: str | Sequence[str], intervals: Mapping[str, tuple[float, float]] | None = None
) -> list[Range]:
    """Ranges of what is to be varied in a run.

    Parameters
    ----------
    config : RunConfig
        With the levers whose numbers may be varied.
    vary : "assumed" or sequence of str
        Dotted keys; `ASSUMED` may be among them.
    intervals : dict key -> (low, high), optional
        Ends said by the user, in the setting's unit and on its own scale; these keys need not be in `vary`.

    Returns
    -------
    list of Range
        In the order of the run's parameters, each once.

    Raises
    ------
    ConfigError
        With all problems: unknown names, words, numbers without a range or with one that is not allowed, and numbers
        that were given a value as well.
    """
    intervals = dict(intervals or {})
    known = {info.key: (info, value) for info, value in config.parameters()}
    named = [vary] if isinstance(vary, str) else list(vary)
    everything = ASSUMED in named
    asked = dict.fromkeys([*(name for name in named if name != ASSUMED), *intervals])
    problems = [_unknown(key, known) for key in asked if key not in known]
    found: list[Range] = []
    for key, (info, value) in known.items():
        if key in asked:
            made = _range(config, info, value, intervals.get(key))
            if isinstance(made, Problem):
                problems.append(made)
            else:
                found.append(made)
        elif everything and info.basis == ASSUMED and info.low is not None and not config.fixed(key):
            made = _range(config, info, value, None)
            if isinstance(made, Range):
                found.append(made)
    if not problems and not found:
        problems = [Problem("vary", say("studies.nothing_varied"), say("studies.names_or", assumed=ASSUMED))]
    if problems:
        raise ConfigError(problems)
    return found


def _unknown(key: str, known: Mapping[str, Any]) -> Problem:
    """Say why a name cannot be varied that this run has no parameter of."""
    owner = key.split(".")[1] if key.startswith("policies.") and key.count(".") == 2 else ""
    if owner in POLICIES:
        return Problem(key, say("studies.no_act", lever=owner), hint=say("studies.add", lever=owner))
    inside = key in GROUPS or key in {f"policies.{name}" for name in POLICIES}
    within = [k for k in known if k.startswith(f"{key}.")] if inside else []
    if within:
        return Problem(key, say("studies.group"), say("studies.one_number", names=joined(within[:4])))
    return Problem(key, say("studies.no_number"), hint=did_you_mean(key, list(known)))


def _range(config: RunConfig, info: ParamInfo, value: Any, interval: tuple[float, float] | None) -> Range | Problem:
    """Range of one parameter, or what is wrong with varying it."""
    key, several = info.key, isinstance(value, (tuple, list))
    if isinstance(value, (str, bool)) or (several and not value):
        words = ", ".join(map(str, info.allowed)) if isinstance(value, str) and info.allowed else ""
        kind = (
            "studies.a_word"
            if isinstance(value, str)
            else "studies.yes_no"
            if isinstance(value, bool)
            else "studies.a_list"
        )
        return Problem(key, say(kind), words, say("studies.each_choice", key=key))
    said = config.said.get(key)
    if said is not None and Layer.PLACE < said.layer < Layer.DRAWN and interval is None:
        found = say("studies.said_too", x=value)
        return Problem(key, found, say("checks.one_of_two"), say("studies.said_by", where=said.where))
    if interval is None and (info.low is None or info.high is None):
        what = say("studies.no_factor" if several else "studies.no_range")
        example = f"{key}=interval({'0.5,2' if several else f'{value:g},...'})"
        return Problem(key, what, hint=say("studies.say_one", example=example))
    low, high = map(float, interval if interval is not None else (info.low or 0.0, info.high or 0.0))
    allowed, found = _allowed(info), say("errors.found", x=f"interval({low:g},{high:g})")
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return Problem(key, found, say("studies.low_high"))
    if several:
        if low <= 0.0:
            return Problem(key, found, say("studies.factor"))
        return Range(key, low, high, True, False, allowed, tuple(float(v) for v in value))
    if low < allowed[0] or high > allowed[1]:
        unit = word("units", info.unit)
        return Problem(key, found, say("studies.within", low=allowed[0], high=allowed[1], unit=unit))
    whole = isinstance(value, int)
    if whole and math.ceil(low) > math.floor(high):
        return Problem(key, found, say("studies.whole"))
    return Range(key, low, high, is_logarithmic(info, low, high), whole, allowed)


def _allowed(info: ParamInfo) -> tuple[float, float]:
    """What a number may be at all."""
    if info.allowed is None or isinstance(info.allowed[0], str):
        return -math.inf, math.inf
    return float(info.allowed[0]), float(info.allowed[1])
