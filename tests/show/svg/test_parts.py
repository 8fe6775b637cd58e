"""What single charts must get right: sums, heights, marks and words."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from sim.show.svg import WIDE, bars, lines, lorenz, sankey, scatter
from sim.show.svg.bars import Words as OfBars
from sim.show.svg.drawing import cut, folded, wide
from sim.show.svg.lines import Line
from sim.show.svg.lines import Words as OfLines
from sim.show.svg.lorenz import Words as OfLorenz
from sim.show.svg.lorenz import gini
from sim.show.svg.sankey import Flow, Node
from sim.show.svg.sankey import Words as OfSankey
from sim.show.svg.scatter import Point
from sim.show.svg.scatter import Words as OfScatter

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [e.text or "" for e in ET.fromstring(svg).iter(f"{SVG}text")]


def marks(svg: str, tag: str) -> list[dict[str, str]]:
    return [e.attrib for e in ET.fromstring(svg).iter(f"{SVG}{tag}") if e.get("class") == "mark"]


def test_flows_are_as_high_as_they_are_large_and_fill_their_nodes() -> None:
    nodes = [Node("a", "all", 0, "#111111"), Node("b", "known", 1, "#222222"), Node("c", "done", 2, "#333333"),
             Node("d", "lost", 2, "#444444")]  # fmt: skip
    flows = [Flow("a", "b", 100.0), Flow("b", "c", 75.0), Flow("b", "d", 25.0)]
    svg = sankey({"x": flows, "y": flows}, nodes, OfSankey("", "s", "u"))
    high = [float(bar["height"]) for bar in marks(svg, "rect")[:4]]
    assert high == pytest.approx([220.0, 220.0, 165.0, 55.0])
    bands = []
    for band in marks(svg, "path")[:3]:
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", band["d"])]
        bands.append(numbers[15] - numbers[1])  # where it ends on the left, and where it begins
    assert bands == pytest.approx([220.0, 165.0, 55.0], abs=0.2)
    said = texts(svg)
    assert said.count("done  75.0") == 2  # no change, so none is told


def test_a_bar_has_its_parts_and_its_sum() -> None:
    svg = bars({"x": [1.0, 0.0, 30.0], "y": [2.0, 0.0, 20.0]}, ["p", "q", "r"], OfBars("", "s", "h"))
    assert {"p", "r", "31.0", "22.0", "30.0"} <= set(texts(svg))
    assert "q" not in texts(svg)
    first = [float(bar["width"]) for bar in marks(svg, "rect")[:2]]
    assert first[1] / first[0] == pytest.approx(30.0, rel=0.03)


def test_gini_of_equal_and_of_one_for_all() -> None:
    assert gini(np.linspace(0.0, 1.0, 101)) == pytest.approx(0.0)
    one = np.zeros(101)
    one[-1] = 1.0
    assert gini(one) == pytest.approx(0.99)
    svg = lorenz({"x": np.linspace(0, 1, 101) ** 3}, OfLorenz("", "s", "x", "y", "equal", "Gini {x}"))
    assert "x (Gini 0.50)" in texts(svg)


def test_a_gap_parts_a_line() -> None:
    day = np.arange(6.0)
    mean = np.array([1.0, 2.0, math.nan, 3.0, 4.0, 5.0])
    svg = lines([Line("x", day, mean, mean - 1, mean + 1)], OfLines("", "s", "d", "h"))
    assert len(marks(svg, "polyline")) == 2
    assert len(marks(svg, "polygon")) == 2
    assert "nan" not in svg


def test_names_in_a_scatter_never_overlap_and_the_line_comes_first() -> None:
    rng = np.random.default_rng(2)
    points = [Point(f"choice {k}", *rng.random(2)) for k in range(60)] + [Point("best", 0.01, 2.0)]
    words = OfScatter("", "s", "x", "y", "line")
    root = ET.fromstring(scatter(points, words))
    names = [e for e in root.iter(f"{SVG}text") if e.get("paint-order")]
    assert 5 < len(names) < 61
    assert "best" in {e.text for e in names}
    boxes = []
    for e in names:
        across = wide(e.text or "", 12.0)
        left = float(e.get("x") or 0) - {"start": 0.0, "middle": across / 2, "end": across}[e.get("text-anchor") or ""]
        y = float(e.get("y") or 0)
        assert 0.0 <= left <= left + across <= WIDE
        boxes.append((left, y - 11.0, left + across, y + 3.0))
    for k, a in enumerate(boxes):
        for b in boxes[:k]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def test_words_are_escaped_and_cut() -> None:
    svg = bars({"<b>": [1.0]}, ["a & b"], OfBars("1 < 2", 'he said "x"', "h"))
    assert {"<b>", "a & b", "1 < 2"} <= set(texts(svg))
    assert ET.fromstring(svg).get("aria-label") == 'he said "x"'
    assert cut("a long name", wide("a lon", 13.0), 13.0) == "a lo…"
    assert cut("short", 100.0, 13.0) == "short"
    assert len(folded("每100件问题多解决的件数", 80.0, 13.0)) > 1
