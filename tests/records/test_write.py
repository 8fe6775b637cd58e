"""Records made by the model in the form of each preset are read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.measures import MEASURES, View
from sim.observations.figures import figures
from sim.observations.of_cases import SPECIAL
from sim.observations.table import Observation
from sim.records.categories import NAMES
from sim.records.importing import import_cases
from sim.records.observed import Row, rows_of
from sim.records.write import REPORTED, write_cases
from tests.places import small


@pytest.fixture(scope="module")
def lived():  # type: ignore[no-untyped-def]
    return small(population=6000, days=90).live(90)


@pytest.mark.parametrize("preset", ["egova", "grid_centre", "hotline12345", "open311", "boston", "nyc", "chicago"])
def test_what_the_model_did_is_read_back(tmp_path: Path, lived, preset: str) -> None:  # type: ignore[no-untyped-def]
    """Every share and median within two standard deviations of the model's own; shares exactly those of the reports."""
    path = tmp_path / "cases.csv"
    n = write_cases(lived, path, preset=preset, encoding="gb18030")
    found = import_cases([path], zone="UTC")
    view = View(lived.world, lived.recorder, 0)
    told = np.isin(view.sets.reports["channel"], REPORTED)
    assert (found.files[0].preset, found.clean.cases.n) == (preset, n)
    assert n == (told.sum() if preset == "open311" else view.sets.reports.n)
    seen = {row.measure: row for row in rows_of(found.learned)}
    category = view.sets.reports["category"][told]
    shares = {name: 100.0 * np.mean(category == c) for c, name in enumerate(NAMES)}
    assert {name: seen[f"reported:{name}"].value for name in NAMES} == pytest.approx(shares, abs=1e-3)
    assert seen["reported"].value == pytest.approx(len(category) / found.learned.kept.days, rel=1e-4)
    if preset == "open311":  # the public's cases alone are closed otherwise than all; their median is near
        seen = {name: row for name, row in seen.items() if name.startswith("reported") or name.endswith("median")}
    own = {name: own_figure(lived, view, row) for name, row in seen.items()}
    off = {
        name: (seen[name].value, own[name]) for name in seen if abs(seen[name].value - own[name]) > 2.0 * seen[name].sd
    }
    assert off == {}
    assert {"resolution_median", *(f"reported:{name}" for name in NAMES)} <= set(seen)
    assert ("response_median" in seen) == (preset in ("egova", "grid_centre", "hotline12345"))


def test_of_questions_and_answers_only_how_long_is_read_back(tmp_path: Path, lived) -> None:  # type: ignore[no-untyped-def]
    n = write_cases(lived, tmp_path / "cases.csv", preset="asked_answered")
    found = import_cases([tmp_path / "cases.csv"], zone="UTC")
    rows = View(lived.world, lived.recorder, 0).sets.reports
    took = (rows["t_close"] - rows["t_accept"])[rows["closed"] & (rows["parent"] < 0)]
    assert (found.files[0].preset, n, rows_of(found.learned)) == ("asked_answered", len(took), [])
    (stage,) = found.learned.stages
    assert stage.median.value == pytest.approx(float(np.median(took)), abs=0.1)


def own_figure(lived, view: View, row: Row) -> float:  # type: ignore[no-untyped-def]
    """What the model says of its own cases."""
    if row.measure in SPECIAL:
        return SPECIAL[row.measure].function(view)
    if row.measure in MEASURES:
        return MEASURES[row.measure](view)
    return figures(lived, [Observation("x", row.measure, 0.0, row.unit, 1.0, window="0..89")])["x"]


def test_where_no_column_says_who_told_no_number_of_reports_is_taken(tmp_path: Path, lived) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "cases.csv"
    write_cases(lived, path)
    path.write_text(path.read_text("utf-8").replace("event src name", "x"), "utf-8")
    found = import_cases([path], zone="UTC").learned
    rows = {row.measure: row for row in rows_of(found)}
    assert not {"reported", "found"} & set(rows)
    assert "who told is not known" in rows["reported:safety"].note


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
