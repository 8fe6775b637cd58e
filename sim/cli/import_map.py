"""Make a map of a real district: polygons of its grids become cells, checked and repaired with a line for each.

  FILE [COMMUNITIES]     GeoJSON, shapefile, GeoPackage, CSV of WKT or points; communities may have a file of their own
  --out FOLDER           map.npz and map_report.html are written there (mine/)
  --grid COLUMN, --community, --street, --residents, --households    what a column means, where its name does not say it
  --datum gcj02|bd09     the map is from a Chinese map service (AMap, Tencent; Baidu) and shifted by hundreds of metres
  --crs EPSG:4547        coordinates are in metres of that system; files in degrees are read as degrees
  --points cases.csv     columns lon and lat of cases: find out whether they and the map have the same datum
  --buildings FILE       buildings, by whose floors residents are spread within a grid
  --cells N, --per-cell HOUSEHOLDS    how fine it is cut; ten cells a grid if nothing is said
  --draw-grids N         the polygons are communities, in which so many grids are to be drawn
  --target COLUMN        the grid to which each polygon is to belong one day: target.csv, for grid_redivision
  --onto FILE            a map.npz, on which the file given has the grids as they are to be one day: target.csv

govsim import map grids.geojson communities.geojson --out mine/
"""

from __future__ import annotations

import csv
from pathlib import Path

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.errors import PlaceError, Problem, words_of
from sim.i18n import say
from sim.maps.columns import FLAGS
from sim.maps.coordinates import DATUMS

OUT, POINTS, BUILDINGS, ONTO = (Flag((f"--{name}",), "FILE") for name in ("out", "points", "buildings", "onto"))
OUT = Flag(("--out",), "FOLDER")
DATUM, POINTS_DATUM = Flag(("--datum",), allowed=DATUMS), Flag(("--points-datum",), allowed=DATUMS)
CRS, TARGET = Flag(("--crs",), "EPSG:CODE"), Flag(("--target",), "COLUMN")
CELLS, PER_CELL, DRAW = Flag(("--cells",), "N"), Flag(("--per-cell",), "HOUSEHOLDS"), Flag(("--draw-grids",), "N")
COLUMNS = tuple(Flag((f"--{name}",), "COLUMN") for name in FLAGS)
TAKES = Takes(
    (OUT, *COLUMNS, DATUM, CRS, POINTS, POINTS_DATUM, BUILDINGS, CELLS, PER_CELL, DRAW, TARGET, ONTO, LANG),
    Words("FILE", 1, None, example="grids.geojson"),
)
OBSERVATIONS = "observations.csv"


def main(asked: Asked) -> int:
    """Import a map, write it and its report, and say what was found."""
    from sim.brief.fonts import font_style
    from sim.maps.importing import MAP, REPORT, import_map, write_map
    from sim.maps.page import headline, page
    from sim.maps.targets import NAME
    from sim.maps.wanted import Wanted
    from sim.store.folder import replace_text
    from sim.writable import folder_problem

    flags = asked.flags
    out = Path(flags.get("--out", "mine"))
    with asked.sound() as wrong:
        if len(asked.words) > 2:
            wrong.append(Problem("FILE", say("maps.two_files", n=len(asked.words))))
        wrong += [Problem(word, say("text.missing")) for word in asked.words if not Path(word).is_file()]
        numbers = {key: _whole(key, flags.get(key), wrong) for key in ("--cells", "--per-cell", "--draw-grids")}
        if problem := folder_problem(out, "--out"):
            wrong.append(problem)
    if "--onto" in flags:
        return _onto(asked, out)
    wanted = Wanted(
        tuple(map(Path, asked.words)), out, {key: flags[f"--{key}"] for key in FLAGS if f"--{key}" in flags},
        crs=flags.get("--crs", ""), datum=flags.get("--datum", ""), points=_path(flags.get("--points")),
        points_datum=flags.get("--points-datum", ""), buildings=_path(flags.get("--buildings")),
        cells=numbers["--cells"], households=numbers["--per-cell"], grids=numbers["--draw-grids"],
        target=flags.get("--target", ""), names=_names(out / OBSERVATIONS),
    )  # fmt: skip
    imported = import_map(wanted)
    target = _checked(imported.survey, imported.target, f"--target {wanted.target}") if wanted.target else None
    survey, _ = write_map(imported, out, {})
    command = f"govsim new-place --out {out}"
    told = page(survey, imported.log.findings, command)
    replace_text(out / REPORT, told.replace("<style>", "<style>" + font_style(told), 1))
    print(headline(survey))
    for finding in imported.log.findings:
        print(say("maps.line", what=finding.line))
    if target is not None:
        replace_text(out / NAME, target)
    written = [out / MAP, out / REPORT, *([out / NAME] if target is not None else [])]
    print(say("maps.written", files=", ".join(map(str, written)), sha=survey.sha256[:12]))
    print(say("maps.then", command=command))
    return 0


def _onto(asked: Asked, out: Path) -> int:
    """Write the grids of another file as cells of a map that was imported before."""
    from sim.geography.surveyed import read_survey
    from sim.maps.targets import NAME, target_of_polygons
    from sim.store.folder import replace_text

    flags, file = asked.flags, Path(asked.words[0])
    with asked.sound() as wrong:
        try:
            survey = read_survey(flags["--onto"])
        except PlaceError as error:
            wrong.append(Problem("--onto", words_of(error), say("surveyed.a_map")))
    target, remarks = target_of_polygons(survey, file, flags.get("--crs", ""), flags.get("--datum", ""))
    text = _checked(survey, target, str(file))
    out.mkdir(parents=True, exist_ok=True)
    replace_text(out / NAME, text)
    for remark in remarks:
        print(say("maps.line", what=remark))
    print(say("maps.target_written", path=out / NAME, n=len(set(target)), before=len(survey.grid_names)))
    print(say("maps.target_use", path=(out / NAME), out=out))
    return 0


def _checked(survey, target, where: str) -> str:  # type: ignore[no-untyped-def]
    """Check new grids; say what was done to them, and return their table."""
    from sim.maps.targets import as_csv, sound_target

    target, remarks = sound_target(survey, target, where)
    for remark in remarks:
        print(say("maps.line", what=remark))
    return as_csv(target)


def _whole(key: str, text: str | None, wrong: list[Problem]) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 50_000):
        wrong.append(Problem(key, say("errors.found", x=repr(text)), "1..50000"))
        return 0
    return int(text)


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _names(path: Path) -> tuple[str, ...]:
    """Areas that the records name which were imported before."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = {row.get("area") or "" for row in csv.DictReader(file)}
    except (OSError, ValueError, csv.Error):
        return ()
    return tuple(sorted(found - {"", "all"}))
