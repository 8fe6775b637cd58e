"""What an arm changes, in words: its levers with their doses, and every number that is another than in the baseline."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.config.arms import is_number
from sim.config.dates import DATED
from sim.config.names import lever_name
from sim.config.run import RunConfig
from sim.i18n import Bilingual, joined, say, word
from sim.parameters.param import ParamInfo
from sim.parameters.param import describe as declared
from sim.parameters.place import KEEP_FATE
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES, Policy

AS_IT_IS = say("arms.as_it_is")
"""Said of an arm that changes nothing."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One number that differs between two arms.

    Attributes
    ----------
    info : ParamInfo
    before, after : Any
        ``before`` is the default for a dose of a lever that the other arm has not.
    """

    info: ParamInfo
    before: Any
    after: Any


def changed(arm: RunConfig, base: RunConfig) -> Iterator[Changed]:
    """List the numbers of the place, the parameters and the doses of common levers that differ."""
    pairs: list[tuple[str, Any, Any]] = [("place", base.place, arm.place)]
    pairs += [(name, getattr(base.settings, name), getattr(arm.settings, name)) for name in GROUPS]
    of_base = {lever.name: lever for lever in base.policies}
    pairs += [(f"policies.{p.name}", of_base[p.name], p) for p in arm.policies if p.name in of_base]
    for owner, before, after in pairs:
        if before != after:
            yield from _differing(owner, before, after)


def doses(lever: Policy) -> list[Changed]:
    """List the doses of a lever that are others than its defaults."""
    return list(_differing(f"policies.{lever.name}", POLICIES[lever.name](), lever))


def _differing(owner: str, before: Any, after: Any) -> Iterator[Changed]:
    for info in declared(owner, type(after)):
        was, now = getattr(before, info.name), getattr(after, info.name)
        if was != now:
            yield Changed(info, was, now)


def describe(arm: RunConfig, base: RunConfig) -> list[Bilingual]:
    """Say what an arm changes.

    Parameters
    ----------
    arm, base : RunConfig
        The arm, and what it is compared with.

    Returns
    -------
    list of str
        ``dual_report with active_share 0.1 share per month``, ``place.workers 207 -> 307 (+100)``; ``as it is`` for an
        arm that changes nothing.
    """
    of_arm, of_base = [p.name for p in arm.policies], [p.name for p in base.policies]
    told = [_lever(lever, arm) for lever in arm.policies if lever.name not in of_base]
    told += [say("arms.without", lever=lever_name(name)) for name in of_base if name not in of_arm]
    told += [
        say("arms.from_to", key=c.info.key, before=_value(c.before), after=_value(c.after), by=_difference(c))
        for c in changed(arm, base)
    ]
    return told or [AS_IT_IS]


def fates_apart(arms: Mapping[str, RunConfig]) -> list[Bilingual]:
    """Say which arms share no fate with the first: a number of the place differs that shifts it.

    Parameters
    ----------
    arms : mapping of str to RunConfig
        By name, the first is what the others are compared with.

    Returns
    -------
    list of str
        A sentence for each; such pairs are two places rather than one, and differ by chance as well.
    """
    names = list(arms)
    found = []
    for name in names[1:]:
        places = changed(dataclasses.replace(arms[names[0]], place=arms[name].place), arms[names[0]])
        shifts = [c.info.key for c in places if c.info.name not in KEEP_FATE]
        if shifts:
            key = "arms.fate_apart" if len(shifts) == 1 else "arms.fates_apart"
            found.append(say(key, name=name, first=names[0], keys=joined(shifts)))
    return found


def _lever(lever: Policy, arm: RunConfig) -> Bilingual:
    said = [
        say("arms.dose", key=c.info.name, x=_value(c.after), unit=_unit(c), date=_date(c, arm)) for c in doses(lever)
    ]
    return say("arms.lever_with", lever=lever_name(lever.name), doses=joined(said)) if said else lever_name(lever.name)


def _date(change: Changed, arm: RunConfig) -> str:
    """Date of a day of the run, where it has dates."""
    day = arm.date_of(change.after) if change.info.name in DATED else None
    return say("arms.in_brackets", x=day.isoformat()) if day is not None else ""


def _unit(change: Changed) -> str:
    """Unit of a dose, where it is one that is said behind a number."""
    unit = change.info.unit
    if not is_number(change.after) or unit == "day":
        return ""
    if unit == "days":
        return say("arms.one_day" if change.after == 1 else "arms.days")
    return say("arms.unit", unit=word("units", unit))


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    shown = f"{value:.6g}" if isinstance(value, float) else f"{value:,}" if is_number(value) else str(value)
    return shown or say("arms.no_value")


def _difference(change: Changed) -> str:
    if not is_number(change.before) or not is_number(change.after):
        return ""
    by = change.after - change.before
    return say("arms.in_brackets", x=f"{by:+,}" if isinstance(by, int) else f"{by:+.6g}")
