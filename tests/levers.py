"""What every lever's test needs: the same place with and without it, and proof that nothing happens at no dose."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.errors import ConfigError
from sim.measures import MEASURES, View
from sim.policies import POLICIES, Policy
from sim.policies.programme import Programme
from sim.state.world import World
from sim.types import Floats
from tests import bits
from tests.places import small


def pair(
    lever: str, said: dict[str, Any] | None = None, *, days: int = 60, replication: int = 0, also: tuple[str, ...] = (),
    policies: dict[str, Any] | None = None, **settings: Any,
) -> tuple[District, District]:  # fmt: skip
    """Live the same fate without and with a lever.

    Parameters
    ----------
    lever, said : str, dict
        The lever and its parameters.
    also : tuple of str
        Levers that act in both arms; ``policies`` has their parameters.
    settings
        As `tests.places.small` takes them: ``population``, ``place={...}``, ``needs={...}``.
    """
    common = policies or {}
    both = {**common, lever: said or {}}
    without = once(*also, days=days, replication=replication, policies=common, **settings)
    with_it = once(*also, lever, days=days, replication=replication, policies=both, **settings)
    return without, with_it


def once(*policy: str, days: int, **settings: Any) -> District:
    """A small place after all its days; each lives once, for all who only look at it."""
    key = repr(([POLICIES[name] for name in policy], days, sorted(settings.items())))  # a lever may be written anew
    _asked[key] = policy, days, settings
    district = _kept(key)
    assert district.world.day == days, "somebody let it live on: make one of your own"
    return district


_asked: dict[str, tuple[tuple[str, ...], int, dict[str, Any]]] = {}


@lru_cache(maxsize=64)
def _kept(key: str) -> District:
    policy, days, settings = _asked.pop(key)
    district = small(*policy, days=days, **settings).live(days)
    district.check()
    return district


def programme(world: World, lever: Policy) -> Programme:
    """The programme that a lever's hooks are handed."""
    return Programme(world, lever.name, lever.funding)


def differences(
    measure: str, lever: str, said: dict[str, Any] | None = None, *, pairs: int = 6, first_day: int = 0, **settings: Any
) -> Floats:
    """Change of a measure by a lever, for several fates; array [pairs]."""
    return np.array([np.subtract(*values(measure, lever, said, k, first_day, **settings)) for k in range(pairs)])


def values(
    measure: str, lever: str, said: dict[str, Any] | None, replication: int, first_day: int, **settings: Any
) -> tuple[float, float]:
    """A measure with and without a lever (in this order)."""
    without, with_it = pair(lever, said, replication=replication, **settings)
    return measured(with_it, measure, first_day), measured(without, measure, first_day)


def measured(run: District, measure: str, first_day: int = 0) -> float:
    """One measure of a district that has lived."""
    return MEASURES[measure](View(run.world, run.recorder, first_day))


def surely(sign: int, changes: Floats) -> bool:
    """Whether a change has that sign beyond its 95 % interval (Student's t over fates)."""
    t_975 = {3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 8: 2.365, 10: 2.262, 12: 2.201}[len(changes)]
    half = t_975 * float(changes.std(ddof=1)) / len(changes) ** 0.5
    return bool(sign * changes.mean() - half > 0.0)


_said: dict[str, tuple[int, dict[str, Any]]] = {}


def still(days: int, /, **settings: Any) -> dict[str, str]:
    """Tables, as `tests.bits` hashes them, of a place in which nobody pulls a lever; each such place lives once."""
    key = repr((days, sorted(settings.items())))
    _said[key] = days, settings
    return _lived(key)


@lru_cache(maxsize=64)
def _lived(key: str) -> dict[str, str]:
    days, settings = _said[key]
    return bits.tables(small(**settings).live(days))


def assert_changes_nothing(lever: str, *nothing: dict[str, Any], days: int = 40, **settings: Any) -> None:
    """Assert that a lever moves no bit when covered nowhere, not yet begun, or as `nothing` says (money apart)."""
    before = still(days, **{**settings, "days": days + 1})
    for said in ({"coverage": 0.0}, {"start_day": days}, *nothing):
        idle = bits.tables(small(lever, policies={lever: said}, days=days + 1, **settings).live(days))
        moved = [name for name in before if name not in ("ledger", "levers") and idle[name] != before[name]]
        assert not moved, f"{lever} {said} moves {moved}"


def assert_changes_something(
    lever: str, said: dict[str, Any] | None = None, *, days: int = 40, **settings: Any
) -> None:
    """Assert that at full dose the cases go another way."""
    without, with_it = pair(lever, said, days=days, **settings)
    assert bits.tables(without)["cases"] != bits.tables(with_it)["cases"]


def assert_refused(lever: str, said: dict[str, Any], words: str, **settings: Any) -> None:
    """Assert that a lever is refused before anything runs, in these words (a regular expression)."""
    with pytest.raises(ConfigError, match=words):
        small(lever, policies={lever: said}, **settings)
