"""The table of cases: known cases, their hours up to the end, and a sample that is the same in every arm."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.config.run import load
from sim.district import District
from sim.state.cases import BEFORE_CONTACT, KEPT_AT_CONTACT, Cases, Outcome, Stage, Status
from sim.studies.case_table import (
    WHOLE,
    case_table,
    chances,
    hours_to_contact,
    of_stage,
    sampled,
    stage_hours,
    stage_now,
    to_contact,
)
from sim.studies.replication import live
from tests.studies.lived import lived

END = 100.0


def test_it_has_the_known_cases_with_their_stamps() -> None:
    frame = case_table(lived(), WHOLE).to_pandas()
    assert frame.case.tolist() == [0, 1, 2, 3]
    assert frame.due_h.tolist() == [12.0, 44.0, 198.0, 410.0]
    assert frame.status.tolist() == ["closed", "closed", "queued", "abandoned"]
    assert set(frame.category) == {"care"}
    assert set(frame.channel) == {"patrol"}
    assert frame.t_accept_h.tolist() == [10.0, 12.0, 30.0, 50.0]
    assert frame.queue_h.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert frame.passes.tolist() == [0, 1, 2, 3]
    assert frame.share.tolist() == [1.0] * 4


@pytest.mark.parametrize(("rows", "kept"), [(0, 0), (1, 1), (3, 3), (4, 4), (9, 4), (WHOLE, 4)])
def test_it_has_no_more_rows_than_asked_for(rows: int, kept: int) -> None:
    district = lived()
    district.world.cases.index[:] = np.arange(6)
    frame = case_table(district, rows).to_pandas()
    assert len(frame) == kept
    assert frame.case.is_monotonic_increasing
    assert (frame.share < 1.0).all() == (rows in (0, 1, 3))


def test_chances_are_even_and_always_the_same() -> None:
    born, index = (a.ravel() for a in np.meshgrid(np.arange(100, dtype=np.int32), np.arange(500, dtype=np.uint32)))
    u = chances(born, index)
    assert len(np.unique(u)) == len(u) == 50_000
    counts = np.bincount((20 * u).astype(int), minlength=20)
    assert counts.sum() == 50_000
    assert np.abs(counts - 2500).max() < 5.0 * math.sqrt(2500)
    for part in (u[born < 50], u[index % 2 == 0], u[index < 20]):
        assert abs(part.mean() - 0.5) < 5.0 / math.sqrt(12 * len(part))
    # SplitMix64 of seed 0: its first output is known
    assert int(chances(np.array([0]), np.array([0]))[0] * 2**53) == 0xE220A8397B1DCDAF >> 11


def test_two_samples_share_all_below_the_smaller_limit() -> None:
    rng = np.random.default_rng(1)
    u = rng.random(1000)
    (large, high), (small, low) = sampled(u, 300), sampled(u, 100)
    assert (len(large), len(small)) == (300, 100)
    assert low < high < 1.0
    assert set(large[u[large] < low]) == set(small)
    few = np.delete(np.arange(1000), rng.choice(1000, 50, replace=False))  # an arm without some of the cases
    own, limit = sampled(u[few], 100)
    cut = min(limit, low)
    assert set(few[own][u[few[own]] < cut]) == {k for k in small if u[k] < cut and k in set(few)}


def table(**columns: object) -> Cases:
    n = len(next(iter(columns.values())))  # type: ignore[arg-type]
    cases = Cases(n)
    for name, value in columns.items():
        getattr(cases, name)[:] = value
    return cases


def test_the_stage_of_an_open_case_counts_until_the_end() -> None:
    states = [
        (Status.MOVING, Outcome.SENT, Stage.DISPATCH), (Status.MOVING, Outcome.READY, Stage.LEAD),
        (Status.MOVING, Outcome.PASS, Stage.HANDOVER), (Status.QUEUED, Outcome.PASS, Stage.QUEUE),
        (Status.QUEUED, Outcome.LOOK, Stage.MISROUTE), (Status.AT_WORK, Outcome.LOOK, Stage.MISROUTE),
        (Status.AT_WORK, Outcome.SOLVE, Stage.WORK), (Status.AT_WORK, Outcome.FUND, Stage.WORK),
        (Status.MONEY, Outcome.FUND, Stage.MONEY), (Status.CLOSED, Outcome.SOLVE, None),
        (Status.ABANDONED, Outcome.PASS, None), (Status.TOLD, Outcome.PASS, None),
    ]  # fmt: skip
    cases = table(status=[s for s, _, _ in states], outcome=[o for _, o, _ in states], t_stage=[60.0] * len(states))
    rows = np.arange(len(states))
    assert stage_now(cases, rows, END).tolist() == [-1 if s is None else int(s) for _, _, s in states]
    hours = stage_hours(cases, rows, END)
    for row, (_, _, stage) in zip(hours, states, strict=True):
        assert row.sum() == (0.0 if stage is None else 40.0)
        assert stage is None or row[stage] == 40.0


def test_a_way_that_ends_after_the_run_counts_until_its_end() -> None:
    # on its way since hour 95, there at 105
    cases = table(status=[Status.AT_WORK], outcome=[Outcome.SOLVE], t_stage=[105.0], t_contact=[105.0], t_accept=[95.0])
    cases.spent[0, Stage.TRAVEL] = 10.0
    cases.spent_to_contact[0, KEPT_AT_CONTACT.index(Stage.TRAVEL)] = 10.0
    hours = stage_hours(cases, np.arange(1), END)
    assert hours[0, Stage.TRAVEL] == 5.0
    assert hours_to_contact(cases, np.arange(1), hours, END)[0, BEFORE_CONTACT.index(Stage.TRAVEL)] == 5.0
    later = stage_hours(cases, np.arange(1), 110.0)
    assert (later[0, Stage.TRAVEL], later[0, Stage.WORK]) == (10.0, 5.0)


@pytest.mark.parametrize("days", [40, 41])
def test_stages_add_up_to_the_whole_of_every_case(days: int) -> None:
    said = {"dispatch.come_back_days": 1.0, "dispatch.p_formal": 0.3, "needs.p_money": 0.6, "place.layers": 3}
    frame = live(load("demo", ["whistle"], days=days, warmup_days=5, **said), 0, WHOLE).tables["cases"].to_pandas()
    end_h = 24.0 * days
    assert {"closed", "queued", "at_work", "moving"} <= set(frame.status)
    assert (frame.life > 0).sum() > 5
    assert (frame.misroute_h > 0.0).any()
    assert (frame.misroute_to_contact_h > 0.0).any()
    contact = np.where(frame.t_contact_h <= end_h, frame.t_contact_h, np.fmin(frame.t_close_h, end_h))
    before = frame[[to_contact(stage) for stage in BEFORE_CONTACT]]
    np.testing.assert_allclose(before.sum(axis=1), contact - frame.t_accept_h, atol=1e-3)
    whole = frame[[of_stage(stage) for stage in Stage]].sum(axis=1)
    lived_h = np.fmin(frame.t_close_h, end_h) - frame.t_occur_h
    once = frame.life == 0
    np.testing.assert_allclose(whole[once], lived_h[once], atol=1e-3)
    assert (whole[~once] < lived_h[~once] - 1.0).all()  # closed in between
    later = frame[[of_stage(stage) for stage in BEFORE_CONTACT]].to_numpy(copy=True)
    later[:, BEFORE_CONTACT.index(Stage.MISROUTE)] += frame.handover_h.to_numpy()  # the way back from a wrong desk
    assert (before.to_numpy() <= later + 1e-3).all()
    straight = (frame.life + frame.passes + frame.handoffs + frame.misroutes == 0) & (frame.money_h == 0.0)
    straight &= (frame.handover_h == 0.0) & (frame.status == "closed")
    assert straight.sum() > 50
    np.testing.assert_allclose(before[straight], later[straight], atol=1e-3)
    assert (before.to_numpy() < later - 1.0).any()  # not what the case spent in all


def test_a_sample_is_the_same_in_both_arms_and_whatever_runs_beside_it() -> None:
    base = load("demo", days=60, warmup_days=5)
    arms = (base, base.with_policies(["dual_report"]))
    whole = [live(arm, 0, WHOLE).tables["cases"].to_pandas() for arm in arms]
    some = [live(arm, 0, 150).tables["cases"].to_pandas() for arm in arms]
    assert [len(f) for f in some] == [150, 150]

    def keys(frame: pd.DataFrame) -> set[tuple[int, int]]:
        return set(zip(frame.born.tolist(), frame["index"].tolist(), strict=True))

    limit = min(f.share.iloc[0] for f in some)
    below = [f[chances(f.born.to_numpy(), f["index"].to_numpy()) < limit] for f in some]
    assert keys(below[0]) & keys(whole[1]) == keys(below[0]) & keys(below[1])
    assert len(keys(below[0]) & keys(below[1])) > 120
    pd.testing.assert_frame_equal(
        some[0], whole[0][whole[0].case.isin(some[0].case)].assign(share=some[0].share.iloc[0]).reset_index(drop=True)
    )


def test_the_key_names_a_case_and_its_resident() -> None:
    district = District(load("demo", days=40, warmup_days=0), 0).live(40)
    frame = case_table(district, WHOLE).to_pandas()
    assert not frame.duplicated(["born", "index"]).any()
    assert (frame.born == np.floor(frame.t_occur_h / 24.0)).all()
    assert np.array_equal(frame.age, district.world.residents.age[frame.resident])
