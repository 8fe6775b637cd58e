"""GovernanceModel: the district as a Mesa model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from sim.agents import AgentWindows
from sim.district import District
from sim.measures import recent_response_h
from sim.mesa_compat import DataCollector, without_mesas
from sim.run_config import RunConfig, load
from sim.state.world import World

__all__ = ["GovernanceModel"]

REPORTERS: dict[str, Callable[[GovernanceModel], float]] = {
    "day": lambda model: model.day,
    "open_cases": lambda model: model.world.open_cases(),
    "response_mean_h": lambda model: recent_response_h(model.world),
    "satisfaction": lambda model: float(model.world.mood.sum()) / model.world.residents.n,
    "workers_in_post": lambda model: model.world.workers_in_post,
}
"""What Mesa's DataCollector writes down each step: plain numbers of the district."""


class GovernanceModel(AgentWindows):
    """A district under levers; one step is one day.

    Works with Mesa's own tools: ``mesa.batch_run``, ``DataCollector``, ``SolaraViz``. Residents, workers, members,
    firms and communities are agents made on demand: ``model.agents_by_type[Resident]``.

    Parameters
    ----------
    place : str
        Name of a place (``govsim list places``).
    policy : str or iterable of str
        Names of levers.
    rng : int, optional
        Seed of the fate; default the configuration's.
    replication : int
        Which fate under that seed.
    config : RunConfig, optional
        A whole run, instead of the names.
    **kwargs
        Settings: ``days=90``, ``voice={"p_report": 0.4}``, ``**{"policies.dual_report.coverage": 0.5}``.

    Raises
    ------
    ConfigError
        With everything that is wrong in the settings.
    """

    def __init__(
        self,
        place: str = "demo",
        policy: str | Iterable[str] = (),
        rng: int | None = None,
        *,
        replication: int = 0,
        config: RunConfig | None = None,
        **kwargs: Any,  # settings; Mesa 3.3's visualiser insists on this name
    ) -> None:
        settings = without_mesas(kwargs)
        if config is None:
            if rng is not None:
                settings["seed"] = int(rng)
            config = load(place, (policy,) if isinstance(policy, str) else policy, **settings)
        super().__init__(rng=int(config.run.seed) % 2**32)
        self.config = config
        self.district = District(config, replication)
        self.running = True
        self._own_collector = self.datacollector = DataCollector(model_reporters=REPORTERS)
        self.datacollector.collect(self)

    @property
    def world(self) -> World:
        """Everything that exists."""
        return self.district.world

    @property
    def day(self) -> int:
        """Days lived."""
        return self.district.world.day

    def step(self) -> None:
        """Live one day; see `sim.district.District.live_day` for its order."""
        self.district.live_day()
        if self.datacollector is self._own_collector:  # a user's own collector collects when its user says so
            self.datacollector.collect(self)
        self.running = self.day < self.config.run.days

    @cached_property
    def space(self) -> Any:
        """The lattice as a Mesa space (made when first asked for)."""
        from mesa.discrete_space import OrthogonalVonNeumannGrid

        geography = self.world.map
        return OrthogonalVonNeumannGrid((geography.width, geography.height), torus=False, random=self.random)
