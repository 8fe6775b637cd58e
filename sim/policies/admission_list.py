"""Admission list (社区事项准入): what is not on the list is not done by the community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.offices import is_weekday, office_time
from sim.mechanisms.service import level_of
from sim.parameters.param import CHOICE, param
from sim.policies.base import Policy
from sim.rng import exp
from sim.state.cases import Category
from sim.state.desks import Net, Office
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

REFUSED = (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY)
"""What only departments have the power to do and used to leave to communities: enforcement, utilities, licences."""


@dataclass(frozen=True, slots=True)
class AdmissionList(Policy):
    """Duties and forms that are not on a list are no longer the community's.

    Grid workers and community offices fill in fewer forms and have more time for residents. Cases that belong to a
    department are no longer tried by the community but go straight to the street and the department; part of the
    paper work comes to the street too, which also keeps the list and vets every new duty.

    It can fail: the community would have solved some of the refused cases sooner, and they load the street, which is
    short of hands; and duties creep back under other names unless departments are held to the list.
    """

    name: ClassVar[str] = "admission_list"
    name_zh: ClassVar[str] = "社区事项准入"
    summary: ClassVar[str] = "duties and forms not on a list are taken off communities and go to street and departments"
    summary_zh: ClassVar[str] = "清单之外的事项、报表不再由社区承担，转由街道和部门办理"
    story_zh: ClassVar[str] = (
        "清单之外的事项和报表不进社区，网格员和社区少填表、多办事；属于部门职责的诉求社区不再受理，直接转街道、部门；"
        "一部分报表由街道承接，街道还要管理清单、审核新增事项。可能失败：有些事社区本来办得更快，现在压到人手不足的街道；"
        "无人督促时，事项换个名目又回到社区。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E026", "E051", "E052", "E111")

    forms_off: float = param(
        0.2, "share", source="assumed: E052 is garbled, E051 E111 count items and not hours", plausible=(0.05, 0.5),
        allowed=(0.0, 1.0), doc="of forms and other duties taken off, at first", zh="减负比例",
    )  # fmt: skip
    refused: float = param(
        0.15, "share", source="assumed: lists leave most daily cases with the community", plausible=(0.0, 0.5),
        allowed=(0.0, 1.0), doc="of environment, facility and property cases that the community no longer accepts",
        zh="不予受理占比",
    )  # fmt: skip
    to_street: float = param(
        0.1, "share", source="assumed: most forms end, departments fetch the rest from their data",
        plausible=(0.0, 0.3), allowed=(0.0, 1.0), doc="of the hours taken off that come to the street",
        zh="转由街道承担占比",
    )  # fmt: skip
    creep: float = param(
        0.3, "per year", source="assumed: earlier waves of relief faded within a few years", plausible=(0.0, 1.0),
        allowed=(0.0, 10.0), doc="rate at which duties come back if departments are not held to it", zh="反弹速度",
    )  # fmt: skip
    upheld: float = param(
        0.5, "share", source=CHOICE, allowed=(0.0, 1.0),
        doc="how far departments are held to the list; 1 lets nothing come back", zh="清单执行强度",
    )  # fmt: skip
    vetting_h: float = param(
        6.0, "h/week/street", source="assumed: E051, a list of hundreds of items to keep", plausible=(1.0, 20.0),
        allowed=(0.0, 1000.0), doc="of street staff, to keep the list and vet new duties", zh="审核工时",
    )  # fmt: skip
    list_yuan: float = param(
        30000.0, "yuan/street", source="assumed: meetings, lawyers, printing", plausible=(5000.0, 100000.0),
        allowed=(0.0, 1e7), doc="one-off cost of drawing up the list", zh="编制清单费用",
    )  # fmt: skip
    years_of_use: float = param(
        3.0, "yr", source="assumed: lists are revised every few years", plausible=(1.0, 5.0), allowed=(0.1, 50.0),
        doc="over which it is written off", zh="摊销年限",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Take duties off, refuse what is not on the list, and load the street with it."""
        dose, rules = self.dose(world), world.rules
        if not dose.any():
            return
        n_in_street = np.bincount(world.map.street_of_community)[world.map.street_of_community]
        begin = dose - self.dose(world, ago=1)
        if begin.any():
            programme.invest(float((begin / n_in_street).sum()) * self.list_yuan, self.years_of_use)
        years = (world.day - self.start_day) / 365.0
        off = self.forms_off * exp(-self.creep * (1.0 - self.upheld) * years)
        at = int(Office.COMMUNITY)
        freed = off * (1.0 - rules["time"].base[:, at])
        rules["admin_share"].times(dose, 1.0 - off)
        rules["time"].add(dose, freed, at=at)
        for category in REFUSED:
            rules["asked"].times(dose, 1.0 - self.refused, at=(category, level_of(category, Net.COMMUNITY)))
        if is_weekday(world.weekday()):
            self.load_street(world, programme, dose, freed, off, n_in_street)

    def load_street(
        self, world: World, programme: Programme, dose: Floats, freed: Floats, off: float, n_in_street: Ints
    ) -> None:
        """Take street staff's hours for what comes from its communities, and for the list."""
        service, workers = world.settings.service, world.settings.workers
        day = service.office_closes - service.office_opens
        office = freed * world.rules["posts"].base[:, int(Office.COMMUNITY)] * day
        grid = off * world.rules["admin_share"].base * world.today.workers * workers.hours_per_day
        hours = dose * (self.to_street * (office + grid) + self.vetting_h / (5.0 * n_in_street))
        # the street has the mean of its communities' rule
        office_time(world, hours * n_in_street, 1.0, Office.STREET)
        programme.note_hours("street staff", float(hours.sum()))
