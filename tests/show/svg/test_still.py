"""The still map: every element in the colour of its area, every border drawn once."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from sim.show.svg.drawing import NARROW
from sim.show.svg.still import BORDER, CHANGE, OPEN, change_colours, change_key, still

SVG = "{http://www.w3.org/2000/svg}"
RASTER = np.array([[0, 0, 1], [0, 2, 1], [-1, 2, 2]], np.int32)
COLOURS = ["#111111", "#222222", "#111111"]


def test_every_element_has_the_colour_of_its_area() -> None:
    root = ET.fromstring(still(RASTER, COLOURS, np.arange(3, dtype=np.int32), "a map"))
    painted: dict[tuple[int, int], str] = {}
    for path in root:
        for x, y, n in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path.get("d") or ""):
            for k in range(int(n)):
                assert (int(y), int(x) + k) not in painted
                painted[int(y), int(x) + k] = path.get("stroke") or ""
    expected = {(y, x): COLOURS[a] for (y, x), a in np.ndenumerate(RASTER) if a >= 0}
    assert painted == expected
    assert root.get("aria-label") == "a map"


def test_borders_lie_between_different_areas_only() -> None:
    root = ET.fromstring(still(RASTER, COLOURS, np.array([0, 1, 0], np.int32), "a map"))
    (lines,) = [path.get("d") or "" for path in root if path.get("stroke") == BORDER]
    drawn = set()
    for x, y, way, n in re.findall(r"M(\d+) (\d+)([hv])(\d+)", lines):
        drawn |= {(int(x) + k * (way == "h"), int(y) + k * (way == "v"), way) for k in range(int(n))}
    street = np.pad(np.where(RASTER >= 0, np.array([0, 1, 0])[RASTER], -1), 1, constant_values=-1)
    expected = set()
    for y in range(4):
        for x in range(4):
            if x < 3 and street[y, x + 1] != street[y + 1, x + 1]:
                expected.add((x, y, "h"))
            if y < 3 and street[y + 1, x] != street[y + 1, x + 1]:
                expected.add((x, y, "v"))
    assert drawn == expected


@pytest.mark.parametrize(
    ("change", "sure", "worse", "colour"),
    [
        (-7.0, True, "high", CHANGE[1]),
        (-7.0, True, "low", CHANGE[5]),
        (30.0, True, "high", CHANGE[6]),
        (1.9, True, "high", CHANGE[3]),
        (2.0, True, "high", CHANGE[4]),
        (-30.0, False, "high", OPEN),
        (float("nan"), True, "high", OPEN),
    ],
)
def test_colour_of_a_change(change: float, sure: bool, worse: str, colour: str) -> None:
    assert change_colours(np.array([change]), np.array([sure]), (2.0, 6.0, 24.0), worse) == [colour]


def test_the_key_has_every_colour_and_fits_a_phone() -> None:
    made = change_key((2.0, 6.0, 24.0), ("better", "worse", "not settled"), "hours", width=NARROW)
    root = ET.fromstring(made)
    assert [e.get("fill") for e in root.iter(f"{SVG}rect")] == [*CHANGE, OPEN]
    said = [e.text for e in root.iter(f"{SVG}text")]
    assert said[:8] == ["better ≥24", "6–24", "2–6", "<2", "2–6", "6–24", "worse ≥24", "not settled"]
    assert all(float(e.get("x") or 0) < NARROW for e in root.iter(f"{SVG}text"))


def test_a_map_of_a_province_stays_small() -> None:
    y, x = np.indices((170, 220))
    raster = (y // 5 * 44 + x // 5).astype(np.int32)
    colours = [CHANGE[k * 7919 % 7] for k in range(raster.max() + 1)]
    assert len(still(raster, colours, np.arange(len(colours), dtype=np.int32) // 4, "s")) < 110_000
