"""Figures of agents: they show what the diary says, in both languages, and say what cannot be drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.cli import main
from sim.report.agent_figures import KINDS, missing
from sim.report.origin import Origin
from sim.report.style import Page, sheet
from sim.studies.diary import Diary, live_with_diary
from sim.studies.old_results import OldResults
from tests.places import small

CONFIG = small("dual_report", population=1500, days=70, place={"reporting_members": 120}).config


@pytest.fixture(scope="module")
def diary() -> Diary:
    return live_with_diary(CONFIG)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_two_panels_with_words(diary: Diary, name: str, lang: str) -> None:
    origin = replace(Origin.of_config(CONFIG, "govsim run"), arms=(CONFIG.label,))
    with sheet():
        figure = KINDS[name](diary, CONFIG, Page(origin, lang))
        figure.draw_without_rendering()
    assert len(figure.axes) == 2
    assert all(ax.get_xlabel() and ax.get_ylabel() for ax in figure.axes)
    assert any({"en": "of dual_report", "zh": "（双报到）"}[lang] in text.get_text() for text in figure.texts)


def test_they_show_what_the_diary_says(diary: Diary) -> None:
    page = Page(Origin.of_config(CONFIG, "govsim run"))
    with sheet():
        heard = KINDS["agents_residents"](diary, CONFIG, page).axes[0]
        load = KINDS["agents_workers"](diary, CONFIG, page).axes[0]
    good = next(line for line in heard.lines if line.get_label() == "heard of success")
    assert good.get_ydata() == pytest.approx([100.0 * (h > 0).mean() for h in diary.heard])
    tired = next(line for line in load.lines if line.get_label() == "fatigue")
    assert tired.get_ydata() == pytest.approx([np.median(row) for row in diary.fatigue])


def test_what_cannot_be_drawn_is_said(diary: Diary) -> None:
    assert missing(diary) == {}
    assert set(missing(Diary())) == set(KINDS)
    without = live_with_diary(
        small(population=300, days=8, place={"managed_share": 0.0, "owners_committees": 0}).config
    )
    assert set(missing(without)) == {"agents_firms", "agents_members"}


@pytest.mark.usefixtures("blank")
def test_results_of_an_earlier_version_are_refused(one_arm: OldResults, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", str(Path(one_arm.path)), "agents"]) == 1
    assert "earlier version" in capsys.readouterr().err
