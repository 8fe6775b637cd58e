"""Arms: what one side of a comparison does differently; its levers, their doses, the numbers that it changes.

Typed or written in a study's file, an arm becomes the same record. Which numbers follow from it is worked out in
`sim.config.arm_configs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sim.config.layers import Layer
from sim.config.schema import cut, shown_value
from sim.errors import Problem, did_you_mean, nearest
from sim.i18n import joined, say
from sim.parameters.param import ParamInfo, describe
from sim.parameters.place import Place
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES

BASELINE = "baseline"
"""The arm without levers: as it is."""
OPERATORS = ("=", "+=", "-=", "*=")
"""How an arm changes a number: set it, or work it out from the one below."""


@dataclass(frozen=True, slots=True)
class Change:
    """One number that an arm changes.

    Attributes
    ----------
    key : str
        ``place.workers``, ``policies.dual_report.active_share``.
    op : str
        One of `OPERATORS`.
    value : Any
    where : str
        Where it was said: the argument as it was typed, or file and line.
    layer : Layer
        ``ARM``, or ``TYPED`` for what was typed for this arm alone (``arms.weak.place.workers=300``).
    """

    key: str
    op: str
    value: Any
    where: str
    layer: Layer = Layer.ARM

    def applied(self, below: Any) -> Any:
        """Work the value out from the one in the layer below.

        Raises
        ------
        TypeError
            If the operator takes a number and there is none, here or below.
        """
        if self.op == "=":
            return self.value
        if not is_number(below) or not is_number(self.value):
            raise TypeError
        if self.op == "*=":
            # of whole things there is no part: 1.1 times 207 workers are 228
            return round(below * self.value) if isinstance(below, int) else _tidy(below * self.value)
        result = below + self.value if self.op == "+=" else below - self.value
        return result if isinstance(result, int) else _tidy(result)


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm.

    Attributes
    ----------
    name : str
    levers : tuple of str
        In the order in which they were said.
    changes : tuple of Change
        Doses of its levers, numbers of the place, parameters.
    where : str
        Where it was said: the argument as it was typed, or file and line.
    """

    name: str
    levers: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    where: str = ""

    @property
    def doses(self) -> tuple[Change, ...]:
        """Those of the changes that are doses of levers."""
        return tuple(c for c in self.changes if c.key.startswith("policies."))


def is_number(value: Any) -> bool:
    """Whether a value is a number; yes and no are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _tidy(value: float) -> float:
    """Take away what binary numbers leave of decimal ones: 3 times 0.1 is 0.3."""
    return float(f"{value:.12g}")


@cache
def settings_of_arms() -> Mapping[str, ParamInfo]:
    """What an arm may change, by dotted key: numbers of the place, parameters, doses; not how long a run is."""
    owners: dict[str, type] = {"place": Place, **GROUPS, **{f"policies.{n}": cls for n, cls in POLICIES.items()}}
    return {info.key: info for owner, cls in owners.items() for info in describe(owner, cls)}


def key_problem(key: str, where: str) -> Problem | None:
    """Say why an arm cannot change a setting; None if it can.

    Parameters
    ----------
    key : str
    where : str
        Where the problem is said to be.
    """
    known = settings_of_arms()
    if key in known:
        return None
    owner, _, rest = key.rpartition(".")
    if not owner:
        return Problem(
            where,
            say("arms.for_all", key=cut(key)),
            say("arms.in_an_arm"),
            fully_named(key),
        )
    of_owner = [k.removeprefix(f"{owner}.") for k in known if k.startswith(f"{owner}.")]
    hint = did_you_mean(rest[:120], of_owner) if of_owner else nearest(key[:120], list(known))
    if owner.startswith("policies.") and not of_owner:
        hint = did_you_mean(owner.removeprefix("policies.")[:120], list(POLICIES))
    return Problem(where, say("arms.no_such", key=cut(key)), "", hint)


def fully_named(name: str) -> str:
    """Ask whether a setting with its owner was meant, where only its own name was said."""
    meant = [key for key in settings_of_arms() if key.rpartition(".")[2] == name]
    return say("errors.did_you_mean", names=joined(meant, " or ")) if 0 < len(meant) < 5 else ""


def value_problem(change: Change, where: str) -> Problem | None:
    """Say why a value cannot be one; whether it is within its range is found when the arm is put together."""
    value, shown = change.value, f"{change.key}{change.op}{shown_value(change.value)}"
    if value is None or isinstance(value, Mapping):
        return Problem(where, say("errors.found", x=shown), say("arms.value"))
    if change.op != "=" and not is_number(value):
        return Problem(where, say("errors.found", x=shown), say("arms.number_behind", op=change.op))
    return None


def twice(changes: tuple[Change, ...], where: str) -> list[Problem]:
    """Find numbers that an arm says more than once: the last would win in silence."""
    met: dict[str, int] = {}
    for change in changes:
        met[change.key] = met.get(change.key, 0) + 1
    return [Problem(where, say("arms.said_times", key=key, n=n), say("errors.once")) for key, n in met.items() if n > 1]
