"""The page of a small comparison: it stands alone, says what the answer says, and is the same twice."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from sim.brief.brief import Brief
from sim.brief.folded import plain_of, unfolded
from sim.brief.fonts import gaps
from sim.brief.page import page_of, report_html
from sim.brief.parts import PARTS
from sim.brief.parts.replay import frames_data
from sim.cli import main
from sim.i18n import speaking
from sim.report.kinds import FIGURES
from sim.show.phrases import cards, subtitle, title
from tests.brief.conftest import ARMS, WORDS

SECTIONS = ["worth", "still", "days", "gains-community", "gains-group", "lorenz", "flows", "hours", "parting", "rests",
            "evidence", "money", "limits", "glossary", "again"]  # fmt: skip


@pytest.fixture(scope="module")
def page(brief: Brief) -> str:
    return unfolded(page_of(brief, "both"))


def test_it_says_of_every_arm_what_the_answer_says(brief: Brief, page: str) -> None:
    assert brief.others == ["dual_report", "small"]
    for lang in ("en", "zh"):
        assert f'<p class="about">{getattr(subtitle(brief.answer), lang)}</p>' in unescape(page)
        for arm in brief.others:
            assert f"<h1>{getattr(title(brief.answer, arm), lang)}</h1>" in unescape(page)
    shown = re.findall(r'data-measure="(\w+)".*?class="before">([^<]*)<.*?class="after">([^<]*)<', page)
    told = [(c.measure, c.before, c.after) for arm in brief.others for c in cards(brief.answer, arm)]
    assert shown == told * 2  # in either language


def test_its_sections_stand_in_the_order_of_the_issue(brief: Brief) -> None:
    one = unfolded(page_of(brief, "en"))
    found = [name for name in re.findall(r'<section class="part ([\w-]+)">', one) if name != "rests"]
    assert list(dict.fromkeys(found)) == [name for name in SECTIONS if name != "rests"]
    for lang in ("en", "zh"):
        with speaking(lang):
            told = [own for part in PARTS for own in part.tell(brief, brief.shown)]
        assert [own.key for own in told] == SECTIONS
        assert {kind for own in told for kind in own.pictures} <= set(FIGURES)


def test_it_asks_nobody_and_is_the_same_twice(folder: Path, page: str) -> None:
    assert not re.search(r'(src|href)="(?!data:)', page)
    assert "default-src 'none'" in page
    assert len(page.encode()) < 1_000_000
    assert gaps(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)) == set()
    assert page == unfolded(report_html(folder, "both"))


@pytest.mark.parametrize("fault", [RuntimeError("no ink"), KeyboardInterrupt("no patience")])
def test_a_fault_in_the_brief_costs_no_result(
    folder: Path, fault: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise fault

    monkeypatch.delenv("GOVSIM_NO_REPORT")
    monkeypatch.setattr("sim.brief.write.write_report", fails)
    assert main(["compare", *ARMS, *WORDS, f"results_dir={folder.parent}"]) == 0
    told = capsys.readouterr()
    assert str(fault) in told.err
    assert "2 pairs" in told.out


@pytest.mark.parametrize("command", ["compare", "resume"])
def test_a_comparison_is_answered_with_its_brief(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*ARMS, *WORDS, f"results_dir={folder.parent}"] if command == "compare" else [str(folder)]
    for file in folder.glob("answers/*/report.*"):
        file.unlink()
    monkeypatch.delenv("GOVSIM_NO_REPORT")
    assert main([command, *words]) == 0
    (made,) = folder.glob("answers/*/report.html")
    assert (made.parent / "report.xlsx").is_file()
    assert not (made.parent / "report.docx").exists()
    assert str(made) in capsys.readouterr().out.replace("\n", "").splitlines()[-1]


def test_days_are_left_out_where_there_is_no_room(brief: Brief) -> None:
    assert brief.frames is not None
    all_days = frames_data(brief.frames, 10**7, ["en", "zh"])
    whole, fewer = days_in(all_days), days_in(frames_data(brief.frames, len(all_days) * 2 // 3, ["zh"]))
    assert whole["days"] == brief.frames["days"]
    assert whole["names"] == brief.frames["names"]
    assert len(fewer["days"]) < len(whole["days"])
    assert fewer["days"][-1] == whole["days"][-1]
    assert {key for name in fewer["names"] for key in name} == {"zh"}


def days_in(script: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plain_of(script.partition(">")[2].removesuffix("</script>")))
    return found
