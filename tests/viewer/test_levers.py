"""Levers stand under the problem that they are meant for; what a page asks is words of the command line."""

from __future__ import annotations

import pytest

from sim.errors import ConfigError
from sim.policies import POLICIES
from sim.viewer.asked import words_of
from sim.viewer.levers import GROUPS, lever_words
from sim.viewer.runs import Run


def test_every_lever_stands_under_one_problem() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(POLICIES)


def test_a_form_becomes_words_of_the_command_line() -> None:
    form = {"place": "demo", "levers": {"dual_report": {"active_share": "0.4"}}, "funding": "staff_neutral", "pairs": 3}
    said = ["baseline", "dual_report:active_share=0.4,funding=staff_neutral", "place=demo"]
    assert words_of(form)[:4] == [*said, "pairs=3"]


@pytest.mark.parametrize("value", ["--anew", "0.4 place.workers=1", "[", "x,y=3", "/etc/passwd"])
def test_a_value_that_is_none_is_not_handed_on(value: str) -> None:
    with pytest.raises(ConfigError):
        words_of({"place": "demo", "levers": {"dual_report": {"active_share": value}}})


def test_doses_stand_beside_their_lever() -> None:
    assert lever_words("dual_report", {"active_share": 0.4}).en == "dual report (active share 0.4)"


def test_progress_never_falls_and_time_left_waits_for_two_lives() -> None:
    run = Run("a", [], None, "x")  # type: ignore[arg-type]
    for done in (0, 1):
        run.hear(f'{{"done": {done}, "total": 8}}')
    assert run.left_s is None
    run.hear('{"done": 2, "total": 8}')
    run.hear('{"done": 1, "total": 8}')
    assert run.done == 2
    assert run.left_s is not None
