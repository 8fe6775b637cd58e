"""What is heard of what happens: closed forms, and the needs that follow from what is reported.

A problem befalls a resident, who tells of it with probability q. While it lasts, others who come upon it tell of it at
a rate w, and patrols and cameras find it at a rate s (both per day); unheard it lasts tau days in the mean, known it is
solved after S days in the mean. A household's own problem has no others (w = 0), but its resident may chase it.

Offices count what is reported, nobody counts what happens. So the rate of needs is derived from the rate of reports::

    needs = reports / E[reports per problem]

with the expectation over readiness of communities, categories, ages, channels and extents, duplicates included.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.mechanisms.service import MOST_REPORT
from sim.mechanisms.workers import part_time_h
from sim.parameters.incidents import Incidents
from sim.parameters.place import Place
from sim.parameters.settings import Settings
from sim.rng import exp, log, normal_quantile
from sim.state.cases import N_CATEGORIES, Category
from sim.state.incidents import N_EXTENTS, Extent
from sim.sums import in_order
from sim.types import Floats

NORMAL_P90 = 1.2815515655446004
"""90th percentile of the standard normal distribution."""
POINTS = 200
"""Points of the lognormal readiness over which is averaged."""


# -- closed forms; all arguments are numbers or arrays that broadcast


def p_unheard(q: Any, w: Any, s: Any, tau: Any) -> Any:
    """Probability that nobody in charge ever hears of a problem."""
    return (1.0 - q) / (1.0 + (w + s) * tau)


def days_until_heard(w: Any, s: Any, tau: Any) -> Any:
    """Mean days until others or a patrol make known what its resident does not tell of, given that they do."""
    return 1.0 / (w + s + 1.0 / tau)


def duplicates(w: Any, solved_days: Any) -> Any:
    """Further reports of a known shared problem until it is solved."""
    return w * solved_days


def duplicate_share(w: Any, solved_days: Any) -> Any:
    """Share of the reports of problems known by a report that repeat another one."""
    return w * solved_days / (1.0 + w * solved_days)


def reports(q: Any, w: Any, s: Any, tau: Any, solved_days: Any) -> Any:
    """Reports per problem that happens, further ones included; found ones are not reported, but may be later."""
    again = duplicates(w, solved_days)
    by_others = w / (w + s + 1.0 / tau)
    by_patrol = s / (w + s + 1.0 / tau)
    return q * (1.0 + again) + (1.0 - q) * (by_others * (1.0 + again) + by_patrol * again)


# -- averages over a place


def readiness_points(ratio: float, n: int = POINTS) -> Floats:
    """Equally likely values of a community's readiness: lognormal, mean 1, `ratio` from 10th to 90th percentile."""
    sigma = log(ratio) / (2.0 * NORMAL_P90)
    return np.array([exp(sigma * normal_quantile((i + 0.5) / n) - 0.5 * sigma * sigma) for i in range(n)])


def extent_shares(p: Incidents) -> Floats:
    """Shares of the extents, [categories, extents]; what is not shared is a household's own."""
    shares = np.zeros((N_CATEGORIES, N_EXTENTS))
    for extent, said in ((Extent.STAIRWELL, p.stairwell), (Extent.COMPOUND, p.compound), (Extent.STREET, p.street)):
        shares[:, extent] = p.shared * np.array(said)
    together = shares[:, 1] + shares[:, 2] + shares[:, 3]
    shares /= np.maximum(together, 1.0)[:, None]  # more than all there are: in proportion
    shares[:, Extent.HOUSEHOLD] = np.maximum(1.0 - together, 0.0)
    return shares


def encounters(p: Incidents) -> Floats:
    """Others who come upon a problem, a day, [extents]."""
    return np.array([0.0, p.stairwell_encounters, p.compound_encounters, p.street_encounters])


class Kinds(NamedTuple):
    """Kinds of residents: their share, how much befalls them, and how readily they tell."""

    share: Floats  # [kinds]
    need: Floats  # relative to an adult
    vulnerable: Floats  # 1 or 0
    tells: Floats  # factor on reporting


