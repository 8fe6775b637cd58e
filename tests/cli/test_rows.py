"""Tables and JSON are made of the same rows."""

from __future__ import annotations

import json

import pytest

from sim.cli import main
from sim.cli.rows import called, meaning, parameter, said, span
from sim.i18n import speaking
from sim.parameters.param import ParamInfo

INFO = ParamInfo("voice", "p", 0.5, "share", 0.25, 1.0, (0, 1), "assumed", "X1", "what it is", "含义")


def test_a_row_holds_all_that_is_known_of_a_parameter() -> None:
    row = parameter(INFO, "voice.p")
    assert list(row.values()) == ["voice.p", 0.5, "share", 0.25, 1.0, (0, 1), "assumed", "X1", "what it is", "含义"]
    assert span(row) == "0.25..1"
    assert span({**row, "low": None}) == ""


@pytest.mark.parametrize(("language", "told"), [("en", "what it is"), ("zh", "含义"), ("both", "what it is 含义")])
def test_a_row_tells_in_the_language_in_force(language: str, told: str) -> None:
    row = parameter(INFO, "voice.p")
    with speaking(language):
        assert meaning(row) == told
        assert said("what it is", "") == "what it is"
        assert called({"name": "p", "title_zh": "名"}) == ("p" if language == "en" else "p 名")


@pytest.mark.parametrize(("name", "owner"), [("voice", "voice"), ("grid_redivision", "policies.grid_redivision")])
def test_list_and_show_tell_the_same_of_a_parameter(name: str, owner: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "parameters", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert main(["show", name, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["parameters"]
    assert shown
    assert [{**row, "name": f"{owner}.{row['name']}"} for row in shown] == [
        row for row in listed if row["name"].startswith(f"{owner}.")
    ]
