"""Windows inside Mesa: its collector, its batches, its own agents, its memory."""

from __future__ import annotations

import copy
import gc
import subprocess
import sys
import weakref
from collections.abc import Callable
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.agent import AgentSet

from sim.agents.kinds import KINDS, Community, GridWorker, PropertyFirm, Resident
from sim.agents.mesa_compat import without_mesas
from sim.agents.model import GovernanceModel
from sim.agents.row_agent import RowAgent
from tests.agents.town import Town, Visitor


def test_agents_are_the_communities_until_somebody_registers_one_and_never_again(town: Town) -> None:
    assert isinstance(town.agents, AgentSet)
    assert list(town.agents) == [Community(town, row) for row in range(3)]
    assert town.agent_types == list(KINDS)
    visitor = Visitor(town)
    assert list(town.agents) == [visitor]
    assert town.agent_types == [*KINDS, Visitor]
    assert list(town.agents_by_type[Visitor]) == [visitor]
    assert len(town.agents_by_type[Resident]) == 600
    visitor.remove()
    assert list(town.agents) == []
    assert list(copy.deepcopy(town).agents) == []
    other = Visitor(town)
    assert list(town.agents) == [other]
    assert len(town.agents_by_type[Community]) == 3


def test_the_mapping_of_kinds_is_read_only(town: Town) -> None:
    by_type = town.agents_by_type
    assert PropertyFirm in by_type
    assert RowAgent not in by_type
    assert Visitor not in by_type
    with pytest.raises(KeyError):
        by_type[Visitor]
    with pytest.raises(TypeError):
        by_type[Visitor] = town.agents
    with pytest.raises(AttributeError):
        town.agents = []


def test_registered_agents_are_counted_by_their_own_model() -> None:
    one, other = Town(), Town()
    ids = [Visitor(model).unique_id for model in (one, one, other, one, other)]
    assert ids == [1, 2, 1, 3, 2]


def test_data_collector_works_unmodified(town: Town) -> None:
    mean = town.world.residents.trust.mean()
    for _ in range(3):
        town.step()
    found = town.datacollector.get_model_vars_dataframe()
    assert found["trust"].tolist() == pytest.approx([mean / 2, mean / 4, mean / 8])
    assert found["n"].tolist() == [3, 3, 3]
    by_community = town.datacollector.get_agent_vars_dataframe()
    assert by_community["open"].tolist() == 3 * town.agents.get("open_cases")
    of_workers = town.datacollector.get_agenttype_vars_dataframe(GridWorker)
    assert of_workers.loc[3]["fatigue"].tolist() == town.agents_by_type[GridWorker].get("fatigue")


@pytest.mark.usefixtures("start_method")
def test_batch_run_works_unmodified() -> None:
    runs = mesa.batch_run(Town, {"speed": [1, 2]}, max_steps=4, display_progress=False)
    assert {(run["speed"], run["n"]) for run in runs} == {(1, 3), (2, 3)}
    assert sum("open" in run for run in runs) == 2 * 3


@pytest.mark.parametrize("registers", [False, True])
@pytest.mark.parametrize("kind", [Town, GovernanceModel])
def test_a_deleted_model_is_freed(kind: Callable[[], Any], registers: bool) -> None:
    model = kind()
    model.step()
    everybody: Any = model.agents_by_type[Resident]
    everybody.groupby("community").agg("trust", np.mean)
    if registers:
        Visitor(model)
    kept = [weakref.ref(model), weakref.ref(model.world.residents), weakref.ref(everybody)]
    del model, everybody
    gc.collect()
    assert [ref() for ref in kept] == [None, None, None]


def test_what_the_visualiser_adds_is_left_out() -> None:
    assert without_mesas({"place": "demo", "scenario": object(), "simulator": None}) == {"place": "demo"}


def test_importing_mesa_leaves_no_traces() -> None:
    program = (
        "import logging, multiprocessing, sim.agents.mesa_compat\n"
        "print(multiprocessing.get_start_method(allow_none=True), logging.getLogger('MESA').level)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "30"]
