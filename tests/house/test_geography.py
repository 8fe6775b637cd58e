"""Rows and columns are known to the lattice alone: elsewhere a cell has a position, an area, edges and a shape."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = (
    r"(?:%|//)\s*(?:\w+\.)*(?:width|height|across|down|columns?|rows?)\b",  # a cell's number taken apart
    r"\*\s*\(?(?:\w+\.)*(?:width|height|across|down)\s*\+\s*1",  # or put together
    r"\b(?:map|city|geography|cells|town|lattice|ground|now|m)\.(?:width|height)\b",
    r"\bint\([^()]*\b[xy]\b\s*(?:\)|\[|\.m(?:ax|in)\b)",  # a position as a whole number
    r"\[\s*y(?:\[\w+\])?\s*,\s*x(?:\[\w+\])?\s*\]|\[\s*x\s*,\s*y\s*\]\s*=[^=]",  # a picture by row and column
    r"\b[xy]\s*\+\s*1\s*[,\]]",  # the next column
    r"Orthogonal\w*Grid",
    r"\bcellAt\b",
)
"""What code that thinks in rows and columns says."""


def thoughts(text: str) -> list[str]:
    """Find lines in which somebody thinks in rows and columns."""
    return [line.strip() for line in text.splitlines() if any(re.search(pattern, line) for pattern in SAID)]


def test_nobody_but_the_lattice_thinks_in_rows_and_columns() -> None:
    package = ROOT / "sim"
    files = [f for kind in ("py", "vue", "js") for f in package.rglob(f"*.{kind}")]
    assert len(files) > 150
    found = {f.relative_to(package).as_posix(): thoughts(f.read_text(encoding="utf-8")) for f in files}
    assert {name: lines for name, lines in found.items() if lines and name != "geography/lattice.py"} == {}
    assert found["geography/lattice.py"]  # where it is allowed, the reader sees it


@pytest.mark.parametrize(
    "line",
    [
        "x=world.map.width",
        "row, column = cell // width, cell % width",
        "width, height = int(x.max()) + 1, int(y.max()) + 1",
        "picture[y, x] = values.to_numpy()",
        "right, up = at[x + 1, y], at[x, y + 1]",
        'f"Cell ({int(now.x[cell])}, {int(now.y[cell])})"',
        "return OrthogonalVonNeumannGrid((geography.width, geography.height))",
        "const at = (i, j) => (i < 0 || j < 0 ? -1 : this.cellAt[j * (width + 1) + i]);",
    ],
)
def test_a_thought_in_rows_and_columns_is_seen(line: str) -> None:
    assert thoughts(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "width = high - low",
        "canvas.width = Math.ceil(this.size * across) + 4",
        "made = Figure(figsize=(width, height))",
    ],
)
def test_other_widths_may_be_spoken_of(line: str) -> None:
    assert thoughts(line) == []
