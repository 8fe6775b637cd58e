"""GovernanceModel: the district as a Mesa model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.agents.kinds import AgentWindows
from sim.agents.mesa_compat import DataCollector, iteration_of_batch_run, seed_of, without_mesas
from sim.config.run import RunConfig, load
from sim.district import District
from sim.errors import ConfigError, Problem, did_you_mean
from sim.i18n import say
from sim.measures import BY_AREA, MEASURES, View, measure_all, measure_areas, recent_response_h
from sim.state.opinion import of_communities
from sim.state.world import World

__all__ = ["GovernanceModel"]


def _open_cases(model: GovernanceModel) -> int:
    return model.world.open_cases()


def _response_mean_h(model: GovernanceModel) -> float:
    return recent_response_h(model.world)


def _satisfaction(model: GovernanceModel) -> float:
    return float(of_communities(model.world).sum()) / model.world.residents.n


def _workers_in_post(model: GovernanceModel) -> int:
    return model.world.today.in_post


REPORTERS: dict[str, str | Callable[[GovernanceModel], float]] = {
    "day": "day",
    "open_cases": _open_cases,
    "response_mean_h": _response_mean_h,
    "satisfaction": _satisfaction,
    "workers_in_post": _workers_in_post,
}
"""What Mesa's DataCollector writes down each step: plain numbers of the district, by functions that pickle."""


class GovernanceModel(AgentWindows):
    """A district under levers; one step is one day.

    Works with Mesa's own tools: ``mesa.batch_run``, ``DataCollector``, ``SolaraViz``. Residents, workers, members,
    firms and communities are agents made on demand: ``model.agents_by_type[Resident]``. Agents of your own are stepped
    in the morning, before the day; `sim.agents.kinds` says when, and which of the columns they write the day reads.

    Parameters
    ----------
    place : str
        Name of a place (``govsim list places``).
    policy : str or iterable of str
        Names of levers.
    rng : int, sequence of int or numpy.random.SeedSequence, optional
        Seed of the fate; default the configuration's.
    replication : int, optional
        Which fate under that seed; default the iteration of ``mesa.batch_run``, and 0 elsewhere.
    config : RunConfig, optional
        A whole run, instead of the names; ``rng`` may give it another seed.
    **kwargs
        Settings: ``days=90``, ``voice={"p_report": 0.4}``, ``**{"policies.dual_report.coverage": 0.5}``.

    Raises
    ------
    ConfigError
        With everything that is wrong in the settings.

    Notes
    -----
    ``mesa.batch_run(GovernanceModel, {"place": "demo"}, iterations=4)`` gives four fates, replications 0 to 3 of the
    configuration's seed: the same on every call, in however many processes, and the same under every lever, so that
    arms can be compared pair by pair. Another seed is ``{"seed": 7}`` among the parameters. A replication named among
    them is that fate in every iteration. With Mesa 3.5 ``rng=[1, 2, 3]`` gives replication 0 of three seeds.

    A model pickles and deepcopies, and its copy lives on with the same bits; so do windows and sets, which then look
    at the copied model. A ``DataCollector`` of your own pickles if its reporters do: Mesa makes closures, which do
    not, of the names of agent reporters.
    """

    def __init__(
        self,
        place: str = "demo",
        policy: str | Iterable[str] = (),
        rng: Any = None,
        *,
        replication: int | None = None,
        config: RunConfig | None = None,
        **kwargs: Any,  # settings; Mesa 3.3's visualiser insists on this name
    ) -> None:
        settings = without_mesas(kwargs)
        fate = iteration_of_batch_run() if replication is None else int(replication)
        if rng is not None:
            settings["seed"] = seed_of(rng)
        elif settings.get("seed", 0) is None:  # Mesa's way not to say one
            del settings["seed"]
        if config is None:
            config = load(place, (policy,) if isinstance(policy, str) else policy, **settings)
        elif rng is not None:
            config = replace(config, run=replace(config.run, seed=settings["seed"]))
        seed = config.run.seed
        # what agents of a user draw from `model.random` is another fate too
        super().__init__(rng=seed if fate == 0 else seed_of([seed, fate]))
        self.config = config
        self.district = District(config, fate)
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
        """Let agents of the user act, then live one day; see `sim.district.District.live_day` for its order.

        A subclass with a ``step`` of its own is in charge of its agents, as everywhere in Mesa: it calls
        ``self.step_agents()``, or steps them otherwise, before or after ``super().step()``.
        """
        if type(self).step is GovernanceModel.step:
            self.step_agents()
        self.district.live_day()
        if self.datacollector is self._own_collector:  # a user's own collector collects when its user says so
            self.datacollector.collect(self)
        self.running = self.day < self.config.run.days

    def measures(self, *names: str, first_day: int | None = None) -> dict[str, float]:
        """Measure the days lived so far; at the end of a run, what ``govsim run`` reports of this replication.

        Parameters
        ----------
        *names : str
            Names in `sim.measures.MEASURES`, which has their units; none for all of them.
        first_day : int, optional
            First day measured, from 0; default ``config.first_day``, the end of the run's warm-up.

        Returns
        -------
        dict
            Name to value; all nan as long as the first day measured has not been lived.

        Raises
        ------
        ConfigError
            If there is no such measure, or the first day is negative.
        """
        unknown = [name for name in names if name not in MEASURES]
        if unknown:
            hints = [(name, did_you_mean(name, list(MEASURES))) for name in unknown]
            raise ConfigError(
                [Problem("measures", say("cli.no_measure", name=repr(name)), hint=hint) for name, hint in hints]
            )
        asked = names or tuple(MEASURES)
        view = self._view(first_day)
        return dict.fromkeys(asked, float("nan")) if view is None else measure_all(view, asked)

    def measure(self, name: str, first_day: int | None = None) -> float:
        """Take one measure, see `measures`.

        As a reporter that pickles: ``DataCollector({"silent": partial(GovernanceModel.measure, name="silent")})``.
        """
        return self.measures(name, first_day=first_day)[name]

    def measures_by_area(self, first_day: int | None = None) -> pd.DataFrame:
        """Measure streets, communities, grids and groups of residents, as ``areas.parquet`` of a run has them.

        Parameters
        ----------
        first_day : int, optional
            As for `measures`.

        Returns
        -------
        DataFrame
            One row for the district and for each of its parts, with ``level``, ``id``, ``area``, ``residents``,
            ``cases`` and the measures that make sense there; no rows as long as the first day has not been lived.
        """
        view = self._view(first_day)
        if view is None:
            return pd.DataFrame(columns=["level", "id", "area", "residents", "cases", *BY_AREA])
        return pd.DataFrame(measure_areas(view, measure_all(view))).astype({"id": np.int32})

    def _view(self, first_day: int | None) -> View | None:
        """See the days lived from the first one measured, or None if there is none yet."""
        first = self.config.first_day if first_day is None else first_day
        if first < 0:
            raise ConfigError([Problem("first_day", say("errors.found", x=first), say("agents.days"))])
        until = self.config.until_day if first_day is None else None
        return View(self.world, self.district.recorder, first, until) if self.day > first else None

    @cached_property
    def space(self) -> Any:
        """The cells as a Mesa space, a network of those that touch, numbered as in the tables (made when asked for)."""
        from mesa.discrete_space import Network
        from networkx import Graph

        cells = self.world.map.cells
        graph = Graph()
        graph.add_nodes_from(range(len(cells)))
        graph.add_edges_from(cells.edges.tolist())
        return Network(graph, random=self.random)
