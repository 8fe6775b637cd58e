"""govsim plot DIR."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.plot import names_of
from sim.results import Saved


@pytest.mark.usefixtures("blank")
def test_it_draws_and_says_what_it_left_out(one_arm: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", str(one_arm.path), "--format", "png", "--lang", "both"]) == 0
    out = capsys.readouterr().out.splitlines()
    drawn = [Path(line.removeprefix("figure ")) for line in out if line.startswith("figure ")]
    assert [path.name for path in drawn] == [
        "response_over_time_both.png", "response_distribution_both.png", "waiting_map_both.png",
    ]  # fmt: skip
    assert all(path.is_file() for path in drawn)
    assert out[-1] == "left out paired_differences: a single arm has nothing to be compared with"


def test_all_mistakes_are_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", "--format", "jpeg", "--lang", "fr", "--fast"]) == 2
    told = capsys.readouterr().err
    assert "4 problems" in told
    for word in ("'jpeg'", "png, svg", "'fr'", "en, zh, both", "--fast", "DIR"):
        assert word in told


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", str(tmp_path)]) == 1
    assert "manifest.json" in capsys.readouterr().err


def test_arms_have_the_chinese_names_of_their_levers() -> None:
    assert names_of(["baseline", "dual_report", "dual_report+grid_redivision"]) == {
        "dual_report": "双报到",
        "dual_report+grid_redivision": "双报到+网格重划",
    }
