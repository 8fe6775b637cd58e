"""Which rows a place is fitted to, and where they lie."""

import numpy as np
import pytest

from sim.calibration.targets import goals_of, on_scale, targets
from sim.observations.published import published
from sim.observations.table import Observation


def row(**own):
    told = {"id": "A", "measure": "on_time", "value": 90.0, "unit": "%", "sd": 0.5, "transform": "logit"}
    return Observation(**{**told, "disc_sd": 1.2, "role": "fit", **own})


def test_a_district_own_figure_takes_the_stead_of_others():
    of = {place: {r.id: r for r in targets(place)} for place in ("demo", "xialu")}
    assert of["demo"]["T02"].basis == "X005"
    assert "T02" not in of["xialu"]
    assert of["xialu"]["T03"].basis == "E126"


def test_what_is_given_takes_the_stead_of_what_is_public_and_of_other_places_nothing():
    own = [row(id="mine", place="demo"), row(id="theirs", place="xialu"), row(id="anywhere", measure="found")]
    found = {r.id for r in targets("demo", own)}
    assert {"mine", "anywhere"} <= found
    assert "theirs" not in found
    assert "T04" not in found  # on time of other cities


def test_two_windows_of_a_figure_are_two_rows():
    own = [row(id="one", window="60..200"), row(id="two", window="200..400"), row(id="part", area="C01")]
    assert {"one", "two", "part"} <= {r.id for r in targets("demo", own)}


def test_no_row_is_both_fitted_and_predicted():
    fitted = {(r.measure, r.area) for r in published() if r.role == "fit"}
    predicted = {(r.measure, r.area) for r in published() if r.role == "predict"}
    assert fitted
    assert not fitted & predicted


def test_goals_lie_on_their_scales_with_both_errors():
    goals = goals_of([row(), row(id="B", measure="found_per_1000", value=100.0, unit="per 1000/yr", transform="log",
                                 sd=0.3, disc_sd=0.4)])  # fmt: skip
    assert goals.values == pytest.approx([np.log(9.0), np.log(100.0)])
    assert goals.sds == pytest.approx([1.3, 0.5])
    assert goals.names == ("A", "B")


def test_figures_without_a_value_stay_without():
    found = on_scale(row(), np.array([50.0, np.nan]))
    assert found[0] == pytest.approx(0.0)
    assert np.isnan(found[1])
