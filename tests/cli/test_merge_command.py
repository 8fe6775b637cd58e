"""``govsim merge``: folders of machines that share no disk come together under one name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.store.writers import writing
from sim.studies.results import Results, results_of
from sim.studies.runner import How
from tests.cli.folders import OTHER, as_other_code, copied, made_in
from tests.studies.folders import asked, bits, question


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made_in(tmp_path_factory.mktemp("merge"), 2)


@pytest.fixture
def parts() -> list[str]:
    """Two of four parts of the same question."""
    for part in (0, 1):
        asked(question(2, tables=True), Path(f"node{part}") / "winter", How(join=True, shard=(part, 2)))
    return ["node0/winter", "node1/winter"]


def test_two_parts_make_the_whole(parts: list[str], whole: Results, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", *parts, "into=winter"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 question copied; 4 tasks in results/winter" in said.replace("\\", "/")
    assert "govsim resume" not in said
    assert bits(results_of(Path("results/winter"))).equals(bits(whole))


def test_one_part_says_how_to_go_on(parts: list[str], whole: Results, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", parts[0], "into=winter", "results_dir=elsewhere"]) == 0
    assert f"govsim resume {Path('elsewhere', 'winter')}" in capsys.readouterr().out
    assert main(["resume", "elsewhere/winter", "jobs=1"]) == 0
    assert bits(results_of(Path("elsewhere/winter"))).equals(bits(whole))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], "into: not said"),
        (["into=a/b"], "'a/b' cannot be a folder's name"),
        (["into=CON"], "'CON' cannot be a folder's name"),
        (["into=x", "days=9"], "govsim merge knows no such setting"),
        (["days=9", "jobs=1"], "3 problems"),
        (["into=x", "nowhere", "empty"], "2 problems"),
    ],
)
def test_what_cannot_be_merged(words: list[str], found: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    asked(question(1, []), Path("node0/winter"))
    assert main(["merge", "node0/winter", *words]) == 2
    said = capsys.readouterr()
    assert found in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    assert not list(Path("results").glob("*")) if Path("results").exists() else True


def test_strangers_other_code_and_a_folder_in_use_have_their_own_exit_codes(
    whole: Results, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    winter = str(copied(whole, "winter"))
    asked(question(1, ["whistle"], seed=3), Path("other"))
    assert main(["merge", winter, "other", "into=x"]) == 2
    assert "was asked about none of the configurations" in capsys.readouterr().err
    with as_other_code(monkeypatch):
        asked(question(2, tables=True), Path("moved"))
    assert main(["merge", winter, "moved", "into=x"]) == 7
    assert OTHER in capsys.readouterr().err
    with writing(Path(winter)):
        assert main(["merge", winter, "into=winter"]) == 6
    assert "is being written to" in capsys.readouterr().err
    assert not Path("results/x").exists()
