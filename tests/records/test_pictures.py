"""Pictures of records: within their frame, no label on another."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.records import pictures
from sim.records.categories import NAMES
from sim.records.learned import Learned
from sim.records.page import PICTURES
from sim.records.rates import Area
from sim.records.windows import Kept
from sim.show.svg.drawing import Drawing, wide
from tests.records.made import imported, of_preset

WORDS = {key.removeprefix("records."): key for key in PICTURES} | {
    "weekdays": "a b c d e f g", "heat_key": "none to {most}",
    "strip_last": "{n} of {days}",
}  # fmt: skip


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    found = imported(tmp_path_factory.mktemp("cases"), of_preset("grid_centre", 900)).learned
    found.areas = [Area(f"第{k}社区", n, round(n * share), n) for k, (n, share) in
                   enumerate([(300, 0.9), (290, 0.75), (285, 0.75), (280, 0.755), (60, 0.99)])]  # fmt: skip
    return found


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Where texts stand, as wide as the drawing counts them."""
    found = []
    for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        long = wide(text.text or "", float(text.get("font-size", "0")))
        x = float(text.get("x", "0")) - long * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "")]
        foot = float(text.get("y", "0"))
        found.append((x, foot - 9.0, x + long, foot))
    return found


@pytest.mark.parametrize("width", [720, 360])
@pytest.mark.parametrize("kind", ["strip", "week", "both_readings", "waits", "funnel"])
def test_texts_lie_within_the_picture_and_not_on_each_other(learned: Learned, kind: str, width: int) -> None:
    svg = {
        "strip": lambda: pictures.strip(learned, WORDS, width),
        "week": lambda: pictures.week(learned.hours, WORDS, width),
        "both_readings": lambda: pictures.both_readings(learned, {name: name for name in NAMES}, WORDS, width),
        "waits": lambda: pictures.waits(learned.stages, [s.name for s in learned.stages], WORDS, width),
        "funnel": lambda: pictures.funnel(learned, WORDS, width),
    }[kind]()
    _, _, wide_, high = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split())  # type: ignore[index]
    found = boxes(svg)
    assert len(found) > 5
    assert not [b for b in found if b[0] < -0.5 or b[2] > wide_ + 12.0 or b[3] > high]  # texts are counted too wide
    lying = [(a, b) for i, a in enumerate(found) for b in found[:i]
             if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]  # fmt: skip
    assert lying == []


def test_an_axis_of_cases_has_whole_numbers_and_a_long_strip_says_what_is_left_out(learned: Learned) -> None:
    kept = Kept(date(2010, 1, 1), np.arange(3000) % 400 // 399, None)
    svg = pictures.strip(replace(learned, kept=kept), WORDS, 720)
    texts = re.findall(r">([^<>]+)</text>", svg)
    assert "1,100 of 3,000" in texts
    assert [text for text in texts if re.fullmatch(r"[\d.]+", text)] == ["0", "1"]


def test_a_bar_of_a_day_is_as_high_as_its_reports(learned: Learned) -> None:
    svg = pictures.strip(learned, WORDS, 720)
    bars = [float(rect.get("height", "0")) for rect in ElementTree.fromstring(svg).iter(
        "{http://www.w3.org/2000/svg}rect") if rect.get("class") == "mark"]  # fmt: skip
    counts = learned.kept.counts[learned.kept.counts > 0]
    assert np.corrcoef(bars, counts)[0, 1] > 0.999 if counts.std() else np.ptp(bars) < 0.2
    assert len(bars) == len(counts)


def test_a_name_that_has_no_room_is_left_to_the_table() -> None:
    drawing = Drawing(720, "", "x")
    near = [(100.0 + k, 100.0 + k) for k in range(9)]
    pictures._names(drawing, [(f"第{k}社区", *point) for k, point in enumerate(near)], near)
    assert 1 <= drawing.finished(200.0).count("社区") < 9
