"""Voice: a problem is noticed, reported, found on patrol, or stays silent.

A resident who notices a problem reports it with a probability that depends on the category, the area, the
resident's trust, age and channel, and on what became of the last case; for a vulnerable resident a neighbour
may speak. What nobody reports can be found by whoever walks through the area, or by cameras: watching wears
down the (exponential) threshold of each silent problem, so more of it finds the same problems sooner. A
vulnerable resident may tell a visitor. The rest goes away unheard, and costs trust all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.fate import TWIN_LIFE, Decision, draw
from sim.jit import AHEAD, compiled, fetch, merged
from sim.kernel import life
from sim.kernel.agenda import KNOWN, make_room, schedule
from sim.kernel.birth import bear, birth_of
from sim.kernel.work import work_of
from sim.mechanisms.finding import listen, patrol, raise_alarms, visit, watch_of
from sim.mechanisms.silence import keep_silent
from sim.params import param
from sim.rng import exp, log, normal_quantile, uniforms
from sim.state.agenda import Count
from sim.state.cases import Channel, Status, Urgency
from sim.state.residents import AgeGroup
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.world import World

_VOICE, _TWICE, _NEIGHBOUR = int(Decision.VOICE), int(Decision.TWICE), int(Decision.NEIGHBOUR)
_TOLD, _URGENT, _ELDER = int(Status.TOLD), int(Urgency.URGENT), int(AgeGroup.ELDER)
_REPORT, _DUPLICATE = int(Channel.REPORT), int(Channel.DUPLICATE)


NORMAL_P90 = 1.2815515655446004
"""90th percentile of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks up, and how problems are found."""

    p_notice: float = param(
        0.8, "probability", basis="assumed", source="assumption: most problems are met by somebody", low=0.6, high=0.95,
        allowed=(0.0, 1.0), doc="a resident notices a problem", zh="发现概率",
    )  # fmt: skip
    p_report: float = param(
        0.30, "probability", basis="assumed", source="assumption: X008 gives ratios between areas, not the level",
        low=0.1, high=0.7, allowed=(0.0, 1.0), doc="a resident who noticed a problem reports it", zh="上报概率",
    )  # fmt: skip
    category_factor: tuple[float, ...] = param(
        (0.9, 1.1, 1.1, 0.7, 0.8, 0.9, 3.2, 2.2), "times", basis="assumed",
        source="assumption: enquiries nearly always reach somebody, disputes stay at home", allowed=(0.0, 10.0),
        doc="reporting by category relative to p_report", zh="分类上报系数",
    )  # fmt: skip
    area_ratio: float = param(
        3.0, "times", basis="derived", source="X008", low=1.5, high=5.0, allowed=(1.0, 20.0),
        doc="readiness to report, 90th over 10th percentile of communities", zh="社区间上报差异",
    )  # fmt: skip
    trust_slope: float = param(
        0.5, "per unit of trust", basis="assumed", source="assumption: those who trust speak up more", low=0.0,
        high=1.5, allowed=(0.0, 3.0), doc="relative change of reporting with trust, around trust_middle", zh="信任影响",
    )  # fmt: skip
    trust_middle: float = param(
        0.6, "share", basis="assumed", source="assumption: trust at the start", low=0.4, high=0.8,
        allowed=(0.0, 1.0), doc="trust at which reporting is as p_report says",
    )  # fmt: skip
    app_factor: float = param(
        1.2, "times", basis="assumed", source="assumption: an app or group chat makes reporting easier", low=1.0,
        high=1.6, allowed=(0.5, 3.0), doc="reporting by users of the app or the grid's group chat", zh="线上渠道系数",
    )  # fmt: skip
    elder_factor: float = param(
        0.85, "times", basis="assumed", source="assumption: fewer channels", low=0.5, high=1.1, allowed=(0.1, 2.0),
        doc="reporting by elders", zh="老人上报系数",
    )  # fmt: skip
    success_ratio: float = param(
        1.57, "times", basis="sourced", source="X007", low=1.2, high=1.8, allowed=(1.0, 3.0),
        doc="reporting after a solved case relative to reporting after one that was not (induced demand)",
        zh="成功与失败后再上报之比",
    )  # fmt: skip
    after_failure: float = param(
        0.8, "times", basis="assumed", source="assumption: half of the ratio is disappointment", low=0.6, high=1.0,
        allowed=(0.1, 1.5), doc="reporting after the last case was not solved, relative to no experience",
        zh="失败后再上报",
    )  # fmt: skip
    delay_h: float = param(
        12.0, "h", basis="assumed", source="assumption: noticed and told within a day", low=2.0, high=72.0,
        allowed=(0.0, 1000.0), doc="mean time from a problem to its report (urgent: divided by urgent_haste)",
        zh="上报时延",
    )  # fmt: skip
    urgent_haste: float = param(
        12.0, "times", basis="assumed", source="assumption: within the hour", low=4.0, high=48.0,
        allowed=(1.0, 1000.0), doc="how much sooner urgent problems are told",
    )  # fmt: skip
    p_duplicate: float = param(
        0.14, "share", basis="sourced", source="X009", low=0.035, high=0.34, allowed=(0.0, 0.5),
        doc="reports that repeat another report of the same problem", zh="重复上报占比",
    )  # fmt: skip
    households_per_patrol_hour: float = param(
        60.0, "households/h", basis="assumed",
        source="assumption: a walk past one building in ten minutes; X014 2 visits a day "
        "are far fewer but thorough", low=20.0, high=150.0, allowed=(1.0, 1000.0), doc="how far a patrol gets",
        zh="巡查速度",
    )  # fmt: skip
    p_seen: float = param(
        0.04, "probability", basis="assumed", source="assumption: gives about 0.1 found per person-year (X004)",
        low=0.01,
        high=0.15, allowed=(0.0, 1.0), doc="a silent problem is seen when a patrol passes", zh="巡查发现概率",
    )  # fmt: skip
    visible: tuple[float, ...] = param(
        (2.0, 1.5, 0.8, 0.4, 0.5, 1.5, 0.2, 0.6), "times", basis="assumed",
        source="assumption: rubbish is seen, quarrels are not", allowed=(0.0, 10.0),
        doc="visibility by category relative to p_seen", zh="分类可见度",
    )  # fmt: skip
    visit_h: float = param(
        0.4, "h", basis="assumed", source="assumption: a talk at the door and the way there", low=0.2, high=1.0,
        allowed=(0.01, 24.0), doc="a visit to a vulnerable resident", zh="单次走访时长",
    )  # fmt: skip
    p_tell: float = param(
        0.5, "probability", basis="assumed", source="assumption: half of what is asked about is told", low=0.2,
        high=0.9, allowed=(0.0, 1.0), doc="a vulnerable resident tells a visitor of a silent problem", zh="告知概率",
    )  # fmt: skip
    p_neighbour: float = param(
        0.1, "probability", basis="assumed", source="assumption: some have a neighbour who speaks for them", low=0.0,
        high=0.3, allowed=(0.0, 1.0), doc="a neighbour reports for a vulnerable resident who does not",
        zh="邻居代为反映概率",
    )  # fmt: skip
    silent_days: float = param(
        30.0, "d", basis="assumed", source="assumption: unheard problems last about a month", low=10.0, high=120.0,
        allowed=(0.1, 1000.0), doc="mean time until a silent problem goes away or is lived with", zh="沉默问题存续",
    )  # fmt: skip
    patience_days: float = param(
        90.0, "d", basis="assumed", source="assumption: few residents withdraw a case", low=30.0, high=365.0,
        allowed=(0.1, 10000.0), doc="mean time until a waiting resident gives up", zh="耐心",
    )  # fmt: skip


def readiness(ratio: float, n_communities: int, key: tuple[int, int]) -> Floats:
    """How readily people of each community report: lognormal with mean 1 and the given p90/p10.

    Drawn from the map's key: it belongs to the district, not to the run.
    """
    sigma = log(ratio) / (2 * NORMAL_P90)
    u = uniforms(key[0], key[1], 0, n_communities, 0, int(Decision.PLACE), 0)[:, 1]
    return np.array([exp(sigma * normal_quantile(float(v)) - 0.5 * sigma * sigma) for v in u])


class Telling(NamedTuple):
    """Who tells of a problem, and when; see `Voice` for the numbers named like there."""

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
    odds_twice: float  # that a problem is reported again
    silent_h: float  # mean time until a silent problem goes away
    patience_h: float  # mean


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
    if u_twice < telling.odds_twice * work.rules.by_community.twice[cases.community[case]]:
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
        p = _p_report(residents, work.rules, telling, cases.resident[case], cases.community[case], cases.category[case])
        cases.patience_h[case] = -telling.patience_h * log(u_patience)
        told = u_notice < telling.p_notice and u_report < p
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
    patrol(work, watch, day)
    listen(work, residents, watch, day)
    return _speak(work, blank, first, n, residents, telling)


def telling_of(p: Voice) -> Telling:
    """Put together what decides who tells of a problem."""
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
        odds_twice=p.p_duplicate / (1.0 - p.p_duplicate),
        silent_h=24.0 * p.silent_days,
        patience_h=24.0 * p.patience_days,
    )


def speak(world: World) -> None:
    """Let residents report today's problems; patrols, cameras and visitors find silent ones."""
    cases, residents = world.cases, world.residents
    visit(world)
    born = cases.n - world.today.first_case
    cases.reserve(cases.n + born)
    counts = world.agenda.counts
    room = int(counts[Count.EVENTS] + counts[Count.SILENT] + counts[Count.WAITING]) + 2 * born + world.desks.n + 64
    make_room(world, room)
    work, watch, telling = work_of(world), watch_of(world), telling_of(world.settings.voice)
    cases.n = int(
        _find_and_speak(work, cases.blank, world.today.first_case, cases.n, residents.rows, watch, telling, world.day)
    )
    raise_alarms(world)
