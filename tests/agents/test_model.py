"""GovernanceModel: its constructor, the space, the collector, many fates, copies, measures and own agents."""

from __future__ import annotations

import copy
import inspect
import multiprocessing
import pickle
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest
from numpy.lib.array_utils import byte_bounds

from sim import POLICIES, District, GovernanceModel, GridWorker, PropertyFirm, Resident, configure
from sim.agents import kinds as agents
from sim.agents.row_agent import Column
from sim.errors import ConfigError
from sim.measures import MEASURES
from sim.state.cases import OPEN
from sim.state.opinion import of_communities
from sim.studies.replication import live
from tests import bits


def test_names_or_a_whole_run_config_give_the_same_model() -> None:
    named = GovernanceModel(place="demo", policy=["dual_report"], rng=7, days=50, warmup_days=10)
    whole = GovernanceModel(config=configure("demo", ["dual_report"], seed=7, days=50, warmup_days=10))
    assert named.config == whole.config
    for _ in range(5):
        named.step()
        whole.step()
    for name in named.world.cases.SPEC:  # column by column: what lies between them was never written
        np.testing.assert_array_equal(getattr(named.world.cases, name), getattr(whole.world.cases, name), name)


def test_a_step_is_a_day_of_the_district() -> None:
    model, district = GovernanceModel(rng=3), District(configure("demo", seed=3))
    for _ in range(4):
        model.step()
    district.live(4)
    assert model.day == district.world.day == 4
    np.testing.assert_array_equal(model.world.residents.own, district.world.residents.own)


def test_it_stops_when_the_run_is_over() -> None:
    model = GovernanceModel(days=3, warmup_days=0)
    days = 0
    while model.running:
        model.step()
        days += 1
    assert days == 3


def test_the_space_is_the_map() -> None:
    model = GovernanceModel()
    space, cells = model.space, model.world.map.cells
    assert [cell.coordinate for cell in space.all_cells] == list(range(len(cells)))
    near = {(a.coordinate, b.coordinate) for a in space.all_cells for b in a.neighborhood}
    assert near == {pair for a, b in cells.edges.tolist() for pair in ((a, b), (b, a))}
    apart = [abs(cells.x[a] - cells.x[b]) + abs(cells.y[a] - cells.y[b]) for a, b in near]
    assert set(apart) == {1.0}


def test_the_collector_writes_a_row_a_day() -> None:
    model = GovernanceModel()
    for _ in range(10):
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table.day) == list(range(11))
    assert table.open_cases.iloc[-1] == model.world.open_cases()


def test_bad_settings_are_refused_at_once() -> None:
    with pytest.raises(ConfigError, match="2 problems"):
        GovernanceModel(place="demo", policy=["dual_reprot"], days=0)


# -- many fates: mesa.batch_run

DEMO = {"place": "demo", "days": 5}


@pytest.fixture(autouse=True)
def _start_method() -> Iterator[None]:
    """Put back the start method of processes, which ``mesa.batch_run`` changes on Mesa 3.5."""
    method = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(method, force=True)


