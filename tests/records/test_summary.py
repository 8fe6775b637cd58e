"""What the terminal says."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.i18n import speaking
from sim.records.observed import rows_of
from sim.records.summary import summary
from tests.records.made import imported, of_preset


@pytest.mark.parametrize("preset", ["egova", "asked_answered"])
def test_lines_are_told_once_and_parts_by_one_empty_line(tmp_path: Path, preset: str) -> None:
    found = imported(tmp_path, of_preset(preset))
    with speaking("en"):
        lines = list(map(str, summary(found, rows_of(found.learned))))
    assert not [k for k, line in enumerate(lines) if line == "" == lines[k - 1]]
    assert lines[0] == "1 file, 600 rows: 600 cases count."
    said = "\n".join(lines)
    assert ("Only cases that were answered" in said) == (preset == "asked_answered")
    assert ("No observations are written." in said) == (preset == "asked_answered")
    assert said.count("What this file may not be used for") == 1
