"""What a change rests on, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.studies.rests import drawn_changes, rests_on

N = 40


def made() -> pd.DataFrame:
    """The change in ``b`` is twice ``x``; ``y`` goes up and down beside it, ``z`` never moves."""
    x = np.arange(N) / N
    values = [
        {"x": x[k], "y": float(k % 2), "z": 1.0, "policies.whistle.dose": float(k), "policies.b.dose": float(-k)}
        for k in range(N)
    ]
    draws = pd.concat(
        pd.DataFrame({"arm": arm, "draw": range(N), "silent": 50.0 + up * x}) for arm, up in (("a", 1.0), ("b", 3.0))
    )
    return drawn_changes(draws, values, {"a": [], "b": ["b"]}, ["silent", "no_such_measure"])


def test_changes_stand_beside_what_was_drawn_without_doses_of_levers_that_do_not_act() -> None:
    changes = made()
    assert set(changes.parameter) == {"x", "y", "z", "policies.b.dose"}
    own = changes[changes.parameter == "x"]
    assert len(own) == N
    np.testing.assert_allclose(own.change, 2.0 * own.value, atol=1e-12)


def test_the_number_that_moves_the_change_comes_first() -> None:
    found = rests_on(made()).set_index("parameter")
    assert list(found.index) == ["policies.b.dose", "x", "y"]  # one that never moves says nothing
    x = found.loc["x"]
    assert x.share == pytest.approx(1.0)
    assert x.sure
    assert (x.at_low, x.at_high) == pytest.approx((2.0 * x.low, 2.0 * x.high))
    assert found.share["y"] < 0.01
    assert not found.sure["y"]
    assert len(rests_on(made(), most=1)) == 1


def test_few_draws_tell_nothing() -> None:
    changes = made()
    assert rests_on(changes[changes.draw < 10]).empty


def test_noise_rests_on_nothing_surely() -> None:
    rng = np.random.default_rng(1)
    drawn = [{f"k{i}": float(v) for i, v in enumerate(row)} for row in rng.normal(size=(64, 40))]
    noise = pd.DataFrame({"arm": "b", "draw": range(64), "silent": rng.normal(size=64)})
    moved = noise.assign(silent=[3.0 * row["k7"] + 0.3 * x for row, x in zip(drawn, noise.silent, strict=True)])
    for own, sure in ((noise, set()), (moved, {"k7"})):
        draws = pd.concat([own.assign(arm="a", silent=0.0), own])
        told = rests_on(drawn_changes(draws, drawn, {"a": [], "b": []}, ["silent"]))
        assert set(told.parameter[told.sure]) == sure
