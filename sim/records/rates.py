"""The rates of the field, each with its denominator; and communities beside each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from sim.records.cases import Cases
from sim.records.columns import tellable
from sim.records.persons import areas_hidden
from sim.records.spread import LEAST, RESAMPLED, SEED, Blocks, Number, number, share
from sim.types import Bools, Floats, Ints

LEAST_OF_PART = 20
"""Cases from which a share of a part is a share, as in the model's own statistics."""


@dataclass(frozen=True, slots=True)
class Area:
    """A community: its cases and how many were closed on time.

    Attributes
    ----------
    name : str
        Empty for all that are pooled, having too few cases or a name that may not be printed.
    cases, on_time, known, parts : int
        `parts` communities are in it.
    unnamed : int
        Of them, those with cases enough whose names may be those of persons.
    """

    name: str
    cases: int
    on_time: int
    known: int
    parts: int = 1
    unnamed: int = 0


def on_time_of(cases: Cases, end: np.datetime64) -> tuple[Bools, Bools]:
    """Which cases were closed on time, and of which it is known: by the flag, else by limits that have passed.

    An open case is not known to be on time, whatever the flag says; it may be known to be late.

    Parameters
    ----------
    cases : Cases
    end : datetime64[s]
        The last point in time that the records tell of.
    """
    flag = cases.flags.get("on_time")
    if flag is not None and (flag >= 0).sum() >= LEAST:
        open_still = np.isnat(cases.times["closed"]) if cases.having("closed").any() else np.zeros(cases.n, np.bool_)
        return flag == 1, (flag == 0) | ((flag == 1) & ~open_still)
    if "due" not in cases.times or "closed" not in cases.times:
        return np.zeros(cases.n, np.bool_), np.zeros(cases.n, np.bool_)
    due = cases.times["due"]
    return cases.times["closed"] <= due, due <= end


def five_rates(cases: Cases, end: np.datetime64, blocks: Blocks | None) -> dict[str, Number]:
    """Rates of a platform, percent: handled, handled in time, closed, closed in time, reworked; and return visits.

    Cases that are not yet due are left out of what is in time and of what is closed.
    """
    found: dict[str, Number] = {}
    none = np.zeros(cases.n, np.bool_)
    accepted = cases.having("accepted") if "accepted" in cases.times else ~none
    done, closed = cases.having("done"), cases.having("closed")
    due = cases.times.get("due")
    passed = none if due is None else due <= end
    if "done" in cases.times:
        found["handled"] = share(done, accepted, blocks)
        if due is not None:
            found["handled_on_time"] = share(cases.times["done"] <= due, accepted & passed, blocks)
    if "closed" in cases.times:
        found["closed"] = share(closed, accepted & passed if due is not None else accepted, blocks)
        if due is not None:
            found["closed_on_time"] = share(cases.times["closed"] <= due, accepted & passed, blocks)
    if "rework" in cases.counts:
        known = (cases.counts["rework"] >= 0) & (done | closed)
        found["rework"] = share(cases.counts["rework"] > 0, known, blocks)
    for name, flag in (("contacted", "reached"), ("resolved", "resolved"), ("satisfied", "satisfied")):
        if flag in cases.flags:
            found[name] = share(cases.flags[flag] == 1, cases.flags[flag] >= 0, blocks)
    return {name: rate for name, rate in found.items() if rate.n >= LEAST}


def lateness_sd(codes: Ints, hit: Bools, known: Bools, *, chance_out: bool) -> Number | None:
    """Standard deviation between parts of the logit of the share closed late, as the model takes it.

    Parameters
    ----------
    codes : array [cases]
        Part of each case; -1 for none.
    hit, known : array of bool [cases]
        On time; of which it is known.
    chance_out : bool
        Whether the binomial part is taken out.

    Returns
    -------
    Number or None
        In logits; None with fewer than three parts of 20 cases.
    """
    there = known & (codes >= 0)
    many = np.bincount(codes[there])
    late = np.bincount(codes[there & ~hit], minlength=len(many))
    enough = many >= LEAST_OF_PART
    k = int(enough.sum())
    if k < 3:
        return None
    many, late = many[enough].astype(np.float64), late[enough].astype(np.float64)
    shares = np.clip((late + 0.5) / (many + 1.0) if chance_out else late / many, 0.002, 0.998)
    logits = np.log(shares / (1.0 - shares))
    noise = 1.0 / (many * shares * (1.0 - shares)) if chance_out else np.zeros(k)

    def spread(rows: Ints) -> Floats:
        left = np.var(logits[rows], axis=-1, ddof=1) - noise[rows].mean(axis=-1)
        return np.asarray(np.sqrt(np.maximum(left, 1e-4)), np.float64)

    drawn = spread(np.random.default_rng(SEED).integers(0, k, (RESAMPLED, k)))
    # where chance explains all, every draw says none: what chance could still hide is the least that is not known
    hidden = float(np.sqrt(noise.mean() * np.sqrt(2.0 / (k - 1))))
    return number(float(spread(np.arange(k))), int(many.sum()), chance=max(float(np.std(drawn, ddof=1)), hidden))


def areas_of(codes: Ints, names: list[str], hit: Bools, known: Bools, mapped: Collection[str] = ()) -> list[Area]:
    """Communities, most cases first; those with too few, or a name that may not be printed, pooled at the end.

    Parameters
    ----------
    codes : array [cases]
        Of the names; -1 for none.
    names : list of str
    hit, known : array of bool [cases]
        On time; of which it is known.
    mapped : collection of str
        Names on a map, which are nobody's.
    """
    if not names:
        return []
    there, n = codes >= 0, len(names)
    many = np.bincount(codes[there], minlength=n)
    good = np.bincount(codes[there & hit & known], minlength=n)
    of = np.bincount(codes[there & known], minlength=n)
    large = [k for k in np.argsort(-many, kind="stable").tolist() if many[k] >= LEAST]  # of many others none is shown
    hidden = dict(zip(large, areas_hidden([names[k] for k in large], many[large].tolist(), mapped), strict=True))
    found, rest = [], [0, 0, 0, 0, 0]
    for k in np.argsort(-many, kind="stable").tolist():
        if not hidden.get(k, True) and tellable(names[k], int(many[k])):
            found.append(Area(names[k], int(many[k]), int(good[k]), int(of[k])))
        elif many[k]:
            own = (many[k], good[k], of[k], 1, many[k] >= LEAST)
            rest = [a + int(b) for a, b in zip(rest, own, strict=True)]
    return [*found, Area("", *rest)] if rest[0] else found


__all__ = ["Area", "areas_of", "five_rates", "on_time_of"]
