"""All kinds of files that offices have: shapefile, GeoPackage, CSV of WKT or points; systems, buildings, targets."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.cli import main
from sim.errors import ConfigError
from sim.geography.surveyed import Survey, read_survey
from sim.maps.coordinates import Plane
from sim.maps.importing import Imported, import_map
from sim.maps.wanted import Wanted
from tests.district import geojson

shapely = pytest.importorskip("shapely")
PLANE = Plane(114.2, 30.5)
NAMES = ("网格名称", "所属社区", "常住人口")
METRES = "EPSG:4547"
CELLS = 12


def rows() -> list[dict[str, Any]]:
    """Six grids of 400 m in two communities, side by side."""
    return [
        dict(zip((*NAMES, "shape"), (f"{k + 1}号", "东社区" if k % 3 < 2 else "西社区", 300 + k,
             shapely.box(400 * (k % 3), 400 * (k // 3), 400 * (k % 3) + 400, 400 * (k // 3) + 400)), strict=True))
        for k in range(6)
    ]  # fmt: skip


def degrees() -> list[Any]:
    return [shapely.transform(row["shape"], PLANE.degrees) for row in rows()]


def metres() -> list[Any]:
    pyproj = pytest.importorskip("pyproj")
    to = pyproj.Transformer.from_crs("EPSG:4490", METRES, always_xy=True)
    return [shapely.transform(shape, lambda p: np.stack(to.transform(*p.T), axis=1)) for shape in degrees()]


def table(path: Path, names: list[str], lines: list[list[Any]], encoding: str = "gb18030") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([names, *lines])
    return path


def written(path: Path, shapes: list[Any], crs: str, *, encoding: str = "UTF-8", layer: str | None = None) -> Path:
    pyogrio = pytest.importorskip("pyogrio")
    columns = [np.array([row[name] for row in rows()], object if name != NAMES[2] else None) for name in NAMES]
    pyogrio.raw.write(
        path, shapely.to_wkb(shapes), columns, list(NAMES), geometry_type="Polygon", crs=crs, layer=layer,
        driver="GPKG" if path.suffix == ".gpkg" else "ESRI Shapefile", encoding=encoding, append=path.exists(),
    )  # fmt: skip
    return path


def imported(*files: Path, **said: Any) -> Imported:
    return import_map(Wanted(files, files[0].parent, **{"cells": CELLS, **said}))


def is_the_district(survey: Survey) -> bool:
    assert survey.counts == {"streets": 1, "communities": 2, "grids": 6}
    assert set(survey.grid_names) == {f"{k + 1}号" for k in range(6)}
    assert survey.residents.sum() == pytest.approx(1815)
    return bool(abs(survey.cells.area.sum() / (6 * 400.0**2) - 1.0) < 2e-3)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # names are cut at ten bytes: what is tested
@pytest.mark.parametrize("encoding", ["GB18030", "UTF-8"])
@pytest.mark.parametrize("code_page", [True, False])
def test_a_shapefile_is_read_whatever_its_code_page_says(tmp_path: Path, encoding: str, code_page: bool) -> None:
    file = written(tmp_path / "grids.shp", degrees(), "EPSG:4490", encoding=encoding)
    if not code_page:
        file.with_suffix(".cpg").unlink(missing_ok=True)
    assert is_the_district(imported(file).survey)


def test_a_geopackage_in_metres_says_its_system_and_one_of_two_layers_is_not_guessed(tmp_path: Path) -> None:
    file = written(tmp_path / "grids.gpkg", metres(), METRES, layer="网格")
    assert is_the_district(imported(file).survey)
    written(file, metres(), METRES, layer="旧网格")
    with pytest.raises(ConfigError, match="2 layers"):
        imported(file)


def test_metres_need_a_system_that_is_named(tmp_path: Path) -> None:
    cells = [[row[name] for name in NAMES] for row in rows()]
    bare = table(tmp_path / "bare.csv", [*NAMES, "几何"], [[*c, s.wkt] for c, s in zip(cells, metres(), strict=True)])
    with pytest.raises(ConfigError, match="no coordinate system is named"):
        imported(bare)
    assert is_the_district(imported(bare, crs=METRES).survey)
    with pytest.raises(ConfigError, match="EPSG:99999 cannot be used"):
        imported(bare, crs="EPSG:99999")
    with pytest.raises(ConfigError, match="no shift of a map service"):
        imported(bare, crs=METRES, datum="gcj02")
    told = [[*c, f"SRID=4547;{s.wkt}"] for c, s in zip(cells, metres(), strict=True)]
    assert is_the_district(imported(table(tmp_path / "ewkt.csv", [*NAMES, "WKT"], told)).survey)


@pytest.mark.parametrize(("package", "file"), [("pyogrio", "a.shp"), ("pyproj", "b.csv")])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_missing_package_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], package: str, file: str,
    language: str,
) -> None:  # fmt: skip
    table(tmp_path / "b.csv", ["name", "community", "wkt"], [["a", "b", "POLYGON((0 0,0 9,9 9,0 0))"]])
    for name in ("a.geojson", "a.shp"):
        (tmp_path / name).write_text(geojson(rows()) if name.endswith("json") else "", encoding="utf-8")
    monkeypatch.setitem(sys.modules, package, None)
    if package == "pyproj":
        monkeypatch.setattr("sim.maps.placing.like_degrees", lambda points: False)
    typed = ["import", "map", str(tmp_path / file), "--crs", METRES, "--out", str(tmp_path / "o"), "--lang", language]
    assert main(typed) == 2
    said = capsys.readouterr().err
    assert package in said
    assert "pip install 'govsim[geo]'" in said


def test_buildings_say_where_in_a_grid_people_live_and_in_which_where_nobody_counted(tmp_path: Path) -> None:
    homes = [{"层数": f, "shape": shapely.box(x, 20, x + 20, 40)} for x, f in ((20, 1), (340, 9), (420, 30))]
    (tmp_path / "homes.geojson").write_text(geojson(homes, PLANE), encoding="utf-8")
    (tmp_path / "counted.geojson").write_text(geojson(rows(), PLANE), encoding="utf-8")
    nobody = [{key: value for key, value in row.items() if key != NAMES[2]} for row in rows()]
    (tmp_path / "bare.geojson").write_text(geojson(nobody, PLANE), encoding="utf-8")
    told = {"buildings": tmp_path / "homes.geojson", "cells": 60}
    counted = imported(tmp_path / "counted.geojson", **told).survey
    in_first = counted.residents[counted.grid == counted.grid_names.index("1号")]
    assert np.sort(in_first)[-2:] == pytest.approx([30.0, 270.0], rel=1e-3)  # one floor and nine of 300 people
    assert in_first.sum() == pytest.approx(300.0)
    assert is_the_district(counted)
    bare = imported(tmp_path / "bare.geojson", **told).survey
    people = np.bincount(bare.grid, bare.residents)[[bare.grid_names.index(f"{k}号") for k in (1, 2)]]
    assert people[1] / people[0] == pytest.approx(3.0, rel=0.05)
    far = [{"层数": 3, "shape": shapely.box(9e4, 0, 9e4 + 9, 9)}]
    (tmp_path / "far.geojson").write_text(geojson(far, PLANE), encoding="utf-8")
    with pytest.raises(ConfigError, match="no building lies on the map"):
        imported(tmp_path / "bare.geojson", buildings=tmp_path / "far.geojson")


def test_points_become_grids_up_to_half_way_and_to_the_border_of_communities(tmp_path: Path) -> None:
    middle = [(row, PLANE.degrees(np.array([row["shape"].centroid.coords[0]]))[0]) for row in rows()]
    lines = [[*(row[name] for name in NAMES), *point] for row, point in middle]
    points = table(tmp_path / "points.csv", [*NAMES, "经度", "纬度"], lines)
    (tmp_path / "both.geojson").write_text(
        geojson([{"名称": m, "shape": shapely.union_all([r["shape"] for r in rows() if r[NAMES[1]] == m])}
                 for m in ("东社区", "西社区")], PLANE), encoding="utf-8",
    )  # fmt: skip
    found = imported(points, tmp_path / "both.geojson")
    assert is_the_district(found.survey)
    assert "6 points and no polygon" in found.log.findings[0].what.en
    alone = imported(points).survey
    assert alone.counts["grids"] == 6
    assert alone.cells.area.sum() > found.survey.cells.area.sum()


def test_communities_of_a_second_file_and_grids_drawn_in_communities(tmp_path: Path) -> None:
    only = [{NAMES[0]: row[NAMES[0]], "shape": row["shape"]} for row in rows()]
    (tmp_path / "grids.geojson").write_text(geojson(only, PLANE), encoding="utf-8")
    both = [
        {"社区名称": m, NAMES[2]: n, "shape": shapely.union_all([r["shape"] for r in rows() if r[NAMES[1]] == m])}
        for m, n in (("东社区", 1210), ("西社区", 605))
    ]
    (tmp_path / "both.geojson").write_text(geojson(both, PLANE), encoding="utf-8")
    with pytest.raises(ConfigError, match="nobody says in which community"):
        imported(tmp_path / "grids.geojson")
    found = imported(tmp_path / "grids.geojson", tmp_path / "both.geojson").survey
    assert found.counts["communities"] == 2
    assert not found.counted
    drawn = imported(tmp_path / "both.geojson", grids=5, cells=40).survey
    assert drawn.counts == {"streets": 1, "communities": 2, "grids": 5}
    assert np.bincount(drawn.grids.community).tolist() == [3, 2]
    people = np.bincount(drawn.grid, drawn.residents)
    assert people.max() / people.mean() < 1.2


def test_a_column_says_which_grids_are_to_become_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    after = {"1号": "甲", "2号": "甲", "4号": "乙", "5号": "乙", "3号": "丙", "6号": "丙"}
    told = [{**row, "新网格": after[row[NAMES[0]]], "断开": "丁" if row[NAMES[0]] in ("1号", "5号") else row[NAMES[0]]}
            for row in rows()]  # fmt: skip
    (tmp_path / "grids.geojson").write_text(geojson(told, PLANE), encoding="utf-8")
    typed = ["import", "map", str(tmp_path / "grids.geojson"), "--out", str(tmp_path / "o"), "--cells", str(CELLS)]
    assert main([*typed, "--target", "新网格", "--lang", "en"]) == 0
    survey = read_survey(tmp_path / "o" / "map.npz")
    text = (tmp_path / "o" / "target.csv").read_text(encoding="utf-8")
    new = [row["grid"] for row in csv.DictReader(text.splitlines())]
    assert [after[survey.grid_names[g]] for g in survey.grid] == new
    capsys.readouterr()
    for column, why in (("断开", "2 pieces"), ("没有", "no such column")):
        assert main([*typed, "--target", column, "--lang", "en"]) == 2
        assert why in capsys.readouterr().err


def test_case_points_in_the_datum_of_the_map_need_nothing_said_of_its_shift(tmp_path: Path) -> None:
    from sim.maps.coordinates import to_datum

    shifted = [{**row, "shape": shapely.transform(shape, lambda p: to_datum(p, "bd09"))}
               for row, shape in zip(rows(), degrees(), strict=True)]  # fmt: skip
    tree = json.loads(geojson(rows()))
    for feature, row in zip(tree["features"], shifted, strict=True):
        feature["geometry"] = json.loads(shapely.to_geojson(row["shape"]))
    (tmp_path / "baidu.geojson").write_text(json.dumps(tree), encoding="utf-8")
    inside = np.random.default_rng(1).uniform(0.0, 1.0, (200, 2)) * (1200.0, 800.0)
    cases = table(tmp_path / "cases.csv", ["lng", "lat"], to_datum(PLANE.degrees(inside), "bd09").tolist())
    assert "no other datum" in imported(tmp_path / "baidu.geojson", points=cases).log.findings[-1].what.en
    with pytest.raises(ConfigError, match="--datum bd09 --points-datum bd09"):
        imported(tmp_path / "baidu.geojson", points=cases, datum="bd09")
