"""``govsim import cases``: what is written and said, again with newer records, and what is refused."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sim.cli import main
from tests.records.made import file, rows, text


def run(folder: Path, *words: str) -> int:
    return main(["import", "cases", *words, "--out", str(folder / "mine"), "--lang", "en"])


def test_again_with_newer_records_it_says_what_has_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = file(tmp_path, text(rows(900)), "spring.csv")
    late = [[str(1900 + k), str(datetime.fromisoformat(row[1]) + timedelta(days=60)), *row[2:7], "0", *row[8:]]
            for k, row in enumerate(rows(900))]  # fmt: skip
    second = file(tmp_path, text(late, delimiter="\t").encode("utf-16"), "summer.tsv")
    assert run(tmp_path, str(first)) == 0
    assert {p.name for p in (tmp_path / "mine").iterdir()} == {"observations.csv", "cases_report.html", "import.yaml"}
    assert "import before" not in capsys.readouterr().out
    assert run(tmp_path, str(first)) == 0  # the same file again says nothing new
    assert "import before" not in capsys.readouterr().out
    assert run(tmp_path, str(first), str(second)) == 0
    said = capsys.readouterr().out
    assert "900 cases reported since the import before (2024-05-02 to 2024-07-01)" in said
    assert "closed on time 90.0 to 0.0 %" in said
    assert 'class="new"' in (tmp_path / "mine" / "cases_report.html").read_text("utf-8")


def test_json_and_a_total_and_words_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, text(rows(2000)[::7]))
    words = file(tmp_path, "category,language,words,alternative\ncare,zh,暴露垃圾|噪音|路灯|物业|纠纷,\n", "words.csv")
    assert run(tmp_path, str(path), "--total", "2,000", "--categories", str(words), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    seen = {row["measure"]: row["value"] for row in told["observations"]}
    assert (told["format"], told["total"], told["rows"]) == ("govsim-import/1", 2000.0, 286)
    assert seen["reported"] == pytest.approx(2000 / 60, rel=0.02)
    assert seen["reported:care"] == 100.0


def test_one_bad_file_of_two_stops_all_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = file(tmp_path, text(rows(60)), "good.csv"), file(tmp_path, b"\0" * 99, "bad.csv")
    assert run(tmp_path, str(good), str(bad)) == 2
    said = capsys.readouterr()
    assert "bad.csv" in said.err
    assert "Traceback" not in said.out + said.err
    assert not (tmp_path / "mine").exists()


def test_every_wrong_word_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, str(tmp_path / "no.csv"), str(tmp_path), "--total", "few") == 2
    said = capsys.readouterr().err
    assert all(word in said for word in ("no.csv", "--total", "'few'"))
    good = file(tmp_path, text(rows(60)))
    assert run(tmp_path, str(good), "--tz", "Mars/One", "--map", str(tmp_path / "no.yaml")) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in ("Mars/One", "no.yaml"))
