"""Service decentralisation (服务下沉): services move down to the windows of communities and streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.offices import office_time
from sim.mechanisms.service import level_of
from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.state.desks import Net, Office
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

WEEK = 7
SERVICES = Category.SERVICES
AT_COMMUNITY = (SERVICES, level_of(SERVICES, Net.COMMUNITY))
AT_STREET = (SERVICES, level_of(SERVICES, Net.STREET))


@dataclass(frozen=True, slots=True)
class ServiceDecentralisation(Policy):
    """Windows of communities and streets may decide what only departments could decide.

    Less is passed up, but deciding takes longer than passing on, and services come to the window for which residents
    used to go to the district's hall. Where a promise replaces a proof, an enquiry is shorter; departments prepare
    what is left in fewer days. Staff of the windows is trained, in working time, and gets equipment.

    It can fail: the same few people see to everything else that reaches the community, so that windows full of
    departments' work let quarrels over rubbish and repairs wait.
    """

    name: ClassVar[str] = "service_decentralisation"
    name_zh: ClassVar[str] = "服务下沉"
    summary: ClassVar[str] = "services move down to community and street windows, with the power to decide"
    summary_zh: ClassVar[str] = "政务服务下放到社区、街道窗口，就近能办"
    story_zh: ClassVar[str] = (
        "社区和街道窗口获得授权，原来要报部门的事项可以当场办；告知承诺替代部分证明，单次办理更短；留在部门的事项压缩时限。"
        "窗口人员占用工时培训，配设备。可能失败：授权办理比转报费时，区政务大厅的业务也来到窗口，"
        "而窗口就是社区那几个人，其他诉求反而要等。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E053", "E130", "E131")

    community_decides: float = param(
        0.3, "share", source="assumed: E053 counts 112 services, not how often they are used", plausible=(0.1, 0.7),
        allowed=(0.0, 1.0), doc="of what a community's window passed up, now decided there", zh="社区窗口新增可办占比",
    )  # fmt: skip
    street_decides: float = param(
        0.5, "share", source="assumed: E053 112 services to the street, the commonest ones", plausible=(0.2, 0.8),
        allowed=(0.0, 1.0), doc="of what a street passed up, now decided there", zh="街道窗口新增可办占比",
    )  # fmt: skip
    longer: float = param(
        0.2, "share", source="assumed: papers are checked and entered, not only taken", plausible=(0.0, 0.5),
        allowed=(0.0, 5.0), doc="by which an enquiry at the window takes longer", zh="单件办理延长",
    )  # fmt: skip
    shorter: float = param(
        0.1, "share", source="assumed: E130 drops 26 proofs; most enquiries need none", plausible=(0.0, 0.3),
        allowed=(0.0, 1.0), doc="by which an enquiry is shorter where a promise replaces a proof",
        zh="告知承诺缩短占比",
    )  # fmt: skip
    sooner: float = param(
        0.2, "share", source="assumed: E131 sums days over an unknown number of services", plausible=(0.0, 0.5),
        allowed=(0.0, 1.0), doc="by which departments prepare services in less time", zh="审批时限压缩占比",
    )  # fmt: skip
    hall_h: float = param(
        6.0, "h/week/community", source="assumed: a dozen residents a week stay in their community",
        plausible=(0.0, 30.0), allowed=(0.0, 160.0), doc="of community workers for what used to be done in the hall",
        zh="承接大厅业务工时",
    )  # fmt: skip
    training_h: float = param(
        24.0, "h/person", source="assumed: three days", plausible=(8.0, 80.0), allowed=(0.0, 1000.0),
        doc="working time of those at the windows that training takes", zh="培训工时",
    )  # fmt: skip
    training_weeks: int = param(
        8, "weeks", source="assumed: an afternoon a week", plausible=(1, 26), allowed=(1, 520),
        doc="over which the training is spread", zh="培训周数",
    )  # fmt: skip
    training_yuan: float = param(
        1200.0, "yuan/person", source="assumed: 400 yuan for a day", plausible=(300.0, 4000.0), allowed=(0.0, 1e6),
        doc="one-off training of a person at a window", zh="人均培训费",
    )  # fmt: skip
    community_yuan: float = param(
        30000.0, "yuan/community", source="assumed: a terminal, a printer, a line", plausible=(10000.0, 120000.0),
        allowed=(0.0, 1e7), doc="one-off cost of a community's window", zh="社区窗口设备费",
    )  # fmt: skip
    street_yuan: float = param(
        150000.0, "yuan/street", source="assumed: a hall with some windows and terminals",
        plausible=(50000.0, 600000.0), allowed=(0.0, 1e8), doc="one-off cost of a street's hall", zh="街道大厅设备费",
    )  # fmt: skip
    upkeep_yuan: float = param(
        6000.0, "yuan/yr", source="assumed: a fifth of the price of a window", plausible=(1000.0, 20000.0),
        allowed=(0.0, 1e6), doc="yearly upkeep of a community's window", zh="窗口运维费",
    )  # fmt: skip
    years_of_use: float = param(
        5.0, "yr", source="assumed: computers last about five years", plausible=(3.0, 8.0), allowed=(0.1, 50.0),
        doc="over which one-off costs are written off", zh="摊销年限",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Let windows decide, at the length and in the working time that it takes."""
        dose, rules = self.dose(world), world.rules
        if not dose.any():
            return
        for at, decides in ((AT_COMMUNITY, self.community_decides), (AT_STREET, self.street_decides)):
            passed_up = 1.0 - rules["solve"].base[:, at[0], at[1]]
            rules["solve"].add(dose, decides * passed_up, at=at)
            rules["work"].times(dose, (1.0 + self.longer) * (1.0 - self.shorter), at=at)
        rules["lead"].times(dose, 1.0 - self.sooner, at=int(SERVICES))
        programme.take_time(dose, self.hall_h)
        programme.pay_yearly(dose, self.upkeep_yuan)
        self.equip(world, programme, dose - self.dose(world, ago=1))
        self.train(world, programme, dose - self.dose(world, ago=WEEK * self.training_weeks))

    def equip(self, world: World, programme: Programme, begin: Floats) -> None:
        """Buy equipment and courses for the windows that open today."""
        if begin.any():
            service, street = world.settings.service, world.map.street_of_community
            community = self.community_yuan + service.community_staff * self.training_yuan
            hall = self.street_yuan + service.street_staff * self.training_yuan
            streets = float((begin / np.bincount(street)[street]).sum())
            programme.invest(float(begin.sum()) * community + streets * hall, self.years_of_use)

    def train(self, world: World, programme: Programme, in_training: Floats) -> None:
        """Take the working time of those who are being trained."""
        if in_training.any():
            service, street = world.settings.service, world.map.street_of_community
            hours = self.training_h / self.training_weeks
            programme.take_time(in_training, service.community_staff * hours)
            if world.weekday() < 5:
                a_day = service.street_staff * hours / 5.0
                office_time(world, in_training, a_day, Office.STREET)
                programme.note_hours("street staff", float((in_training / np.bincount(street)[street]).sum()) * a_day)
