"""One replication of one arm, lived and written down as plain tables."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from sim.config.run import RunConfig
from sim.district import District
from sim.errors import Interrupted
from sim.geography.shapes import outlines
from sim.measures import MEASURES, View, measure_all, measure_areas
from sim.observations.figures import figures
from sim.observations.table import Observation
from sim.state.cases import Status
from sim.state.costs import LeverCost
from sim.studies.case_table import case_table
from sim.studies.flows import flows
from sim.studies.waits import waits
from sim.sums import by_column, by_part
from sim.types import Array, Floats


@dataclass(frozen=True, slots=True)
class Replication:
    """What is kept of a replication.

    Attributes
    ----------
    measures : dict
        Value of every measure.
    costs : dict
        What each lever cost.
    cpu_s : float
        CPU time of the thread that lived it.
    tables : dict name -> pyarrow.Table
        Empty where none were asked for.
        daily: day, level, id, reported, closed, open, response_h, satisfaction.
        cases: known cases with all stamps and hours by stage, sampled (`sim.studies.case_table`).
        map: one row per cell with its middle, its outline (x, y, x, y, ...) and its areas before and after.
        areas: one row per street, community, grid and group of residents, with the measures that make sense there.
        flows: where problems go, and their hours by stage (`sim.studies.flows`).
        waits: percentiles of the waiting of everybody and of each group (`sim.studies.waits`).
    figures : dict id -> float
        What the model says for each of the rows that were asked about.
    """

    number: int
    measures: dict[str, float]
    ledger: dict[str, float]
    costs: dict[str, LeverCost]
    cpu_s: float
    tables: dict[str, pa.Table] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)


def live(
    config: RunConfig,
    number: int,
    case_rows: int,
    stop: threading.Event | None = None,
    *,
    tables: bool = True,
    observations: Sequence[Observation] = (),
) -> Replication:
    """Live one replication.

    Parameters
    ----------
    config : RunConfig
    number : int
        Which fate.
    case_rows : int
        Most rows of the table of cases; `sim.studies.case_table.WHOLE` keeps all.
    stop : Event, optional
        Set to stop before the next day.
    tables : bool
        False to take the measures of the district only, which is all that comparisons need.
    observations : sequence of Observation
        Rows whose figures are wanted.

    Raises
    ------
    Interrupted
        If `stop` is set meanwhile.
    """
    started = time.thread_time()
    district = District(config, number)
    for _ in range(config.run.days):
        if stop is not None and stop.is_set():
            raise Interrupted
        district.live_day()
    district.check()
    view = View(district.world, district.recorder, config.first_day, config.until_day)
    measures = measure_all(view, tuple(MEASURES))
    said = figures(district, observations) if observations else {}
    cpu_s = time.thread_time() - started
    ledger = {account: fen / 100.0 for account, fen in sorted(district.world.money.ledger.accounts.items())}
    costs = district.world.money.costs
    frames: dict[str, pa.Table] = {}
    if tables:  # one after the other, the largest last: a worker's memory is that of its fullest moment
        frames |= {"areas": _areas(measure_areas(view, measures)), "flows": flows(view), "waits": waits(view)}
        del view
        frames |= {"map": _map(district), "daily": _daily(district)}
        frames["cases"] = case_table(district, case_rows)
    return Replication(number, measures, ledger, costs, cpu_s, frames, said)


def _areas(columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Measures of all areas as a table."""
    whole = {"id": pa.int32(), "residents": pa.int64(), "cases": pa.int64(), "level": pa.string(), "area": pa.string()}
    return pa.table({name: pa.array(values, whole.get(name, pa.float64())) for name, values in columns.items()})


def _by_day(when_h: Array, community: Array, days: int, m: int, weights: Array | None = None) -> Floats:
    """Count (or sum) events by day and community, [days, M]."""
    there = (when_h >= 0.0) & (when_h < 24.0 * days)
    index = np.floor(when_h[there] / 24.0).astype(np.int64) * m + community[there]
    return np.bincount(index, None if weights is None else weights[there], days * m).reshape(days, m).astype(np.float64)


def _daily(district: District) -> pa.Table:
    """Build the daily table from the stamps of the cases and the evenings recorded.

    Open cases count from acceptance to final closure; a reopened case counts as open in between.
    """
    world, recorder = district.world, district.recorder
    cases, days, m = world.cases, recorder.days, world.n_communities
    where = cases.community.astype(np.int64)
    own = np.where(cases.parent < 0, 0.0, np.nan)  # duplicates are no cases of their own
    reported = _by_day(cases.t_accept + own, where, days, m)
    closed = _by_day(np.where(cases.status == Status.CLOSED, cases.t_close, np.nan), where, days, m)
    ended = _by_day(cases.t_close + own, where, days, m)
    contacts = _by_day(cases.t_contact + own, where, days, m)
    waited = _by_day(cases.t_contact + own, where, days, m, cases.t_contact - cases.t_accept)
    size = world.map.by_community(world.map.residents)
    mood = recorder.satisfaction * size
    street = world.map.street_of_community
    frames = []
    for level, group in (
        ("district", np.zeros(m, np.int64)),
        ("street", street),
        ("community", np.arange(m)),
    ):
        n = int(group.max()) + 1

        def whole(by_community: Array, group: Array = group, n: int = n) -> Array:
            return by_column(by_community, group, n)

        count = whole(contacts)
        with np.errstate(invalid="ignore"):
            response = np.where(count > 0, whole(waited) / np.maximum(count, 1), np.nan)
        frames.append(
            pa.table(
                {
                    "day": np.repeat(np.arange(days, dtype=np.int32), n),
                    "level": pa.array([level] * (n * days)),
                    "id": np.tile(np.arange(n, dtype=np.int32), days),
                    "reported": whole(reported).ravel().astype(np.int32),
                    "closed": whole(closed).ravel().astype(np.int32),
                    "open": np.cumsum(whole(reported - ended), axis=0).ravel().astype(np.int32),
                    "response_h": response.ravel(),
                    "satisfaction": (whole(mood) / by_part(group, size, n)).ravel(),
                }
            )
        )
    return pa.concat_tables(frames).combine_chunks()


def _map(district: District) -> pa.Table:
    """Cells with their place and outline (units of the map) and their areas."""
    world = district.world
    m = world.map
    return pa.table(
        {
            "cell": np.arange(m.n_cells, dtype=np.int32),
            "x": m.cells.x,
            "y": m.cells.y,
            "outline": [np.asarray(outline) for outline in outlines(m.cells)],
            "residents": m.residents,
            "community": m.community,
            "street": m.street_of_community[m.community],
            "compound": m.compound,
            "grid_at_start": world.map.grids_at_start.of_cell,
            "grid": world.map.grids.of_cell,
        }
    )
