"""Nothing about a person leaves the room, wherever it stood in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from tests.records.made import CANARY, HEAD, file, rows, text


@pytest.mark.parametrize("column", range(len(HEAD)))
def test_no_canary_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], column: int) -> None:
    table = rows(200)
    for k, canary in enumerate(CANARY):
        table[10 + k][column] = canary
    path = file(tmp_path, text(table))
    assert main(["import", "cases", str(path), "--out", str(tmp_path / "mine"), "--lang", "both"]) == 0
    told = "".join(capsys.readouterr())
    told += "".join(p.read_text("utf-8") for p in (tmp_path / "mine").iterdir())
    assert not [canary for canary in CANARY if canary in told]


def test_no_canary_is_told_in_a_refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (text([[*CANARY, *CANARY]] * 9, CANARY * 2), text(rows(9)).replace("投诉", '"' + CANARY[0], 1)):
        assert main(["import", "cases", str(file(tmp_path, content)), "--out", str(tmp_path / "mine")]) == 2
    told = "".join(capsys.readouterr())
    assert "Traceback" not in told
    assert not [canary for canary in CANARY if canary in told]
