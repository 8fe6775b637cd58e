"""Cases: one row per problem, whether anybody ever hears of it or not, with every stage stamped."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import ClassVar

import numpy as np

from sim.state.table import MADE, Spec, Table
from sim.types import Array, Floats


class Category(IntEnum):
    """What a problem is about (model page: eight categories)."""

    ENVIRONMENT = 0
    FACILITIES = 1
    PROPERTY = 2
    DISPUTES = 3
    CARE = 4
    SAFETY = 5
    SERVICES = 6
    HEALTH = 7


CATEGORY_ZH = (
    "环境卫生",
    "设施水电",
    "物业停车",
    "邻里家庭纠纷",
    "老幼照护",
    "安全隐患",
    "政务咨询",
    "健康应急",
)


class Urgency(IntEnum):
    """Class of legal limit; also the priority in every queue (0 is served first)."""

    URGENT = 0
    UTILITY = 1
    GENERAL = 2
    HARD = 3


class Status(IntEnum):
    """Where a case stands."""

    SILENT = 0  # nobody in charge knows
    TOLD = 1  # on its way: will be reported when its event comes
    MOVING = 2  # accepted, between desks
    QUEUED = 3
    AT_WORK = 4
    MONEY = 5  # waits for community money
    CLOSED = 6
    ABANDONED = 7  # the resident gave up
    EXPIRED = 8  # never heard of: the problem went away or was lived with
    MERGED = 9  # a duplicate, merged at the centre or the desk


OPEN = (Status.MOVING, Status.QUEUED, Status.AT_WORK, Status.MONEY)


class Channel(IntEnum):
    """How a case became known."""

    REPORT = 0
    PATROL = 1
    VOLUNTEER = 2
    DUPLICATE = 3
    CAMERA = 4
    VISIT = 5  # told to somebody who came to see a vulnerable resident


class Owner(IntEnum):
    """Who can solve a problem; everybody else can only push it."""

    ANYONE = 0  # who is asked
    FIRM = 1
    DEPARTMENT = 2
    NOBODY = 3  # no owner, no law, not feasible


N_OWNERS = len(Owner)


class Stage(IntEnum):
    """Where the time of a case goes."""

    DISCOVERY = 0  # occurred -> known
    DISPATCH = 1  # known -> sent to a desk
    MISROUTE = 2  # at a wrong desk
    LEAD = 3  # preparation in a department
    QUEUE = 4  # at the right desk, nobody free or desk closed
    TRAVEL = 5
    WORK = 6
    HANDOVER = 7  # between desks
    MONEY = 8


BEFORE_CONTACT = (Stage.DISPATCH, Stage.MISROUTE, Stage.LEAD, Stage.QUEUE, Stage.TRAVEL)
"""Stages that an accepted case can be in before somebody in charge takes it up; a way back from a wrong desk is part of
having gone there."""
KEPT_AT_CONTACT = (Stage.DISPATCH, Stage.MISROUTE, Stage.LEAD, Stage.TRAVEL)
"""Those of them whose hours are kept; what is left until the contact was the queue."""


class Outcome(IntEnum):
    """What the service under way will end in."""

    PASS = 0  # goes up one level
    SOLVE = 1
    LOOK = 2  # a wrong desk finds out that it is the wrong one
    FORMAL = 3  # closed without the problem being solved
    FUND = 4  # assessed, then waits for money
    DUPLICATE = 5
    READY = 6  # not a service: the case has been prepared and comes to the desk
    SENT = 7  # not a service: the case has been dispatched and comes to the first desk


N_CATEGORIES = len(Category)
N_URGENCIES = len(Urgency)
N_STAGES = len(Stage)


_NAN = np.nan


def due(limit_h: Sequence[float], limit_class: Array, t_open: Array) -> Floats:
    """When the legal limit of each case ends, hours since day 0; it begins anew when a case is reopened.

    Parameters
    ----------
    limit_h : sequence [urgencies]
        Limit of each class, h.
    limit_class, t_open : array
        Columns of the cases.
    """
    return np.asarray(np.asarray(limit_h)[limit_class] + t_open)


class Cases(Table):
    """The case table; times in hours since midnight of day 0, nan = has not happened."""

    SPEC: ClassVar[Spec] = {
        # In the order of use: what every event reads and writes comes first, so that it lies together in memory.
        "index": (np.uint32, 0, MADE),  # number within its day; with `born` the address of its fate
        "born": (np.int32, 0, MADE),  # day
        "cell": (np.int32, -1, MADE),
        "community": (np.int32, -1, MADE),
        "desk": (np.int32, -1, "kernel.life"),
        "next": (np.int32, -1, "kernel.queues"),  # next case in its queue
        "parent": (np.int32, -1, MADE),  # of a duplicate
        "category": (np.int8, 0, MADE),
        "status": (np.int8, 0, "kernel.life"),
        "outcome": (np.int8, 0, "kernel.life"),
        "level": (np.int8, 0, "kernel.life"),
        "life": (np.int8, 0, "kernel.life"),  # times reopened
        "hops": (np.int8, 0, "kernel.life"),  # hand-offs at this level
        "urgency": (np.int8, int(Urgency.GENERAL), "kernel.life"),  # priority now: the class, raised by supervision
        "limit_class": (np.int8, int(Urgency.GENERAL), MADE),  # class of its legal limit
        "channel": (np.int8, 0, "kernel.life"),
        "layer": (np.int8, 0, MADE),  # department it belongs to, while grids are layered
        "helped": (np.int8, 0, "kernel.begin"),  # a helper has tried
        "passes": (np.int8, 0, "kernel.life"),  # times passed up a level
        "handoffs": (np.int8, 0, "kernel.life"),
        "misroutes": (np.int8, 0, "kernel.route"),
        "escalated": (np.int8, 0, "kernel.life"),
        "heard": (np.uint8, 0, "kernel.life"),  # bit k: level k has taken it up since it was last opened
        "mediated": (np.int8, 0, "kernel.finish"),  # by the committee: 1 agreed, -1 not
        "rating": (np.int8, -1, "mechanisms.satisfaction"),  # -1 not rated, 0 dissatisfied, 1 satisfied
        "vulnerable": (np.int8, 0, MADE),  # of its resident, see `Vulnerable`
        "extent": (np.int8, 0, MADE),  # whose problem it is, see `Extent`
        "owner": (np.int8, 0, MADE),  # who can solve it, see `Owner`
        "solved": (np.bool_, False, "kernel.life"),  # truly
        "formal": (np.bool_, False, "kernel.life"),  # closed without being solved
        "watched": (np.bool_, False, "kernel.witness"),  # others may come upon it: the next one is on the agenda
        "met": (np.uint16, 0, "kernel.witness"),  # others who have come upon it since it became known
        "paid": (np.bool_, False, "kernel.funds"),  # its repair, out of the community's fund
        "overtime": (np.bool_, False, "kernel.begin"),  # the service under way was begun outside open hours
        "cost_fen": (np.int32, 0, MADE),  # money its repair needs; 0 none
        "resident": (np.int32, -1, MADE),
        "t_stage": (np.float64, _NAN, "kernel.stages"),  # when the stage it is in began
        "effort_h": (np.float64, 0.0, "kernel.begin"),  # hours of the service under way, the way there included
        "t_contact": (np.float64, _NAN, "kernel.begin"),
        "spent": ((np.float32, (N_STAGES,)), 0.0, "kernel.stages"),  # hours by stage
        "department_h": (np.float32, 0.0, "kernel.stages"),  # hours of `spent` at departments: lead, queue, work
        "t_close": (np.float64, _NAN, "kernel.life"),
        "t_open": (np.float64, _NAN, "kernel.accept"),  # accepted, or last reopened
        "t_accept": (np.float64, _NAN, "kernel.accept"),  # became known, and so accepted
        "t_occur": (np.float64, _NAN, MADE),
        "patience_h": (np.float64, np.inf, "mechanisms.voice"),  # its resident gives up waiting so long after `t_open`
        "t_back": (np.float64, _NAN, "kernel.life"),  # its resident, or an agreement broken, brings it back then
        "t_first_close": (np.float32, _NAN, "kernel.finish"),
        "t_first_back": (np.float32, _NAN, "kernel.accept"),  # came back after it
        "t_agreed": (np.float32, _NAN, "kernel.finish"),  # of a dispute, first
        "t_broken": (np.float32, _NAN, "kernel.accept"),  # came back after an agreement
        "spent_to_contact": ((np.float32, (len(KEPT_AT_CONTACT),)), 0.0, "kernel.begin"),  # till `t_contact`
    }
    MAKERS: ClassVar[tuple[str, ...]] = ("kernel.birth",)
