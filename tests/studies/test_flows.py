"""Flows: each problem in one row of each step, hours where they belong."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import View
from sim.measures.cases import solved_of_all
from sim.state.cases import Channel, Stage, Status
from sim.studies.flows import ARISEN, FOUND, KNOWN, REPORTED, flows
from tests.places import small
from tests.studies.lived import lived

STAGE_H = [f"{stage.name.lower()}_h" for stage in Stage]


def test_each_step_adds_up_to_all_problems() -> None:
    district = small(days=200, population=3000, **{"voice.p_report": 0.3}).live(200)
    view = View(district.world, district.recorder, 30)
    frame = flows(view).to_pandas()
    first = frame[frame["from"] == ARISEN]
    born = view.sets.born
    old = born["t_occur"] < 24.0 * (200 - 60)
    assert first.problems.sum() == old.sum() > 500
    for name in (REPORTED, FOUND):
        known = first[first.to == name].problems.item()
        assert frame[frame["from"] == name].problems.sum() == known > 0
    solved = frame[frame.to == "solved"].problems.sum()
    assert 100.0 * solved / first.problems.sum() == pytest.approx(float(np.asarray(solved_of_all(view)).item()))


def test_hours_add_up_to_those_of_the_cases() -> None:
    district = small(days=30).live(30)
    view = View(district.world, district.recorder, 0)
    frame = flows(view).to_pandas()
    cases = district.world.cases
    known = (cases.parent < 0) & (cases.t_accept >= 0.0)
    closed = known & (cases.status == Status.CLOSED)
    ends = frame[(frame.to == "solved") | (frame.to == "formal")]
    later = np.arange(len(Stage)) != Stage.DISCOVERY
    assert ends[STAGE_H].to_numpy().sum() == pytest.approx(cases.spent[closed][:, later].sum(), rel=1e-5)
    assert frame[frame["from"] == ARISEN].discovery_h.sum() == pytest.approx(
        (cases.t_accept - cases.t_occur)[known].sum(), rel=1e-5
    )
    assert frame[frame["from"] != ARISEN].discovery_h.sum() == 0.0


@pytest.mark.parametrize(
    ("status", "channel", "solved", "way"),
    [
        (Status.CLOSED, Channel.REPORT, True, (REPORTED, "solved")),
        (Status.CLOSED, Channel.CAMERA, False, (FOUND, "formal")),
        (Status.ABANDONED, Channel.REPORT, False, (REPORTED, "given_up")),
        (Status.MONEY, Channel.VISIT, False, (FOUND, "open")),
    ],
)
def test_a_case_goes_where_its_status_says(
    status: Status, channel: Channel, solved: bool, way: tuple[str, str]
) -> None:
    district = lived()
    cases = district.world.cases
    cases.t_accept[:], cases.status[:], cases.channel[:], cases.solved[:] = 10.0, status, channel, solved
    frame = flows(View(district.world, district.recorder, 0)).to_pandas()
    problems = frame.set_index(["from", "to"]).problems
    assert problems[(ARISEN, way[0])] == problems[way] > 0
    assert problems.sum() == 2 * problems[way]


@pytest.mark.parametrize(("status", "to"), [(Status.EXPIRED, 3), (Status.SILENT, 2), (Status.TOLD, 2)])
def test_what_nobody_knows_has_no_hours(status: Status, to: int) -> None:
    district = lived()
    district.world.cases.t_accept[:], district.world.cases.status[:] = np.nan, status
    frame = flows(View(district.world, district.recorder, 0)).to_pandas()
    assert frame[frame.problems > 0].to.tolist() == [KNOWN[to]]
    assert frame[STAGE_H].to_numpy().sum() == 0.0
