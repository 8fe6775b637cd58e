"""Rows that come with govsim."""

from __future__ import annotations

from sim.observations.published import published


def test_every_row_has_an_id_of_its_own_and_no_statistic_is_both_fitted_and_predicted() -> None:
    rows = published()
    assert len({row.id for row in rows}) == len(rows)
    told = {
        role: {(row.place, row.measure, row.area) for row in rows if row.role == role} for role in ("fit", "predict")
    }
    assert all(told.values())
    assert not told["fit"] & told["predict"]
    assert all(row.sd > 0.0 and (row.basis or row.note) for row in rows)
