"""Names that only the records have, or only the map."""

from __future__ import annotations

from pathlib import Path

from sim.cli import main
from sim.geography.surveyed import write_survey
from sim.i18n import speaking
from sim.records.phrases import of_level
from tests.drawn_maps import random_survey
from tests.records.made import PERSONS, file, imported, rows, text

NAMED = {"community": ["甲社区", "乙社区", "丙丁社区", "戊社区"]}


def test_names_are_held_against_the_map_and_the_nearest_is_offered(tmp_path: Path) -> None:
    table = rows(400)
    for k in range(40):
        table[k][6] = PERSONS[0]
    (found,) = imported(tmp_path, text(table), mapped=NAMED).learned.on_map
    assert (found.level, found.missing, found.unnamed, found.absent) == (
        "community", {"丙社区": "丙丁社区"}, 1, ("丙丁社区", "戊社区"),
    )  # fmt: skip
    with speaking("en"):
        told = str(of_level(found))
    assert told == (
        "Communities: 2 of the records not on the map of this folder (丙社区 (near 丙丁社区), 1 not named); "
        "2 of the map without a case (丙丁社区, 戊社区)."
    )


def test_that_all_are_on_it_is_said_and_without_a_map_nothing(tmp_path: Path) -> None:
    names = {"community": ["甲社区", "乙社区", "丙社区"], "grid": ["1"]}
    (found,) = imported(tmp_path, text(rows(99)), mapped=names).learned.on_map
    with speaking("zh"):
        assert of_level(found) == "社区：记录与本文件夹的地图名称一致。"
    assert imported(tmp_path, text(rows(99))).learned.on_map == []


def test_the_map_of_the_folder_is_used_and_what_comes_next_is_said(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    mine, cases = tmp_path / "mine", file(tmp_path, text(rows(99)))
    mine.mkdir()
    write_survey(random_survey(1), mine / "map.npz")
    assert main(["import", "cases", str(cases), "--out", str(mine), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "Communities: 3 of the records not on the map" in said
    assert said.splitlines()[-1] == f"Next: govsim new-place --out {mine}"
    (mine / "place.yaml").write_text("", "utf-8")
    assert main(["import", "cases", str(cases), "--out", str(mine), "--lang", "en"]) == 0
    assert f"Next: govsim calibrate place={mine}" in capsys.readouterr().out
