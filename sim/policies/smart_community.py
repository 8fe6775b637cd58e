"""Smart compounds (雪亮工程、平安智慧小区): cameras watch public places of some compounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sim.parameters.param import param
from sim.policies.base import Policy
from sim.state.cases import Category
from sim.types import Floats

if TYPE_CHECKING:
    from sim.policies.programme import Programme
    from sim.state.world import World


@dataclass(frozen=True, slots=True)
class SmartCommunity(Policy):
    """Cameras look at stairways, gates and bins of a share of the compounds, and somebody watches the screens.

    They see silent problems of safety, environment and facilities there, day and night, and nothing behind a door:
    no quarrel, nobody who needs care. They watch places, not persons. It can fail: false alarms send grid workers
    out for nothing, as long as the centre does not spot them; screens that nobody watches see nothing; channels
    cost money every year, also where there is little to be seen; and problems found are more work for the same people.
    """

    name: ClassVar[str] = "smart_community"
    name_zh: ClassVar[str] = "雪亮工程与平安智慧小区"
    summary: ClassVar[str] = "cameras find problems of safety, environment and facilities in some compounds"
    summary_zh: ClassVar[str] = "部分小区安装视频监控，发现安全、环境、设施问题"
    story_zh: ClassVar[str] = (
        "部分小区的公共部位装摄像头，有人看屏，能昼夜发现无人上报的安全、环境、设施问题；门内的纠纷、照护看不见，"
        "只看场所、不看个人。可能失败：误报让网格员白跑；没人看屏等于没装；每年都要付运维费；发现得越多，原有人手越忙。"
    )
    evidence: ClassVar[tuple[str, ...]] = ("E122", "E123")

    compounds: float = param(
        0.283, "share", source="derived: E123 E100: 90 of 318 compounds, 143 committees at 45 %", plausible=(0.1, 0.6),
        allowed=(0.0, 1.0), doc="compounds with cameras", zh="智慧小区占比",
    )  # fmt: skip
    channels: float = param(
        14.4, "channels/compound", source="derived: E122 E123: 1,300 channels / 90 compounds", plausible=(8.0, 30.0),
        allowed=(0.0, 1000.0), doc="cameras of a compound", zh="每小区视频路数",
    )  # fmt: skip
    safety: float = param(
        0.02, "per day", source="assumed: a blocked fire lane is noticed within some weeks", plausible=(0.005, 0.1),
        allowed=(0.0, 10.0), doc="intensity with which a silent hazard is seen", zh="发现安全隐患强度",
    )  # fmt: skip
    environment: float = param(
        0.01, "per day", source="assumed: rubbish is nobody's first concern at the screens", plausible=(0.002, 0.05),
        allowed=(0.0, 10.0), doc="the same for environment", zh="发现环境问题强度",
    )  # fmt: skip
    facilities: float = param(
        0.005, "per day", source="assumed: a broken lamp shows, a broken pipe does not", plausible=(0.001, 0.03),
        allowed=(0.0, 10.0), doc="the same for facilities", zh="发现设施问题强度",
    )  # fmt: skip
    alarms: float = param(
        0.01, "per channel-day", source="assumed: three a year and channel pass the screen", plausible=(0.002, 0.1),
        allowed=(0.0, 10.0), doc="false alarms that are sent on as cases", zh="误报率",
    )  # fmt: skip
    yuan_per_channel: float = param(
        800.0, "yuan/yr", source="assumed: device written off, line, storage, power", plausible=(300.0, 2000.0),
        allowed=(0.0, 1e6), doc="yearly cost of a channel", zh="每路年成本",
    )  # fmt: skip
    channels_per_watcher: float = param(
        200.0, "channels", source="assumed: software shows what moves", plausible=(50.0, 500.0), allowed=(1.0, 1e5),
        doc="channels for each post at the screens", zh="每名看屏员路数",
    )  # fmt: skip
    wage: float = param(
        48000.0, "yuan/yr", source="assumed: a guard's wage", plausible=(36000.0, 60000.0), allowed=(0.0, 1e6),
        doc="cost of a watcher", zh="人力成本",
    )  # fmt: skip

    def intensity(self, world: World, watched: Floats, seen: float) -> Floats:
        """Intensity over a whole community that finds as much as `seen` does in its watched share; array [M].

        A silent problem lasts T days in the mean, so cameras find watched * seen / (seen + 1 / T) of all; the mean
        intensity watched * seen would find more, because it would also reach compounds without cameras.
        """
        return watched * seen / (1.0 + world.settings.voice.silent_days * seen * (1.0 - watched))

    def plan(self, world: World, programme: Programme) -> None:
        """Let cameras see, as far as somebody watches them."""
        dose = self.dose(world)
        if not dose.any():
            return
        everywhere = np.ones(world.n_communities)
        installed = dose * self.compounds
        channels = installed * np.bincount(world.map.community_of_compound) * self.channels
        posts = programme.employ(channels / self.channels_per_watcher, self.wage, "watchers")
        watched_channels = posts * self.channels_per_watcher
        watched = installed * watched_channels / np.maximum(channels, 1e-9)
        for category, seen in (
            (Category.SAFETY, self.safety), (Category.ENVIRONMENT, self.environment),
            (Category.FACILITIES, self.facilities),
        ):  # fmt: skip
            world.rules["see"].add(everywhere, self.intensity(world, watched, seen), at=category)
        world.rules["alarms"].add(watched_channels, self.alarms)
        programme.pay(float(channels.sum()) * self.yuan_per_channel / 365.0)
