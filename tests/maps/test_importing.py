"""A made district with an island, an enclave, a lake, an overlap, a gap and a bow tie, from polygons to a place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from sim.cli import main
from sim.config.run import load
from sim.district import District
from sim.errors import ConfigError
from sim.geography.cells import n_pieces
from sim.geography.partition import read_grids
from sim.geography.shapes import Shapes
from sim.geography.surveyed import Survey, read_survey
from sim.maps.coordinates import from_datum, to_datum
from sim.maps.importing import Imported, import_map
from sim.maps.wanted import Wanted
from sim.state.places import settled_map
from tests.district import MIDDLE, geojson, grids, write_district
from tests.places import a_place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("district")
    return import_map(Wanted((write_district(folder / "grids.geojson"),), folder))


def told(imported: Imported) -> str:
    return "\n".join(finding.what.en for finding in imported.log.findings)


def imported(folder: Path, rows: list[dict[str, Any]], **said: Any) -> Imported:
    (folder / "grids.geojson").write_text(geojson(rows), encoding="utf-8")
    return import_map(Wanted((folder / "grids.geojson",), folder, **said))


def test_everything_wrong_is_told_once(made: Imported) -> None:
    for words in (
        "9号网格: in 2 pieces; beside the largest 0.12 km²", "self-intersection", "overlap of 2598 m² (0.6 %",
        "gap of 1952 m² between", "0.10 km² within 东湖社区 5号网格 belong to no grid", "joined by a link of 294 m",
        "9 names stand in several communities", "no street is named",
    ):  # fmt: skip
        assert told(made).count(words) == 1, words


def test_cells_cover_the_grids_and_hang_together(made: Imported) -> None:
    survey = made.survey
    assert survey.counts == {"streets": 1, "communities": 3, "grids": 27}
    assert 260 <= len(survey.cells) <= 290
    assert n_pieces(survey.cells, survey.grid).tolist() == [1] * 27
    assert survey.residents.sum() == pytest.approx(3 * sum(700 + 60 * k for k in range(9)))
    assert np.bincount(survey.grid, survey.residents)[:3] == pytest.approx([700, 760, 820])
    polygons = [shapely.Polygon(survey.cells.shape(c)) for c in range(len(survey.cells))]
    assert all(polygon.is_valid for polygon in polygons)
    whole = shapely.union_all(polygons)
    assert whole.area == pytest.approx(survey.cells.area.sum(), rel=1e-9)  # no overlap
    assert whole.area == pytest.approx(27 * 650.0**2 * 1.0 - 0.10e6 + 0.12e6, rel=0.02)


def test_neighbours_have_the_same_corners(made: Imported) -> None:
    cells = made.survey.cells
    _, between = Shapes(cells.corners, cells.corner_first, 1.0).sides
    seen = set(map(tuple, np.sort(between[between[:, 1] >= 0], axis=1).tolist()))
    links = {tuple(sorted(link[:2])) for link in made.survey.about["links"]}
    edges = set(map(tuple, np.sort(cells.edges, axis=1).tolist()))
    assert len(edges - links - seen) <= 1  # where the bow tie crosses, two cells pass within a metre


def test_the_command_writes_the_same_bytes_in_either_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write_district(tmp_path / "grids.geojson"))
    for folder, language in (("a", "en"), ("b", "zh")):
        assert main(["import", "map", file, "--out", str(tmp_path / folder), "--lang", language]) == 0
    assert (tmp_path / "a/map.npz").read_bytes() == (tmp_path / "b/map.npz").read_bytes()
    assert "27个网格" in capsys.readouterr().out
    page = (tmp_path / "b/map_report.html").read_text(encoding="utf-8")
    assert page.count("<title>") > 250
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_bad_file_ends_with_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.geojson").write_text("{", encoding="utf-8")
    (tmp_path / "b.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for name in ("a.geojson", "b.csv", "none.shp"):
        assert main(["import", "map", str(tmp_path / name), "--out", str(tmp_path), "--lang", "en"]) == 2
        said = capsys.readouterr().err
        assert name in said
        assert "Traceback" not in said


def test_all_that_stands_in_the_way_is_said_at_once(tmp_path: Path) -> None:
    rows = grids()[:4]
    rows[1]["shape"] = rows[0]["shape"]
    rows[3]["shape"] = rows[3]["shape"].boundary
    with pytest.raises(ConfigError) as caught:
        imported(tmp_path, rows)
    assert "overlap" in str(caught.value)
    assert "LinearRing" in str(caught.value) or "LineString" in str(caught.value)
    with pytest.raises(ConfigError, match="nobody says in which community"):
        imported(tmp_path, [{**row, "community": ""} for row in grids()])


def test_exchanged_degrees_wkt_and_missing_names_are_read(tmp_path: Path) -> None:
    rows = [{**row, "name": "" if k == 1 else row["name"]} for k, row in enumerate(grids()[:6])]
    tree = json.loads(geojson(rows))
    lines = ["网格名称,社区,户数,wkt"]
    for feature in tree["features"]:
        shape = shapely.transform(shapely.from_geojson(json.dumps(feature["geometry"])), lambda points: points[:, ::-1])
        own = feature["properties"]
        lines.append(f'{own["name"]},{own["community"]},300,"{shape.wkt}"')
    (tmp_path / "grids.csv").write_bytes("\n".join(lines).encode("gbk"))
    found = import_map(Wanted((tmp_path / "grids.csv",), tmp_path, names=("滨江社区", "南坪社")))
    assert "latitude stood before longitude" in told(found)
    assert "without a name; now 网格 1" in told(found)
    assert "南坪社: named in the records, and not on the map; nearest: 滨江社区" in told(found) or "南坪社" in told(
        found
    )
    assert found.survey.residents.sum() == pytest.approx(6 * 300 * 2.6)


def test_the_shift_of_a_map_service_is_found_out(tmp_path: Path) -> None:
    centre = np.array([[MIDDLE.lon, MIDDLE.lat]])
    shifted = to_datum(centre, "gcj02")
    apart = float(np.hypot(*(MIDDLE.metres(shifted) - MIDDLE.metres(centre))[0]))
    assert 359 <= apart <= 587  # as measured in four cities
    assert np.allclose(from_datum(to_datum(centre, "bd09"), "bd09"), centre, atol=1e-9)
    rows = grids()
    # cases near the border, where a shift of some hundred metres counts
    border = shapely.union_all([shapely.make_valid(row["shape"]) for row in rows]).geoms[0].buffer(-30.0).exterior
    cases = np.array([border.interpolate(k / 90, normalized=True).coords[0] for k in range(90)])
    lon_lat = to_datum(MIDDLE.degrees(cases), "gcj02")
    (tmp_path / "cases.csv").write_text(
        "id,lng,lat\n" + "\n".join(f"{i},{a},{b}" for i, (a, b) in enumerate(lon_lat)), encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="--points-datum gcj02"):
        imported(tmp_path, rows, points=tmp_path / "cases.csv")
    assert "no other datum fits better" in told(
        imported(tmp_path, rows, points=tmp_path / "cases.csv", points_datum="gcj02")
    )


def test_grids_of_one_day_are_read_onto_the_map(made: Imported, tmp_path: Path) -> None:
    from sim.geography.surveyed import write_survey

    write_survey(made.survey, tmp_path / "map.npz")
    one_day = grids()
    joined = [*one_day[:2], *one_day[3:]]
    joined[1] = {**one_day[1], "shape": one_day[1]["shape"].union(one_day[2]["shape"]), "name": "新2号"}
    (tmp_path / "new.geojson").write_text(geojson(joined), encoding="utf-8")
    typed = ["import", "map", str(tmp_path / "new.geojson"), "--onto", str(tmp_path / "map.npz")]
    assert main([*typed, "--out", str(tmp_path), "--lang", "en"]) == 0
    survey: Survey = read_survey(tmp_path / "map.npz")
    place = a_place(population=25_380, map="x", map_cells=len(survey.cells), communities=3, streets=1)
    new = read_grids(tmp_path / "target.csv", settled_map(place, survey))
    assert new.n == 26
    assert "新2号" in new.names


def test_every_lever_that_redraws_leaves_whole_grids_on_a_map_with_islands_and_enclaves(
    made: Imported, tmp_path: Path
) -> None:
    from sim.geography.surveyed import write_survey

    write_survey(made.survey, tmp_path / "map.npz")
    said = {
        "map": str(tmp_path / "map.npz"), "population": 25_380, "streets": 1, "communities": 3, "grids": 27,
        "grids_after": 0, "workers": 27, "part_time_workers": 0, "compounds": 20, "owners_committees": 4,
        "reporting_members": 90, "layers": 1,
    }  # fmt: skip
    before = {f"place.{key}": value for key, value in said.items()}
    for doses, n in (
        ({"grid_redivision.grids": 50}, 50), ({"grid_redivision.mode": "merge", "grid_redivision.grids": 12}, 12),
        ({"grid_redivision.mode": "balance"}, 27), ({"community_merging.coverage": 0.667}, 27),
    ):  # fmt: skip
        lever = next(iter(doses)).partition(".")[0]
        dosed = {f"policies.{key}": value for key, value in doses.items()}
        district = District(load("demo", [lever], days=2, warmup_days=0, **before, **dosed), 1)
        district.live(2)
        town = district.world.map
        assert town.grids.n == n
        assert n_pieces(town.cells, town.grids.of_cell).tolist() == [1] * n