def fates(parameters: dict[str, Any], **how: Any) -> list[tuple[int, float]]:
    """What each run of a batch ended with, in the order of iterations."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The `iterations` keyword", DeprecationWarning)
        runs = mesa.batch_run(GovernanceModel, parameters, display_progress=False, **how)
    return [(run["day"], run["satisfaction"]) for run in sorted(runs, key=lambda run: run["RunId"])]


def alone(after: int, **said: Any) -> tuple[int, float]:
    """What a model made without a batch has after the same days."""
    model = lived(after, GovernanceModel(**said))
    return after, model.datacollector.model_vars["satisfaction"][-1]


def lived(days: int, model: GovernanceModel) -> GovernanceModel:
    for _ in range(days):
        model.step()
    return model


def test_four_iterations_are_four_fates_and_the_same_four_in_any_number_of_processes() -> None:
    four = fates(DEMO, iterations=4)
    assert len(set(four)) == 4
    days = four[0][0]  # Mesa 3.3 reports the row before the last
    assert four == [alone(days, **DEMO, replication=k) for k in range(4)]
    assert four == fates(DEMO, iterations=4, number_processes=2)


def test_iterations_of_a_seed_are_fates_of_that_seed() -> None:
    found = fates({**DEMO, "seed": [7, 8]}, iterations=2)
    days = found[0][0]
    assert found == [alone(days, **DEMO, seed=seed, replication=k) for k in (0, 1) for seed in (7, 8)]
    assert len(set(found)) == 4


def test_a_fate_that_is_named_is_lived_in_every_iteration() -> None:
    found = fates({**DEMO, "replication": 2}, iterations=2)
    assert found == 2 * [alone(found[0][0], **DEMO, replication=2)]


@pytest.mark.skipif("rng" not in inspect.signature(mesa.batch_run).parameters, reason="Mesa 3.5 offers it")
@pytest.mark.parametrize("said", [DEMO, {"config": configure("demo", days=5)}])
def test_seeds_of_a_batch_are_those_of_models_alone(said: dict[str, Any]) -> None:
    assert fates(said, rng=[1, 2, 2**40]) == [alone(5, **DEMO, rng=seed) for seed in (1, 2, 2**40)]


def test_own_draws_differ_between_fates_too() -> None:
    draws = [GovernanceModel(replication=k).random.random() for k in (0, 1, 2)]
    assert len(set(draws)) == 3
    assert draws == [GovernanceModel(replication=k).random.random() for k in (0, 1, 2)]


def test_a_seed_of_none_is_no_seed() -> None:
    assert GovernanceModel(seed=None).config == GovernanceModel().config


# -- copies

SMALL = {"place.population": 2000, "place.households_per_cell": 10.0, "place.reporting_members": 50, "warmup_days": 0}
LEVERS = [name for name in POLICIES if name != "layer_integration"]  # all that can act together
COPIES: dict[str, Callable[[Any], Any]] = {
    "pickled": lambda model: pickle.loads(pickle.dumps(model)),
    "deepcopied": copy.deepcopy,
}


class Reader(mesa.Agent):
    """An agent of a user that reads, draws and writes."""

    def __init__(self, model: Any, friend: Resident) -> None:
        super().__init__(model)
        self.friend = friend
        self.seen: list[float] = []

    def step(self) -> None:
        self.seen.append(self.friend.trust)
        self.friend.trust = self.random.random()


def arrays(thing: Any, found: dict[int, Any] | None = None) -> dict[int, Any]:
    """Every array that hangs on an object, and every object on the way, by its id."""
    found = {} if found is None else found
    if id(thing) in found:
        return found
    found[id(thing)] = thing
    inside: list[Any] = []
    if isinstance(thing, dict):
        inside = list(thing.values())
    elif isinstance(thing, list | tuple):
        inside = list(thing)
    elif type(thing).__module__.startswith("sim."):
        slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        inside = [*getattr(thing, "__dict__", {}).values(), *(getattr(thing, name, None) for name in slots)]
    for part in inside:
        arrays(part, found)
    return found


def bounds(model: GovernanceModel) -> list[tuple[int, int]]:
    """First and last address of every array of a model that can be written."""
    those = [a for a in arrays(model.district).values() if isinstance(a, np.ndarray) and a.size and a.flags.writeable]
    assert len(those) > 200
    return [byte_bounds(array) for array in those]


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_lives_on_with_the_same_bits_and_by_itself(how: str) -> None:
    model = GovernanceModel(policy=LEVERS, days=40, **SMALL)
    reader = Reader(model, Resident(model, 7))
    lived(10, model)
    twin = COPIES[how](model)
    assert not [1 for a, b in bounds(model) for c, d in bounds(twin) if a < d and c < b]
    lived(15, twin)
    assert (model.day, len(reader.seen)) == (10, 10)
    lived(15, model)
    assert bits.tables(model.district) == bits.tables(twin.district)
    pd.testing.assert_frame_equal(*(m.datacollector.get_model_vars_dataframe() for m in (model, twin)))
    (other,) = twin.agents
    assert other is not reader
    assert other.seen == reader.seen
    assert other.friend == Resident(twin, 7)
    assert [Reader(m, reader.friend).unique_id for m in (model, twin)] == [2, 2]


@pytest.mark.parametrize("how", COPIES)
def test_windows_sets_and_the_space_go_with_their_model(how: str) -> None:
    model: Any = GovernanceModel()
    model.window, model.known = Resident(model, 3), {Resident(model, 4): "known"}
    model.some = model.agents_by_type[Resident].where(community=1)
    model.groups = model.some.groupby("age")
    assert model.space is not None
    twin = COPIES[how](model)
    assert twin.window.model is twin.some.model is next(iter(twin.known)).model is twin
    assert twin.some.random is twin.space.random is twin.random is not model.random
    assert twin.some.rows.tolist() == model.some.rows.tolist()
    assert twin.known[Resident(twin, 4)] == "known"
    twin.some.set("trust", 0.125)
    assert twin.groups.agg("trust", max) == dict.fromkeys(twin.groups.groups, 0.125)
    assert model.groups.agg("trust", max) == dict.fromkeys(model.groups.groups, 0.6)
    window, same = COPIES[how]([model.window, Resident(model, 3)])
    assert window == same != model.window  # copied by itself it takes its model along


# -- measures


def test_a_stepped_model_has_the_measures_of_its_run() -> None:
    # the length of the run is not what is measured: only days lived are
    said = {**SMALL, "warmup_days": 8, "emergencies": {"start_day": 15, "days": 3}}
    reported = live(configure("demo", ["dual_report"], days=25, **said), 2, 0)
    model = lived(25, GovernanceModel(policy="dual_report", days=30, replication=2, **said))
    assert list(model.measures()) == list(MEASURES)
    assert repr(model.measures()) == repr(reported.measures)
    assert model.measures("silent", "trust") == {name: reported.measures[name] for name in ("silent", "trust")}
    pd.testing.assert_frame_equal(model.measures_by_area(), reported.tables["areas"].to_pandas())
    cases = model.world.cases
    waits = (cases.t_contact - cases.t_accept)[(cases.parent < 0) & (cases.t_contact >= 0.0)]
    assert model.measure("response_contacted", first_day=0) == np.median(waits)


def test_measures_can_be_taken_on_any_day_and_are_nan_until_the_warm_up_is_over() -> None:
    model = GovernanceModel(days=30, **{**SMALL, "warmup_days": 3, "emergencies": {"start_day": 4, "days": 2}})
    for day in range(8):
        assert model.day == day
        assert set(model.measures()) == set(MEASURES)
        assert np.isnan(model.measure("satisfaction")) == (day <= 3)
        assert len(model.measures_by_area()) == 0 or day > 3
        assert np.isnan(model.measure("satisfaction", first_day=0)) == (day == 0)
        model.step()


def test_measures_are_reporters_of_a_collector() -> None:
    model = GovernanceModel(days=30, **SMALL)
    reporters = {name: partial(GovernanceModel.measure, name=name) for name in ("satisfaction", "backlog_end")}
    model.datacollector = mesa.DataCollector(reporters)
    for _ in range(3):
        model.step()
        model.datacollector.collect(model)
    table = pickle.loads(pickle.dumps(model)).datacollector.get_model_vars_dataframe()
    cases = model.world.cases
    assert table["backlog_end"].iloc[-1] == (np.isin(cases.status, OPEN) & (cases.parent < 0)).sum() / 2.0 > 0.0
    assert table["satisfaction"].notna().all()


def test_what_is_no_measure_is_refused() -> None:
    with pytest.raises(ConfigError, match="2 problems"):
        GovernanceModel().measures("silnt", "trust", "happiness")
    with pytest.raises(ConfigError, match="first_day: found -1"):
        GovernanceModel().measure("silent", first_day=-1)


# -- agents of a user


class Walker(mesa.Agent):
    """Writes down who acts when."""

    def step(self) -> None:
        self.model.diary.append((self.unique_id, self.model.day, len(self.model.district.recorder.open_cases)))


class Diary(GovernanceModel):
    diary: list[tuple[int, int, int]]


class InCharge(Diary):
    """Has a step of its own, as Mesa's models have."""

    def step(self) -> None:
        self.agents.do("step")
        super().step()


