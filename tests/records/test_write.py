"""Records made by the model in the form of each preset are read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.observations.figures import figures
from sim.observations.of_cases import SPECIAL
from sim.observations.table import Observation
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


def test_an_observation_is_defined_as_the_models_own_figure(tmp_path: Path, lived) -> None:  # type: ignore[no-untyped-def]
    """Every measure that both name: the file says of the model's cases what the model says of them itself."""
    path = tmp_path / "cases.csv"
    write_cases(lived, path)
    learned = import_cases([path], zone="UTC").learned
    assert learned.filled == pytest.approx(1.0)  # case numbers run with time
    view = View(lived.world, lived.recorder, 0)
    seen = {row.measure: row for row in rows_of(learned)}
    both = {name: SPECIAL[name].function if name in SPECIAL else MEASURES[name] for name in seen
            if name in SPECIAL or name in MEASURES}  # fmt: skip
    assert len(both) >= 15
    off = {name: (seen[name].value, own) for name, figure in both.items()
           if abs(seen[name].value - (own := figure(view))) > seen[name].sd}  # fmt: skip
    assert off == {}
    near = ("on_time", "closing_rate", "duplicate", "found", "response_median", "closing_sd_within_categories")
    assert [seen[name].value for name in near] == pytest.approx([both[name](view) for name in near], abs=0.15)
    for unit, measure in (("cases/d", "reported"), ("%", "reported:facilities")):
        row = Observation("x", measure, 0.0, unit, 1.0, window="0..89")
        assert figures(lived, [row])["x"] == pytest.approx(seen[measure].value, rel=0.02)
