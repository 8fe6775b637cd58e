"""Real maps: written as the same bytes, read as they were, refused where they are not sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import PlaceError
from sim.geography.surveyed import read_survey, write_survey
from tests.drawn_maps import random_survey


def test_a_map_comes_back_as_it_was(tmp_path: Path) -> None:
    survey = random_survey(1)
    digest = write_survey(survey, tmp_path / "map.npz")
    found = read_survey(tmp_path / "map.npz", digest[:12])
    assert found.sha256 == digest == write_survey(survey, tmp_path / "again.npz")
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["again.npz", "map.npz"]
    assert found.community_names == survey.community_names
    assert np.array_equal(found.cells.edges, survey.cells.edges)
    assert np.array_equal(found.residents, survey.residents)
    assert found.counted
    assert not found.cells.walk


def test_another_map_than_was_meant_is_refused(tmp_path: Path) -> None:
    write_survey(random_survey(1), tmp_path / "map.npz")
    with pytest.raises(PlaceError, match="another map"):
        read_survey(tmp_path / "map.npz", "0123456789ab")
    with pytest.raises(PlaceError, match="no file"):
        read_survey(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("no map", encoding="utf-8")
    with pytest.raises(PlaceError, match="no map of govsim import map"):
        read_survey(tmp_path / "text.npz")


def test_a_map_with_a_torn_grid_is_refused(tmp_path: Path) -> None:
    survey = random_survey(1)
    write_survey(replace(survey, cells=replace(survey.cells, edges=survey.cells.edges[:20])), tmp_path / "map.npz")
    with pytest.raises(PlaceError, match="no map of govsim"):
        read_survey(tmp_path / "map.npz")