class LastFirst(Diary):
    """Has its agents act in another order."""

    def step_agents(self) -> None:
        self.agents.sort("unique_id").do("step")


@pytest.mark.parametrize(
    ("kind", "order"), [(Diary, [1, 2, 3]), (InCharge, [1, 2, 3]), (LastFirst, [3, 2, 1])]
)  # fmt: skip
def test_own_agents_act_once_a_day_before_it(kind: type[Diary], order: list[int]) -> None:
    model = kind(**SMALL, days=30)
    model.diary = []
    lived(1, model)
    assert model.diary == []
    for _ in order:
        Walker(model)
    lived(2, model)
    assert model.diary == [(who, day, day) for day in (1, 2) for who in order]


class Writer(mesa.Agent):
    """Writes one value into one column every morning."""

    def __init__(self, model: Any, kind: Any, name: str, value: Any) -> None:
        super().__init__(model)
        self.does = kind, name, value

    def step(self) -> None:
        kind, name, value = self.does
        self.model.agents_by_type[kind].set(name, value)


def outcome(days: int, columns: Callable[[Any], Any], writes: Any = None, **said: Any) -> Any:
    model = GovernanceModel(days=60, **{**SMALL, **said})
    if writes is not None:
        Writer(model, *writes)
    return np.asarray(columns(lived(days, model).world))


