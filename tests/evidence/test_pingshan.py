"""Observations of Pingshan: derived statistics, blind for `govsim validate`; the register says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.evidence import load_register, load_sources
from sim.evidence import register as home
from sim.observations.published import published
from sim.observations.table import read_observations

ROWS = {row.measure: row for row in read_observations(Path(home.__file__).parent / "pingshan.csv")}


@pytest.mark.parametrize(
    ("id_", "measure"),
    [("X084", "weekend_ratio"), ("X085", "overdispersion_of_days"), ("X086", "on_time")],
)
def test_the_register_says_the_same(id_: str, measure: str) -> None:
    row = ROWS[measure]
    assert float(load_register()[id_].value) == pytest.approx(row.value, abs=row.sd)
    assert id_ in row.basis


@pytest.mark.parametrize("name", ["environment", "facilities", "property", "disputes"])
def test_differences_between_categories_lie_within_two_sd(name: str) -> None:
    parts = dict(zip(("environment", "facilities", "property", "disputes"), load_register()["X087"].value.split(";"),
                     strict=True))  # fmt: skip
    row = ROWS[f"on_time_gap_{name}"]
    assert float(parts[name]) - float(load_register()["X086"].value) == pytest.approx(row.value, abs=2.2 * row.sd)


def test_every_row_is_derived_from_a_known_source_and_blind() -> None:
    known = {*load_register(), *load_sources()}
    cited = {id_ for row in ROWS.values() for id_ in re.findall(r"[A-Z]\d{3}", row.basis)}
    assert cited <= known
    assert all(row.basis.startswith("derived") and row.role == "blind" and row.n > 90 for row in ROWS.values())
    assert not {row.key for row in ROWS.values()} & {row.key for row in published()}


def test_shares_are_of_one_whole() -> None:
    shares = [row.value for row in ROWS.values() if row.measure.startswith("reported:")]
    assert sum(shares) == pytest.approx(100.0, abs=0.3)
