"""Voice: a problem is noticed, reported, found on patrol, or stays silent.

A resident who notices a problem reports it with a probability that depends on the category, the area, the resident's
trust, age and channel, on what became of the last case and on what friends tell of theirs (`sim.mechanisms.ties`); for
a vulnerable resident a neighbour may speak. What nobody reports can be found by whoever walks through the area, or by
cameras: watching wears down the (exponential) threshold of each silent problem, so more of it finds the same problems
sooner. A vulnerable resident may tell a visitor. The rest goes away unheard, and costs trust all the same.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.fate import TWIN_LIFE, Decision, draw
from sim.jit import AHEAD, compiled, fetch, merged
from sim.kernel import life
from sim.kernel.agenda import KNOWN, make_room, schedule
from sim.kernel.birth import bear, birth_of
from sim.kernel.clock import weekday
from sim.kernel.work import work_of
from sim.mechanisms.finding import listen, patrol, raise_alarms, visit, watch_of
from sim.mechanisms.heard import NORMAL_P90
from sim.mechanisms.incidents import hear
from sim.mechanisms.silence import keep_silent
from sim.mechanisms.ties import Ties, is_told, ties_of
from sim.rng import exp, log, normal_quantile, uniforms
from sim.state.agenda import Count
from sim.state.cases import Channel, Status, Urgency
from sim.state.incidents import Extent
from sim.state.residents import AgeGroup
from sim.sums import total
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.world import World

_VOICE, _TWICE, _NEIGHBOUR = int(Decision.VOICE), int(Decision.TWICE), int(Decision.NEIGHBOUR)
_TOLD, _URGENT, _ELDER = int(Status.TOLD), int(Urgency.URGENT), int(AgeGroup.ELDER)
_REPORT, _DUPLICATE, _HOUSEHOLD = int(Channel.REPORT), int(Channel.DUPLICATE), int(Extent.HOUSEHOLD)


def readiness(ratio: float, residents: Floats, key: tuple[int, int]) -> Floats:
    """How readily people of each community report: lognormal with the given p90/p10, with mean 1 over residents.

    Which community is how ready is drawn from the map's key: it belongs to the district, not to the run. How ready they
    are together is not left to chance: even quantiles of the law are dealt out. A few dozen free draws would miss its
    mean and spread by a tenth and more, and a district would not report as `p_report` and `area_ratio` say.

    Parameters
    ----------
    ratio : float
        90th over 10th percentile of communities.
    residents : array [M]
    key : (int, int)

    Returns
    -------
    array [M]
    """
    sigma = log(ratio) / (2 * NORMAL_P90)
    m = len(residents)
    dealt = np.empty(m, np.int64)
    dealt[np.argsort(uniforms(key[0], key[1], 0, m, 0, int(Decision.PLACE), 0)[:, 1], kind="stable")] = np.arange(m)
    even = np.array([normal_quantile((k + 0.5) / m) for k in range(m)])
    even /= max(math.sqrt(total(even * even) / m), 1e-9)  # a few midpoints lie nearer together than the law does
    drawn = np.array([exp(sigma * float(z)) for z in even[dealt]])
    return drawn * (total(residents) / total(drawn * residents))


class Telling(NamedTuple):
    """Who tells of a problem, and when; see `sim.parameters.voice` for the numbers named like there."""

    p_notice: float
    trust_slope: float
    trust_middle: float
    app_factor: float
    elder_factor: float
    after_success: float  # factors on reporting by what became of the last case
    after_failure: float
    p_neighbour: float
    delay_h: float
    urgent_haste: float
    odds_twice: float  # that a household's own problem is reported again
    silent_h: float  # mean time until a silent problem goes away
    patience_h: float  # mean
    ties: Ties


@merged
def _p_report(residents, rules, telling, resident, m, category):
    """Probability that a resident who noticed a problem reports it."""
    age = residents.age[resident]
    p = rules.by_category.report[m, category] * (
        1.0 + telling.trust_slope * (residents.trust[resident] - telling.trust_middle)
    )
    if residents.app[resident]:
        p *= telling.app_factor * rules.by_category.app[m, category, age]
    if age == _ELDER:
        p *= telling.elder_factor
    if residents.experience[resident] > 0:
        p *= telling.after_success
    elif residents.experience[resident] < 0:
        p *= telling.after_failure
    return p


@merged
def _neighbour_tells(work, telling, case):
    """Whether a neighbour speaks for a vulnerable resident."""
    cases = work.cases
    u_friend, _a, _b, _c = draw(work.fate, cases, case, _NEIGHBOUR)
    return u_friend < telling.p_neighbour * work.rules.by_community.ties[cases.community[case]]


@merged
def _tell(work, blank, n, telling, case, u_delay):
    """Put a report on the agenda and perhaps, into row n, a second one of the same; return the rows in use."""
    cases, agenda = work.cases, work.agenda
    wait = -telling.delay_h * log(u_delay)
    if cases.urgency[case] == _URGENT:
        wait /= telling.urgent_haste
    life.tell(cases, case, _REPORT)
    at = cases.t_occur[case] + wait
    schedule(agenda, at, KNOWN, case)
    u_twice, u_later, _a, _b = draw(work.fate, cases, case, _TWICE)
    odds = telling.odds_twice * work.rules.by_community.twice[cases.community[case]]
    if cases.extent[case] == _HOUSEHOLD and u_twice < odds:  # what is shared others report again, `sim.kernel.witness`
        bear(cases, blank, n, birth_of(cases, case), _TOLD, _DUPLICATE, case, TWIN_LIFE, 0)
        schedule(agenda, at - telling.delay_h * log(u_later), KNOWN, n)
        n += 1
    return n


@compiled
def _speak(work, blank, first, n, residents, telling):
    """Decide for each new problem whether it is told; return the number of rows in use."""
    cases = work.cases
    last = n
    for case in range(first, last):
        if case + AHEAD < last:
            fetch(residents, cases.resident[case + AHEAD], 0)
        u_notice, u_report, u_delay, u_patience = draw(work.fate, cases, case, _VOICE)
        resident = cases.resident[case]
        p = _p_report(residents, work.rules, telling, resident, cases.community[case], cases.category[case])
        cases.patience_h[case] = -telling.patience_h * log(u_patience)
        told = u_notice < telling.p_notice and is_told(residents, telling.ties, resident, p, u_report)
        if not told and cases.vulnerable[case] > 0:
            told = _neighbour_tells(work, telling, case)
        if told:
            n = _tell(work, blank, n, telling, case, u_delay)
        else:
            keep_silent(work, telling.silent_h, case)
    return n


@compiled
def _find_and_speak(work, blank, first, n, residents, watch, telling, day):
    """Find what is silent since yesterday or longer, then let residents speak; return the number of rows in use."""
    patrol(work, watch, weekday(work.agenda.calendar, day))
    listen(work, residents, watch, day)
    return _speak(work, blank, first, n, residents, telling)


def telling_of(world: World) -> Telling:
    """Put together what decides who tells of a problem."""
    p, chases = world.settings.voice, world.settings.incidents.p_chase
    return Telling(
        p_notice=p.p_notice,
        trust_slope=p.trust_slope,
        trust_middle=p.trust_middle,
        app_factor=p.app_factor,
        elder_factor=p.elder_factor,
        after_success=p.success_ratio * p.after_failure,
        after_failure=p.after_failure,
        p_neighbour=p.p_neighbour,
        delay_h=p.delay_h,
        urgent_haste=p.urgent_haste,
        odds_twice=chases / (1.0 - chases),
        silent_h=24.0 * p.silent_days,
        patience_h=24.0 * p.patience_days,
        ties=ties_of(world),
    )


def speak(world: World) -> None:
    """Let residents report today's problems; patrols, cameras and visitors find silent ones."""
    cases, residents = world.cases, world.residents
    visit(world)
    hear(world)
    born = cases.n - world.today.first_case
    cases.reserve(cases.n + born)
    counts = world.agenda.counts
    room = int(counts[Count.EVENTS] + counts[Count.SILENT] + counts[Count.WAITING]) + 2 * born + world.desks.n + 64
    make_room(world, room)
    work, watch, telling = work_of(world), watch_of(world), telling_of(world)
    cases.n = int(
        _find_and_speak(work, cases.blank, world.today.first_case, cases.n, residents.rows, watch, telling, world.day)
    )
    raise_alarms(world)
