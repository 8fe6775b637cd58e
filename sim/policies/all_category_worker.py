"""All-category workers (全科网格员): every grid worker takes every category and stands in for the neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.mechanisms.service import level_of
from sim.parameters.param import CHOICE, param
from sim.policies.base import Policy
from sim.state.cases import N_CATEGORIES, Category
from sim.state.desks import Net
from sim.state.table import Spec
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World

WEEK = 7


@dataclass(frozen=True, slots=True)
class AllCategoryWorker(Policy):
    """Every grid worker takes cases of every category; boundaries and posts stay as they are.

    No case goes to a wrong department's worker any more, neighbouring workers stand in for each other, and some
    residents ask the grid worker instead of the window (the worker runs the errand for them). All of them are
    trained in the first weeks, in paid time, and are slower at first with what is new to them: the duties of the
    other departments, or only the errands where there is one net already.

    It can fail: while workers learn, everything takes longer, and the errands for the window load the same people
    who should be out in the grid.
    """

    name: ClassVar[str] = "all_category_worker"
    name_zh: ClassVar[str] = "全科网格员"
    summary: ClassVar[str] = "every grid worker takes every category, stands in for neighbours and runs errands"
    summary_zh: ClassVar[str] = "网格员一岗多能，邻格互补，代办窗口事项"
    story_zh: ClassVar[str] = (
        "网格边界和编制不变，每名网格员受理所有类别：案件不再派错部门，相邻网格互相补位，部分居民不去窗口而请网格员代办。"
        "头几周占用工时集中培训，新接手的事项起初较慢。可能失败：学习期间样样变慢，代办事项挤占网格员下沉时间。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E024", "E026")
    remembers: ClassVar[Spec] = {
        "learning": (np.float64, 0.0),  # share of workers who still learn
    }

    stand_in: bool = param(
        True, "yes/no", source=CHOICE,
        doc="workers of neighbouring grids stand in for each other, e.g. where a post is vacant", zh="邻格互补",
    )  # fmt: skip
    errands: float = param(
        0.2, "share", source="assumed: most enquiries need the window's seal or its computer", plausible=(0.05, 0.5),
        allowed=(0.0, 1.0), doc="enquiries that are put to the grid worker first", zh="代办占比",
    )  # fmt: skip
    loss: float = param(
        0.1, "share", source="assumed: 0-0.4; one net breaks even at 0.15-0.33", plausible=(0.0, 0.4),
        allowed=(0.0, 0.9), doc="speed lost at first by a worker to whom all duties are new", zh="初期效率损失",
    )  # fmt: skip
    learning_days: float = param(
        180.0, "d", source="assumed: half a year, 2-18 months", plausible=(60.0, 540.0), allowed=(1.0, 10000.0),
        doc="time constant with which the loss is made up", zh="学习时间",
    )  # fmt: skip
    training_h: float = param(
        40.0, "h/worker", source="assumed: E026, a good hour for each of 34 duties", plausible=(8.0, 120.0),
        allowed=(0.0, 1000.0), doc="paid time of a worker that the training takes", zh="培训工时",
    )  # fmt: skip
    training_weeks: int = param(
        8, "weeks", source="assumed: half a day a week", plausible=(1, 26), allowed=(1, 520),
        doc="over which the training is spread", zh="培训周数",
    )  # fmt: skip
    training_yuan: float = param(
        1500.0, "yuan/worker", source="assumed: E026, teachers and papers for 34 duties", plausible=(300.0, 6000.0),
        allowed=(0.0, 1e6), doc="one-off training of a worker, written off over years_of_use", zh="培训成本",
    )  # fmt: skip
    years_of_use: float = param(
        3.0, "yr", source="assumed: duties change every few years", plausible=(1.0, 5.0), allowed=(0.1, 50.0),
        doc="over which the training is written off", zh="摊销年限",
    )  # fmt: skip

    def plan(self, world: World, programme: Programme) -> None:
        """Let workers take everything, train those who begin, and slow down those who are still learning."""
        dose, rules = self.dose(world), world.rules
        learning = self.memory(world)["learning"]
        begin = dose - self.dose(world, ago=1)
        learning *= 1.0 - 1.0 / self.learning_days
        learning += begin
        if not dose.any():
            return
        rules["misroute"].times(dose, 0.0)
        rules["mutual_aid"].add(dose, float(self.stand_in))
        rules["asked"].add(dose, self.errands, at=(Category.SERVICES, level_of(Category.SERVICES, Net.GRID)))
        rules["skill"].times(learning, 1.0 - self.loss * new_duties(world))
        self.train(world, programme, begin, dose - self.dose(world, ago=WEEK * self.training_weeks))

    def train(self, world: World, programme: Programme, begin: Floats, in_training: Floats) -> None:
        """Pay for those who begin, and take the time of those who are being trained."""
        if not in_training.any():
            return
        workers = world.settings.workers
        posts = np.bincount(world.staff.community[world.staff.desk >= 0], minlength=world.n_communities)
        if begin.any():
            programme.invest(float((begin * posts).sum()) * self.training_yuan, self.years_of_use)
        hours = self.training_h / (self.training_weeks * workers.days_per_week)
        world.rules["away"].add(in_training, hours / workers.hours_per_day)
        if world.weekday() < workers.days_per_week:
            programme.note_hours("grid workers", float((in_training * posts).sum()) * hours)


def new_duties(world: World) -> float:
    """Share of duties that are new to a worker: those of other departments; in one net, one category of eight."""
    layers = world.place.layers
    return 1.0 - 1.0 / layers if layers > 1 else 1.0 / N_CATEGORIES
