"""Files of observations: read as people write them, converted, hashed, and refused with every problem at once."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from sim.config.run import load
from sim.errors import ConfigError
from sim.i18n import speaking
from sim.observations import Observation, digest, read_observations

HEAD = "id,place,measure,window,value,unit,sd\n"


def read(folder: Path, text: str, encoding: str = "utf-8", **more: object) -> tuple[Observation, ...]:
    path = folder / "seen.csv"
    path.write_bytes(text.encode(encoding))
    return read_observations(path, **more)  # type: ignore[arg-type]


def problems(folder: Path, text: str) -> list[str]:
    with speaking("en"), pytest.raises(ConfigError) as caught:
        read(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    (row,) = read(tmp_path, HEAD + "B1,xialu,on_time,2023-01..2023-06,87.5,%,1.0\n")
    told = (row.id, row.place, row.measure, row.window, row.value, row.unit, row.sd)
    assert told == ("B1", "xialu", "on_time", "2023-01-01..2023-06-30", 87.5, "%", 1.0)
    assert math.isnan(row.n)
    assert math.isnan(row.disc_sd)
    assert (row.area, row.role, row.transform) == ("all", "blind", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_whatever_the_editor_made_of_it(tmp_path: Path, encoding: str) -> None:
    text = "编号,地点,指标,时段,数值,单位,标准差,备注\n甲,demo,按期处置率,2023,87.5,%,1,来自月报\n"
    (row,) = read(tmp_path, text, encoding)
    assert (row.id, row.measure, row.window, row.note) == ("甲", "on_time", "2023-01-01..2023-12-31", "来自月报")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_parted_by_what_the_head_shows(tmp_path: Path, delimiter: str) -> None:
    (row,) = read(tmp_path, (HEAD + "B1,demo,known,,200,cases,3\n").replace(",", delimiter))
    assert (row.measure, row.value, row.unit) == ("known", 200.0, "cases")


@pytest.mark.parametrize(
    ("measure", "value", "unit", "sd", "found", "own", "sd_found"),
    [
        ("on_time", "0.875", "share", "0.01", 87.5, "%", 1.0),
        ("on_time", "87.5%", "", "1", 87.5, "%", 1.0),
        ("response_mean", "0.5", "d", "0.25", 12.0, "h", 6.0),
        ("response_mean", "90", "分钟", "30", 1.5, "h", 0.5),
        ("resolution_median", "36", "hours", "12", 1.5, "d", 0.5),
        ("workload_gini", "25", "%", "5", 0.25, "0-1", 0.05),
        ("reported", "0.2", "per person/yr", "0.02", 0.2, "per person/yr", 0.02),
        ("reported:disputes", "0.1", "share", "0.02", 10.0, "%", 2.0),
        ("known", '"12,480"', "件", "100", 12480.0, "cases", 100.0),
    ],
)
def test_units_become_the_measures_own(
    tmp_path: Path, measure: str, value: str, unit: str, sd: str, found: float, own: str, sd_found: float
) -> None:
    (row,) = read(tmp_path, HEAD + f"B1,demo,{measure},,{value},{unit},{sd}\n")
    assert (row.value, row.unit, row.sd) == (pytest.approx(found), own, pytest.approx(sd_found))


def test_the_sd_of_a_transform_is_on_its_scale(tmp_path: Path) -> None:
    text = "id,measure,value,unit,sd,transform,disc_sd,role\nT1,on_time,0.8,share,0.5,logit,0.6,fit\n"
    (row,) = read(tmp_path, text)
    assert (row.value, row.sd, row.disc_sd, row.role) == (80.0, 0.5, 0.6, "fit")


def test_every_problem_is_told_at_once_with_what_was_meant(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        "id,place,area,measure,window,value,unit,sd\n"
        "B1,xialo,all,on_tim,200..90,x,%,-1\n"
        "B2,demo,C09,on_time,2023-13,150,km,1\n"
        "B3,demo,C02,spending,,3,yuan/person/yr,1\n"
        "B4,demo,disputes,satisfaction_end,,70,points,1\n"
        "B5,demo,all,reported:dispute,,3,cases,1\n"
        "B5,demo,all,on_time,,120,%,1\n",
    )
    text = "\n".join(told)
    for word in ("xialu", "on_time", "90..365", "C05", "did you mean disputes", "0 - 100 %"):
        assert word in text, word
    assert "spending makes no sense for C02" in text
    assert "satisfaction_end makes no sense for disputes" in text
    assert len(told) == 12
    assert {f"row {n}" in text for n in range(2, 8)} == {True}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("id,plce,measure,value,unit,sd\nB1,demo,on_time,80,%,1\n", "did you mean place"),
        ("id,measure,value,unit\nB1,on_time,80,%\n", "lacks column sd"),
        (HEAD, "no row"),
        (HEAD + "B1,demo,on_time,,80,%,1,7\n", "8 cells"),
        (HEAD + "B1,demo,on_time,,80,%,1\nB1,demo,known,,80,cases,1\n", "two rows"),
        ("", "lacks column"),
    ],
)
def test_broken_tables_are_refused(tmp_path: Path, text: str, word: str) -> None:
    assert word in "\n".join(problems(tmp_path, text))


def test_a_place_of_ones_own_has_its_own_areas(tmp_path: Path) -> None:
    own = replace(load("demo").place, name="jinhe", communities=12)
    text = "id,place,area,measure,value,unit,sd\nB1,jinhe,C12,on_time,80,%,1\nB2,jinhe,社区3,on_time,80,%,1\n"
    rows = read(tmp_path, text, place=own)
    assert [row.area for row in rows] == ["C12", "C03"]


def test_the_hash_is_of_what_was_seen() -> None:
    row = Observation("B1", "on_time", 87.5, "%", 1.0, place="xialu", window="90..365")
    other = replace(row, id="B2", note="told again", basis="report")
    assert other.key == row.key
    assert digest([row]) == digest([other])
    assert replace(row, value=87.6).key != row.key
    assert replace(row, window="").key != row.key
    assert digest([row]) != digest([replace(row, sd=2.0)])
    assert digest([row, replace(row, value=1.0)]) == digest([replace(row, value=1.0), row])