HASTY = {"satisfaction": {"swing": 6.0}}  # speed counts for much, so that a few cases show it
CREWS = {"property": {"households_per_crew": 20.0}}


@pytest.mark.parametrize(
    ("kind", "name", "value", "days", "columns", "said"),
    [
        # what the district does differently, as early as it can be seen
        (GridWorker, "skill", 0.3, 1, lambda w: w.desks.speed, {}),
        (GridWorker, "skill", 0.3, 12, lambda w: w.cases.t_close, {}),
        (GridWorker, "familiarity", 0.0, 1, lambda w: w.desks.speed, {}),
        (GridWorker, "familiarity", 0.0, 12, lambda w: w.cases.t_close, {}),
        (GridWorker, "fatigue", 1.0, 12, lambda w: w.staff.vacant_until, {"workers": {"turnover_per_year": 2.0}}),
        (PropertyFirm, "effort", 0.0, 1, lambda w: w.desks.effort, {}),
        (PropertyFirm, "effort", 0.0, 12, lambda w: w.cases.passes, {}),
        (PropertyFirm, "rating", 0.0, 30, lambda w: w.firms.fee_income_yuan, {}),
        (PropertyFirm, "rating", 0.0, 31, lambda w: w.desks.servers, CREWS),
        (Resident, "app", True, 5, lambda w: w.cases.t_accept, {}),
        (Resident, "trust", 0.0, 5, lambda w: w.cases.t_accept, {}),
        (Resident, "expectation_h", 1.0, 12, lambda w: w.cases.rating, HASTY),
        (Resident, "expectation_h", 1.0, 12, lambda w: w.residents.trust, HASTY),
        (Resident, "satisfaction", 0.0, 1, of_communities, {}),
    ],
)
def test_what_own_agents_write_feeds_back(
    kind: Any, name: str, value: Any, days: int, columns: Any, said: dict[str, Any]
) -> None:
    without, with_it = outcome(days, columns, **said), outcome(days, columns, (kind, name, value), **said)
    assert not np.array_equal(without, with_it, equal_nan=True)


def test_nobody_acts_on_satisfaction() -> None:
    for columns in (lambda w: w.cases.t_close, lambda w: w.cases.rating, lambda w: w.residents.trust):
        without, with_it = outcome(25, columns), outcome(25, columns, (Resident, "satisfaction", 0.0))
        np.testing.assert_array_equal(without, with_it)


def test_every_column_that_can_be_written_is_in_the_table_of_what_feeds_back() -> None:
    kinds = (GridWorker, PropertyFirm, Resident)
    listed = {line.split("``")[1][1:] for line in (agents.__doc__ or "").splitlines() if line.startswith("``.")}
    writable = {n for k in kinds for n in dir(k) if isinstance(c := getattr(k, n), Column) and c.allowed}
    assert listed == writable


def test_agents_that_only_look_move_no_number() -> None:
    watched, plain = Diary(days=30, **SMALL), GovernanceModel(days=30, **SMALL)
    watched.diary = []
    Walker(watched)
    assert bits.tables(lived(8, watched).district) == bits.tables(lived(8, plain).district)
