"""A window with an end: cases reported in it, followed to the end of the run; evenings of it; money spent in it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import MEASURES, View, measure_all, measure_areas
from tests.places import small


@pytest.fixture(scope="module")
def lived():
    return small(population=900, days=60, needs={"requests_per_year": 20.0}).live(60)


def test_a_window_to_the_end_is_no_window(lived) -> None:
    whole, said = (View(lived.world, lived.recorder, 20, until) for until in (None, 60))
    assert measure_all(whole, tuple(MEASURES)) == pytest.approx(measure_all(said, tuple(MEASURES)), rel=0, nan_ok=True)


def test_cases_are_those_reported_in_it(lived) -> None:
    view, cases = View(lived.world, lived.recorder, 20, 40), lived.world.cases
    day = cases.t_accept / 24.0
    known = (day >= 20) & (day < 40) & (cases.parent < 0)
    assert 0 < view.sets.known.n == int(known.sum()) < View(lived.world, lived.recorder, 20).sets.known.n
    born = (cases.t_occur >= 480.0) & (cases.t_occur < 960.0) & (cases.parent < 0)
    assert view.sets.born.n == int(born.sum())
    # what is closed after the window counts as closed: cases are followed to the end
    closed_late = known & (cases.t_close >= 960.0)
    assert closed_late.any()
    assert set(np.flatnonzero(closed_late)) <= set(view.sets.known["row"])


def test_evenings_and_money_are_those_of_its_days(lived) -> None:
    view, evenings = View(lived.world, lived.recorder, 20, 40), lived.recorder
    assert view.days == 20
    assert view.gained(evenings.spent_yuan) == evenings.spent_yuan[39] - evenings.spent_yuan[19]
    people = lived.world.residents.n
    assert MEASURES["backlog"](view) == pytest.approx(1000.0 * evenings.open_cases[20:40].mean() / people)
    assert MEASURES["spending"](view) == pytest.approx(view.gained(evenings.spent_yuan) / 20 * 365 / people)


def test_parts_have_the_same_window(lived) -> None:
    view = View(lived.world, lived.recorder, 20, 40)
    table = measure_areas(view, measure_all(view))
    cases = [n for level, n in zip(table["level"], table["cases"], strict=True) if level == "community"]
    assert sum(cases) == view.sets.known.n
