"""The kinds of agents: who they are, and what they say of the real model."""

from __future__ import annotations

import statistics
from typing import Any

import mesa
import numpy as np
import pytest

from sim.agents.kinds import KINDS, Community, GridWorker, PartyMember, Resident
from sim.agents.model import GovernanceModel
from sim.agents.row_agent import RowAgent
from sim.state.cases import OPEN
from sim.state.opinion import of_communities
from sim.state.residents import Party
from tests.agents.town import ATTRIBUTES, N_CASES, Town, seen

# -- who they are


def test_who_is_an_agent_of_which_kind(town: Town) -> None:
    world = town.world
    by_type = town.agents_by_type
    assert {kind.__name__: len(agents) for kind, agents in by_type.items()} == {
        "Community": 3,
        "GridWorker": 7,
        "PropertyFirm": 4,
        "PartyMember": int((world.residents.party > 0).sum()),
        "Resident": 600,
    }
    workers: Any = by_type[GridWorker]
    assert workers.rows.tolist() == list(range(2, 9))
    assert workers.get("grid") == [0, 1, 2, 3, 4, 5, 0]
    assert workers.get("in_post") == [True] * 6 + [False]
    taken_away = GridWorker(town, 9)
    assert (taken_away.grid, taken_away.in_post, taken_away in workers) == (-1, False, False)
    members: Any = by_type[PartyMember]
    assert set(members.get("party")) == {Party.RESIDENT_MEMBER, Party.IN_SERVICE}
    member = members[0]
    assert member.resident == Resident(town, member.row)
    assert member.trust == member.resident.trust


def test_what_a_community_says(town: Town) -> None:
    world = town.world
    for community in town.agents_by_type[Community]:
        people = list(community.residents)
        assert community.n_residents == len(people) > 0
        assert {person.community for person in people} == {community.row}
        assert community.satisfaction == pytest.approx(statistics.fmean(p.satisfaction for p in people))
    still_open = int(np.isin(world.cases.status, OPEN).sum())
    assert 0 < still_open < N_CASES
    assert sum(town.agents_by_type[Community].get("open_cases")) == still_open
    assert [c.name for c in town.agents] == ["C01", "C02", "C03"]


def test_an_empty_community_has_no_mean(town: Town) -> None:
    world = town.world
    world.map.community[:] = np.minimum(world.map.community, 1)
    world.people.residents[2] = 0
    assert np.isnan(Community(town, 2).satisfaction)
    values = town.agents_by_type[Community].get("satisfaction")
    assert np.isnan(values).tolist() == [False, False, True]


# -- of the real model


class Watched(GovernanceModel):
    """The real model with a Mesa collector of a user's own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.datacollector = mesa.DataCollector(
            model_reporters={"open": lambda m: m.world.open_cases()},
            agent_reporters={"community": "name", "open cases": "open_cases"},
        )
        # As in Mesa's examples; else Mesa 3.3 pairs what the model said with what agents said a step earlier.
        self.datacollector.collect(self)

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    lived = GovernanceModel()
    for _ in range(5):
        lived.step()
    return lived


@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_is_there_in_the_real_model(model: GovernanceModel, kind: type[RowAgent]) -> None:
    agents = model.agents_by_type[kind].select(at_most=100)
    assert len(agents) > 0
    for name in [name for of_kind, name in ATTRIBUTES if of_kind is kind]:
        assert seen(agents.get(name)) == seen([getattr(agent, name) for agent in agents])


def test_agents_agree_with_the_world_of_the_real_model(model: GovernanceModel) -> None:
    world, by_type = model.world, model.agents_by_type
    assert sum(by_type[Community].get("open_cases")) == world.open_cases() > 0
    assert sum(by_type[Community].get("n_residents")) == len(by_type[Resident]) == world.place.population
    assert len(by_type[GridWorker]) == world.place.workers
    for worker in by_type[GridWorker]:
        assert world.map.grids.community[worker.grid] == worker.community
    assert by_type[PartyMember].groupby("party").count()[Party.IN_SERVICE] == world.place.reporting_members


def test_a_worker_without_any_speed_is_refused_because_the_day_would_never_end(model: GovernanceModel) -> None:
    with pytest.raises(ValueError, match=r"skill: found 0\.0, allowed 0\.01 to 100"):
        model.agents_by_type[GridWorker].set("skill", 0.0)


def test_a_community_knows_of_satisfaction_that_was_written() -> None:
    model = GovernanceModel()
    model.step()
    people = model.agents_by_type[Resident]
    people.where(people.values("community") < 2).set("satisfaction", 0.25)
    people[-1].satisfaction = 1.0
    of_each = [community.satisfaction * community.n_residents for community in model.agents]
    np.testing.assert_allclose(of_communities(model.world), of_each, rtol=1e-9)
    mean = np.bincount(people.values("community"), people.values("satisfaction"))
    np.testing.assert_allclose(mean, of_each, rtol=1e-6)
    assert of_each[0] == pytest.approx(0.25 * model.agents[0].n_residents)


@pytest.mark.usefixtures("start_method")
def test_batch_run_of_the_real_model() -> None:
    runs = mesa.batch_run(Watched, {"replication": [0, 1]}, max_steps=3, display_progress=False)
    assert len(runs) == 2 * 5
    for run in runs:
        same = [other["open cases"] for other in runs if other["RunId"] == run["RunId"]]
        assert sum(same) == run["open"] > 0
