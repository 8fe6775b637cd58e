"""Figures of rows on a lived district, against counts of its case table made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.measures import MEASURES, View
from sim.observations import SPECIAL, Observation, figures, special
from sim.state.cases import Category, Channel, Status
from sim.studies.engines.base import Batch, Done
from sim.studies.engines.serial import Serial


@pytest.fixture(scope="module")
def lived() -> District:
    config = load("demo", days=120, warmup_days=30)
    return District(config, 0).live(120)


def said(district: District, measure: str, unit: str = "cases", area: str = "all", window: str = "") -> float:
    row = Observation("R", measure, 1.0, unit, 0.1, area=area, window=window)
    return figures(district, [row])["R"]


def test_a_measure_of_the_measured_window_is_the_registrys(lived: District) -> None:
    view = View(lived.world, lived.recorder, 30)
    for name, measure in MEASURES.items():
        assert said(lived, name, measure.unit) == pytest.approx(measure(view), nan_ok=True, rel=0, abs=0), name


def test_counts_of_windows_and_categories(lived: District) -> None:
    cases = lived.world.cases
    in_window = (cases.t_accept >= 24.0 * 40) & (cases.t_accept < 24.0 * 100) & (cases.parent < 0)
    disputes = cases.category == Category.DISPUTES
    assert said(lived, "known", window="40..100") == in_window.sum() > 100
    assert said(lived, "known:disputes", window="40..100") == (in_window & disputes).sum() > 0
    assert said(lived, "known", area="disputes", window="40..100") == (in_window & disputes).sum()
    assert said(lived, "solved", window="40..100") == (in_window & (cases.status == Status.CLOSED) & cases.solved).sum()
    told = (cases.t_accept >= 24.0 * 40) & (cases.t_accept < 24.0 * 100)
    told &= (cases.channel == Channel.REPORT) | (cases.channel == Channel.DUPLICATE)
    assert said(lived, "reported", window="40..100") == told.sum()
    share = 100.0 * (told & disputes).sum() / told.sum()
    assert said(lived, "reported:disputes", "%", window="40..100") == pytest.approx(share)


def test_rates_are_per_resident_of_the_area_and_year(lived: District) -> None:
    world = lived.world
    here = world.map.community[world.residents.cell] == 2
    cases = world.cases
    mine = (cases.t_accept >= 24.0 * 30) & (cases.parent < 0) & (cases.community == 2)
    rate = 1000.0 * mine.sum() / here.sum() / 90 * 365.0
    assert said(lived, "known", "per 1000/yr", "C03") == pytest.approx(rate)
    assert said(lived, "known", "per person/yr", "C03") == pytest.approx(rate / 1000.0)
    assert said(lived, "known", "per 1000", "3") == pytest.approx(rate * 90 / 365.0)
    assert said(lived, "known", "cases/d", "C03") == pytest.approx(mine.sum() / 90)
    both = mine & (cases.category == Category.DISPUTES)
    assert said(lived, "known:disputes", "per 1000", "C03") == pytest.approx(1000.0 * both.sum() / here.sum())


def test_groups_part_the_whole(lived: District) -> None:
    for names in (("vulnerable", "not vulnerable"), ("child", "adult", "elder"), ("old buildings", "new buildings")):
        assert sum(said(lived, "known", area=name) for name in names) == said(lived, "known")
    communities = [said(lived, "known", area=f"C0{m}") for m in range(1, 6)]
    assert sum(communities) == said(lived, "known")
    assert said(lived, "known", area="S1") == said(lived, "known")


def test_mediation_counts(lived: District) -> None:
    cases = lived.world.cases
    seen = (cases.t_accept >= 24.0 * 30) & (cases.parent < 0)
    assert said(lived, "mediated") == (seen & (cases.mediated != 0)).sum() > 0
    assert said(lived, "agreed") == (seen & (cases.mediated > 0)).sum()
    broken = np.nan_to_num(cases.t_broken, nan=-1.0) >= 0.0
    assert said(lived, "fulfilled") == (seen & (cases.mediated > 0) & ~broken).sum()


def test_a_window_that_the_run_does_not_hold_has_no_figure(lived: District) -> None:
    assert np.isnan(said(lived, "known", window="100..200"))
    assert np.isnan(said(lived, "known", window="2023-01"))
    assert np.isnan(said(lived, "satisfaction_end", "points", window="30..90"))
    assert said(lived, "satisfaction_end", "points", window="30..120") > 0.0


def test_a_special_statistic_is_found_by_its_name(lived: District) -> None:
    @special("cases")
    def twice_the_known(view: View) -> float:
        """Two times the known cases."""
        return 2.0 * view.sets.known.n

    try:
        assert SPECIAL["twice_the_known"].definition == "Two times the known cases."
        assert said(lived, "twice_the_known") == 2.0 * said(lived, "known")
    finally:
        del SPECIAL["twice_the_known"]


def test_a_batch_brings_figures_home() -> None:
    config = load("demo", days=40, warmup_days=10)
    rows = (Observation("A", "known", 1.0, "cases", 0.1), Observation("B", "on_time", 80.0, "%", 1.0, window="20..40"))
    from threading import Event

    batch = Batch(config.canonical(), (0, 1), observations=rows)
    with Serial() as engine:
        came = [row for done in engine.run([batch], Event()) if isinstance(done, Done) for row in done.rows]
        plain = [row for done in engine.run([Batch(config.canonical(), (0,))], Event()) for row in done.rows]
    lived = District(config, 1).live(40)
    assert came[1].figures == figures(lived, rows)
    assert came[0].figures != came[1].figures
    assert plain[0].figures == {}
    assert plain[0].measures == pytest.approx(came[0].measures, nan_ok=True, rel=0, abs=0)
