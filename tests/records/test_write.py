"""Records made by the model in the form of each preset are read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.records.importing import import_cases
from sim.records.observed import rows_of
from sim.records.write import write_cases
from tests.places import small


@pytest.fixture(scope="module")
def lived():  # type: ignore[no-untyped-def]
    return small(population=6000, days=90).live(90)


@pytest.mark.parametrize("preset", ["egova", "grid_centre", "hotline12345", "open311", "boston", "nyc", "chicago"])
def test_what_the_model_did_is_read_back(tmp_path: Path, lived, preset: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "cases.csv"
    n = write_cases(lived, path, preset=preset, encoding="gb18030")
    found = import_cases([path], zone="UTC")
    view = View(lived.world, lived.recorder, 0)
    assert found.files[0].preset == preset
    assert found.clean.cases.n == n == view.sets.reports.n
    seen = {row.measure: row for row in rows_of(found.learned)}
    category = view.of("category")
    for c, name in ((0, "environment"), (1, "facilities")):
        row = seen[f"reported:{name}"]
        assert row.value == pytest.approx(100.0 * np.mean(category == c), abs=max(2.0 * row.sd, 6.0))
    if preset in ("egova", "grid_centre", "hotline12345"):
        row = seen["resolution_median"]
        assert row.value == pytest.approx(MEASURES["resolution_median"](view), abs=2.0 * row.sd)
        assert seen["on_time"].value == pytest.approx(MEASURES["on_time"](view), abs=2.0 * seen["on_time"].sd)
