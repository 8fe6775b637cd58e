"""Observations as the model reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.observations.table import read_observations
from sim.records.observed import rows_of, table
from tests.records.made import file, imported, of_preset, rows, text


def seen(content: str, folder: Path, **more: object):  # type: ignore[no-untyped-def]
    return {row.measure: row for row in rows_of(imported(folder, content, **more).learned)}


def test_the_model_reads_every_row(tmp_path: Path) -> None:
    found = imported(tmp_path, of_preset("egova", 2000)).learned
    rows_ = rows_of(found)
    read = read_observations(file(tmp_path, table(rows_, found.kept.said), "observations.csv"))
    assert {row.measure: (row.value, row.unit, row.window) for row in read} == {
        row.measure: (pytest.approx(row.value, rel=1e-5), row.unit, "2024-03-04..2024-05-02") for row in rows_
    }
    assert {"reported", "on_time", "weekend_ratio", "resolution_median"} <= {row.name for row in read}


def test_no_number_of_cases_from_a_part_unless_the_total_is_told(tmp_path: Path) -> None:
    part = text(rows(2000)[::7])
    assert "reported" not in seen(part, tmp_path)
    one, two = (seen(part, tmp_path, total=total)["reported"] for total in (2000.0, 4000.0))
    assert one.value == pytest.approx(2000 / 60, rel=0.01)
    assert (two.value, two.sd) == (pytest.approx(2.0 * one.value), pytest.approx(2.0 * one.sd))
    assert seen(part, tmp_path)["reported:facilities"].value == pytest.approx(20.0, abs=0.5)  # shares stay shares


def test_both_readings_of_noise_are_in_the_sd(tmp_path: Path) -> None:
    noise = seen(text(rows(2000)), tmp_path)["reported:disputes"]
    assert noise.sd == pytest.approx(10.0)  # half of the gap between 20 and 40 %


def test_a_sample_gives_shares_and_durations_alone(tmp_path: Path) -> None:
    few = [row for row in rows(2000) if row[1] < "2024-03-25"]
    found = seen(text(few), tmp_path)
    assert "reported:facilities" in found
    assert not {"reported", "weekend_ratio", "overdispersion_of_days"} & set(found)
