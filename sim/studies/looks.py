"""Looks: how often one may look at the pairs of a comparison, and what each look may spend.

Whoever looks again and again until something is sure finds something in a third of all comparisons in which there is
nothing. So the looks are named beforehand, at 10, 20, 40, ... pairs up to a maximum, and the chance of a false verdict
is spent over them, O'Brien and Fleming's way (1979, Biometrics 35, 549-556; spending after Lan and DeMets 1983,
Biometrika 70, 659-663): little at first, most at the end. A look's own share is what is spent by it less what was spent
before; that leaves the correlation of the looks out and is therefore on the safe side.

Of 5 % in all, 4 % are spent up to the maximum. The rest is for extensions: the first may spend half of it, the next
half of what is left, and so on, so that it never runs out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scipy.special import ndtr, ndtri

from sim.errors import ConfigError, Problem, did_you_mean
from sim.i18n import say
from sim.measures import MEASURES

FIRST = 10
"""Pairs at the first look; each further look doubles them."""
ALPHA, KEPT = 0.05, 0.01
"""Chance of a false verdict over all looks, and what of it is kept for extensions."""
MAXIMUM = 40
MOST_MEASURES = 10
"""More measures share the chance of error until nothing can be settled."""


def looks(maximum: int, after: int = 0) -> tuple[int, ...]:
    """Numbers of pairs at which one looks: 10, 20, 40, ... and the maximum, those after `after` pairs."""
    doubled = [FIRST << k for k in range(max(maximum, 1).bit_length())]
    return (*(n for n in doubled if after < n < maximum), maximum)


def spent(fraction: float, alpha: float) -> float:
    """Chance of error that is spent by the time a fraction of the pairs is there (O'Brien-Fleming type).

    Parameters
    ----------
    fraction : float
        0 to 1; at 1 all of `alpha` is spent.
    alpha : float
    """
    if fraction <= 0.0:
        return 0.0
    return float(2.0 * ndtr(ndtri(alpha / 2.0) / math.sqrt(min(fraction, 1.0))))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked and when one looks, named before the first pair is run.

    Attributes
    ----------
    measures : tuple of str
        At most `MOST_MEASURES`.
    zones : tuple of float
        Indifference zone of each, in its unit.
    maximum : int
        Most pairs, before any extension.
    extensions : tuple of int
        The maximum after each extension, rising.
    """

    measures: tuple[str, ...]
    zones: tuple[float, ...]
    maximum: int = MAXIMUM
    extensions: tuple[int, ...] = ()

    @classmethod
    def of(cls, measures: Sequence[str], maximum: int = MAXIMUM) -> Plan:
        """Plan for measures of the register, with their indifference zones.

        Raises
        ------
        ConfigError
            With all problems: unknown measures, none or too many, fewer than two pairs.
        """
        wrong = [
            Problem("measures", say("studies.no_measure", name=name), hint=did_you_mean(name, list(MEASURES)))
            for name in measures
            if name not in MEASURES
        ]
        asked = tuple(dict.fromkeys(measures))
        if not 1 <= len(asked) <= MOST_MEASURES:
            wrong.append(
                Problem(
                    "measures",
                    say("studies.to_settle", n=len(asked)),
                    f"1..{MOST_MEASURES}",
                    say("studies.what_decides"),
                )
            )
        if maximum < 2:
            wrong.append(Problem("max_pairs", say("errors.found", x=maximum), say("studies.two_pairs")))
        if wrong:
            raise ConfigError(wrong)
        return cls(asked, tuple(MEASURES[name].matters for name in asked), maximum)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Plan:
        """Read what `to_dict` wrote, e.g. from a manifest."""
        return cls(
            tuple(told["measures"]), tuple(told["zones"]), int(told["maximum"]), tuple(told.get("extensions", ()))
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for a manifest."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def extended(self, maximum: int) -> Plan:
        """The same plan with a later end, for which half of what was kept is spent.

        Raises
        ------
        ConfigError
            If the end is not later.
        """
        if maximum <= self.end:
            raise ConfigError(
                [Problem("max_pairs", say("errors.found", x=maximum), say("studies.more_than_planned", n=self.end))]
            )
        return Plan(self.measures, self.zones, self.maximum, (*self.extensions, maximum))

    @property
    def end(self) -> int:
        """Most pairs, extensions included."""
        return self.extensions[-1] if self.extensions else self.maximum

    @property
    def looks(self) -> tuple[int, ...]:
        """Every look, in pairs."""
        return tuple(self.alphas())

    def alphas(self) -> dict[int, float]:
        """Chance of error of each look, by its number of pairs; all of them together stay under `ALPHA`."""
        found: dict[int, float] = {}
        last, budget = 0, ALPHA - KEPT
        for k, end in enumerate((self.maximum, *self.extensions)):
            before = 0.0
            for n in looks(end, last):
                now = spent((n - last) / (end - last), budget)
                found[n] = now - before
                before = now
            last, budget = end, KEPT / 2.0 ** (k + 1)
        return found
