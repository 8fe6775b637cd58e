"""The verdict on a terminal: how many lines, how wide, the numbers of ``answer.json``; language and progress."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

from sim.cli import main
from sim.cli.clauses import fold_clauses
from sim.cli.time_left import TimeLeft, in_words
from sim.cli.verdict import print_point, print_title, print_verdict
from sim.fold import cells
from sim.i18n import of_environment, speaking
from tests.i18n.language import strangers
from tests.studies.answers_by_hand import answer

SMALL = ["place=demo", "days=4", "warmup_days=0", "jobs=1"]


def lines_of(told: dict[str, object], width: int, language: str) -> list[str]:
    out = io.StringIO()
    with speaking(language):
        print_verdict(Console(file=out, width=width), told, Path("results/x/answers/1"), Path("results/x"))
    return out.getvalue().rstrip("\n").split("\n")


@pytest.mark.parametrize("language", ["en", "zh", "both"])
@pytest.mark.parametrize("arms", [2, 3, 5, 9])
@pytest.mark.parametrize("draws", [True, False])
def test_it_is_short_and_narrow_and_nothing_is_lost(arms: int, language: str, draws: bool) -> None:
    told = answer(arms - 1, draws=draws, solved_of_all=(4.8, "better", 2 if draws else 1))
    lines = lines_of(told, 80, language)
    assert len(lines) <= (12 + arms - 2) * (2 if language == "both" else 1)
    for width in (60, 80):
        said = lines_of(told, width, language)
        assert max(map(cells, said)) <= width
        for shown in ("+4.8", "-5.0", "-2.3", "+0.5", "+43.4"):
            assert "\n".join(said).count(shown) >= arms - 1
    if language != "both":
        assert strangers("\n".join(lines), language) == []
        assert ("*" in "\n".join(lines)) == draws or not draws
    assert lines[-1].startswith("results/x  --full")


def test_only_what_holds_under_draws_has_a_colour() -> None:
    def coloured(sure: int) -> bool:
        out = io.StringIO()
        told = answer(**dict.fromkeys(("solved_of_all", "silent", "spending"), (1.0, "better", sure)))  # type: ignore[arg-type]
        print_verdict(
            Console(file=out, width=80, force_terminal=True, color_system="standard"), told, Path("x"), Path("x")
        )
        return "\x1b[32m" in out.getvalue()

    assert [coloured(sure) for sure in (2, 1)] == [True, False]


def test_a_point_of_a_study_is_a_sentence_and_one_for_each_arm() -> None:
    out = io.StringIO()
    print_point(Console(file=out, width=200), answer(2), "place.workers=300")
    assert [line.split(":")[0] for line in out.getvalue().rstrip().split("\n")] == [
        "place.workers=300",
        "1 grid redivision",
        "2 grid redivision1",
    ]
    out = io.StringIO()
    print_title(Console(file=out, width=200), answer())
    assert out.getvalue().count("\n") == 1


def test_terminal_json_and_file_tell_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "baseline", "dual_report", *SMALL, "pairs=2"]
    assert main(asked) == 0
    said = capsys.readouterr().out
    (file,) = Path("results/demo/answers").glob("*/answer.json")
    told = json.loads(file.read_text(encoding="utf-8"))
    for name, line in (("solved_of_all", "solved, of 100"), ("spending", "yuan a resident")):
        m = told["measures"]["dual_report"][name]
        shown = re.search(rf"{line} +(\S+) +(\S+) +(\S+)", said)
        assert shown is not None
        assert [float(v) for v in shown.groups()] == [round(m[k], 1) + 0.0 for k in ("before", "after", "change")]
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == told
    assert main([*asked, "--quiet"]) == 0
    quiet = capsys.readouterr()
    assert quiet.err == ""
    assert len(quiet.out.split("\n")) < 4
    assert main([*asked, "--full"]) == 0
    full = capsys.readouterr().out
    assert full.startswith(said.split("\n")[0])
    assert "What it costs a year" in full


def test_chinese_is_not_broken_inside_a_clause() -> None:
    said = "10对模拟，种子1；219个数值中184个为假设；结论最取决于巡查发现概率。"
    assert fold_clauses(said, 60) == ["10对模拟，种子1；219个数值中184个为假设；", "结论最取决于巡查发现概率。"]
    assert all(cells(line) <= 12 for line in fold_clauses(said, 12))


def test_a_language_is_kept_for_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOVSIM_CONFIG_DIR", str(tmp_path / "own"))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert of_environment() == "zh"
    assert main(["config", "lang=en"]) == 0
    assert of_environment() == "en"
    assert "language: en" in capsys.readouterr().out
    assert main(["config", "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("语言：en")
    assert main(["config", "lang=fr", "x=1"]) == 2
    assert "2 problems" in capsys.readouterr().err
    assert main(["config", "lang="]) == 0
    assert of_environment() == "zh"


def test_time_left_is_told_after_two_tasks_and_does_not_rise_without_reason() -> None:
    left = TimeLeft()
    assert [left.after(done, 10, now) for done, now in ((3, 100.0), (4, 108.0))] == [None, None]  # three were there
    assert left.after(5, 10, 110.0) == pytest.approx(25.0)
    assert left.after(6, 10, 121.0) == pytest.approx(25.0)  # 28 by itself
    assert left.after(7, 10, 124.0) == pytest.approx(18.0)
    assert left.after(8, 10, 224.0) == pytest.approx(49.6)  # something stood still
    assert [in_words(s).en for s in (0.2, 42.0, 200.0, 9000.0)] == [
        "left about 1 s",
        "left about 40 s",
        "left about 3 min",
        "left about 2 h",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_draws_of_a_calibration_that_failed_its_test_are_no_forecast(language: str) -> None:
    told = answer(1, draws=True)
    told["draws"]["test"] = {"fits": 10, "of": 14, "predicted": 0, "held": 2, "missed_fit": [], "missed_held": []}
    lines = lines_of(told, 80, language)
    assert len(lines) <= 12
    assert [line for line in lines if ("No forecast" if language == "en" else "不可作为本地预测") in line]
    told["draws"]["test"] |= {"fits": 14, "predicted": 2}
    assert not [line for line in lines_of(told, 80, language) if "orecast" in line or "预测" in line]