def kinds_of(place: Place, settings: Settings) -> Kinds:
    """Residents by age, channel and vulnerability, with the trust of the start and no experience."""
    v, n = settings.voice, settings.needs
    trust = 1.0 + v.trust_slope * (settings.satisfaction.trust_start - v.trust_middle)
    adults = max(1.0 - place.child_share - place.elder_share, 0.0)
    rows = []
    for share, need, tells, app, alone in (
        (place.child_share, n.child_factor, 1.0, 0.0, place.left_behind_share),
        (adults, 1.0, 1.0, place.app_share, 0.0),
        (place.elder_share, n.elder_factor, v.elder_factor, place.app_share, place.elder_alone_share),
    ):
        frail = min(alone + place.disabled_share, 1.0)
        for has, on in ((app, v.app_factor), (1.0 - app, 1.0)):
            for part, is_frail in ((frail, 1.0), (1.0 - frail, 0.0)):
                rows.append((share * has * part, need, is_frail, trust * tells * on))
    return Kinds(*np.array(rows).T)


def watching(place: Place, settings: Settings) -> Floats:
    """Patrols per day that would find a silent problem, [categories], before any lever."""
    v, w = settings.voice, settings.workers
    households = place.population / place.household_size
    hours = place.workers * w.hours_per_day * w.patrol_share * w.days_per_week / 7.0
    hours += w.part_time_patrol * part_time_h(w, place)
    return np.asarray(v.households_per_patrol_hour * v.p_seen * np.array(v.visible) * hours / households)


@lru_cache(maxsize=64)
def reports_per_problem(place: Place, settings: Settings) -> tuple[float, ...]:
    """Reports that a problem of each category brings in the mean, in this place before any lever.

    Relative to the rate of its category for the mean resident, so that the care of the vulnerable adds, as in
    `sim.mechanisms.needs`.
    """
    v, p = settings.voice, settings.incidents
    kinds, ready = kinds_of(place, settings), readiness_points(v.area_ratio)
    shares, meets, seen = extent_shares(p), encounters(p), watching(place, settings)
    mean_need, tells = in_order(kinds.share * kinds.need), in_order(kinds.share * kinds.tells)
    chased = 1.0 + p.p_chase / (1.0 - p.p_chase)
    found = []
    for c in range(N_CATEGORIES):
        report = np.minimum(ready * v.p_report * v.category_factor[c], MOST_REPORT)[:, None]
        told = v.p_notice * np.minimum(report * kinds.tells, 1.0)
        told = told + (1.0 - told) * kinds.vulnerable * v.p_neighbour
        need = kinds.share * kinds.need / mean_need
        if c == Category.CARE:
            need = need * (1.0 + kinds.vulnerable * (settings.needs.vulnerable_factor - 1.0))
        each = shares[c, Extent.HOUSEHOLD] * told * chased
        for extent in range(1, N_EXTENTS):
            w = meets[extent] * np.minimum(report * tells, 1.0)
            each = each + shares[c, extent] * reports(told, w, seen[c], v.silent_days, p.solved_days)
        found.append(in_order((each * need / len(ready)).ravel()))
    return tuple(float(x) for x in found)


def derived_needs(place: Place, settings: Settings) -> tuple[float, float]:
    """Problems and enquiries per person-year: as said, else derived from what is reported."""
    n = settings.needs
    per_problem = reports_per_problem(place, settings)
    mix = in_order(n.mix)
    per_request = in_order(share * per_problem[c] / mix for c, share in enumerate(n.mix)) if mix > 0.0 else 0.0
    return (
        _derived(n.requests_per_year, n.reports_per_year, per_request),
        _derived(n.enquiries_per_year, n.enquiries_reported, per_problem[Category.SERVICES]),
    )


def _derived(said: float, reported: float, per_problem: float) -> float:
    """A rate as said, or if that is negative, as follows from what is reported; 0 where nobody ever reports."""
    if said >= 0.0:
        return said
    return reported / per_problem if per_problem > 0.0 else 0.0


def resolved(place: Place, settings: Settings) -> Settings:
    """Settings with the rates of needs in numbers, wherever they are to be derived."""
    n = settings.needs
    if n.requests_per_year >= 0.0 and n.enquiries_per_year >= 0.0:
        return settings
    requests, enquiries = derived_needs(place, settings)
    return replace(settings, needs=replace(n, requests_per_year=requests, enquiries_per_year=enquiries))
