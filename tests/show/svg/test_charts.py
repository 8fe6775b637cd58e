"""Every chart at both widths and in both languages: nothing outside its axes, nothing too small to read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from sim.show.svg import NARROW, WIDE, in_both_widths
from sim.show.svg.drawing import SMALL
from tests.show.svg.samples import SAMPLES

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]
CASES = [(kind, lang, width) for kind in SAMPLES for lang in ("en", "zh") for width in (WIDE, NARROW)]


def box_of(e: ET.Element) -> Box:
    """Left, top, right and bottom of a mark."""
    tag, at = e.tag.removeprefix(SVG), {k: float(v) for k, v in e.attrib.items() if re.fullmatch(r"-?[\d.]+", v)}
    if tag == "circle":
        r = at["r"] + (at["stroke-width"] / 2 if "stroke-width" in at else 0.0)
        return at["cx"] - r, at["cy"] - r, at["cx"] + r, at["cy"] + r
    if tag == "rect":
        return at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"]
    if tag == "line":
        return min(at["x1"], at["x2"]), min(at["y1"], at["y2"]), max(at["x1"], at["x2"]), max(at["y1"], at["y2"])
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", e.attrib.get("points", e.attrib.get("d", "")))]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def outside(svg: str) -> list[str]:
    """Marks that lie in no room within axes."""
    root = ET.fromstring(svg)
    rooms = [box_of(e) for e in root if e.get("class") == "plot"]
    marks = [e for e in root if e.get("class") == "mark"]
    assert rooms
    assert len(marks) >= 3

    def within(b: Box, room: Box) -> bool:
        near = 0.11  # coordinates are rounded to a tenth
        return b[0] >= room[0] - near and b[1] >= room[1] - near and b[2] <= room[2] + near and b[3] <= room[3] + near

    return [ET.tostring(e).decode() for e in marks if not any(within(box_of(e), room) for room in rooms)]


@pytest.mark.parametrize(("kind", "lang", "width"), CASES)
def test_no_mark_lies_outside_its_axes(kind: str, lang: str, width: int) -> None:
    assert outside(SAMPLES[kind](lang, width)) == []


def test_a_mark_outside_is_found() -> None:
    svg = SAMPLES["dumbbells"]("en", WIDE)
    moved = re.sub(r'(<circle class="mark" cx=")[\d.]+', r"\g<1>4000", svg, count=3)
    assert len(outside(moved)) == 3


@pytest.mark.parametrize(("kind", "lang", "width"), CASES)
def test_text_can_be_read_and_the_picture_has_one(kind: str, lang: str, width: int) -> None:
    root = ET.fromstring(SAMPLES[kind](lang, width))
    assert root.get("role") == "img"
    assert len(root.get("aria-label") or "") > 3
    sizes = [float(e.get("font-size") or 0) for e in root.iter(f"{SVG}text")]
    assert min(sizes) >= SMALL
    assert min(sizes) * 358 / 360 > 11.0  # on a phone of 390 pixels
    assert (root.get("viewBox") or "").split()[2] == str(width)


@pytest.mark.parametrize("kind", SAMPLES)
def test_it_is_small_and_the_same_each_time(kind: str) -> None:
    first = SAMPLES[kind]("en", WIDE)
    assert first == SAMPLES[kind]("en", WIDE)
    assert len(first) < 16_000


def test_a_page_holds_both_widths() -> None:
    html = in_both_widths(lambda width: SAMPLES["bars"]("en", width))
    assert [int(w) for w in re.findall(r'viewBox="0 0 (\d+)', html)] == [WIDE, NARROW]
