"""No English sentence on a Chinese output, no Chinese on an English one: terminal, errors and the viewer's labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import COMMANDS, main
from sim.config.run import load
from sim.parameters.settings import GROUPS
from sim.policies import POLICIES
from sim.report.plots import Made
from tests.i18n.language import strangers

SHORT = ["place=demo", "days=60", "warmup_days=10", "replications=2"]
LATE = ["policies.dual_report.start_day=30", "policies.dual_report.funding=staff_neutral"]
TOLD = [
    ["list", "places"],
    ["list", "levers"],
    ["list", "measures"],
    ["list", "parameters"],
    ["show", "xialu"],
    ["show", "jilin"],
    ["evidence"],
    ["evidence", "E101", "X007"],
    ["check", "place=xialu", "policy=[grid_redivision]", "place.workers=20"],
    ["doctor"],
    ["run", *SHORT, "policy=[dual_report]", *LATE],
    ["run", *SHORT, "--by", "group"],
    ["compare", "baseline", "dual_report", "grid_redivision+staffing", *SHORT],
    ["compare", "baseline", "dual_report", "place=demo", "days=30", "pairs=1"],
    ["demo", "days=30", "pairs=2"],
]
OF_A_FOLDER = [
    ["explain", "results/demo"],
    ["explain", "results/demo", "--by", "group", "--hours", "to_closing"],
    ["list", "results"],
    ["resume", "results/demo"],
    ["verify", "results/demo", "jobs=1"],
    ["prune"],
    ["prune", "results/demo", "--all"],
    ["study", "demo.yaml", "--plan", "into=planned"],
]
OF_ONE = [["show", name] for name in (*POLICIES, *GROUPS, "on_time", "formalism_gap")]
WRONG = [
    ["run", "place=xialuu", "seed=x", "voice.p_reprt=0.3", "days=0", "policy=[nope]", "--jsn", "nope"],
    ["run", "place=demo", "days=90", "warmup_days=100", "place.grids=2", "place.owners_committees=900"],
    ["run", "place=demo", "policy=[dual_report]", "policies.dual_report.start_day=900", "policies.whistle.start_day=3"],
    ["run", "place=./no.yaml", "+a=1", "seed=1", "seed=2"],
    ["run", "place=demo", "results_dir=/proc/x", "study='a/b'"],
    ["compare", "baseline", "dual_reprt"],
    ["compare", "baseline", "baseline", "--measures", "x"],
    ["list", "plases", "x=1"],
    ["show"],
    ["plot", "nowhere", "--format", "gif"],
    ["plot", "nowhere"],
    ["viz", "--port", "0"],
    ["nonsense"],
    ["run", "place=demo", "engine=dsk", "shard=3/3", "until=x", "budget=0", "max=3"],
    ["run", "place=demo", "start_date=2024-01-02", "policies.whistle.start_day=soon", "policy=[whistle]"],
    ["run", "-m", "place=demo", "hydra/sweeper=design", "hydra.sweeper.n=x", "voice.p_report=interval(3)"],
    ["run", "-m", "place=demo", "hydra/sweeper=design", "vary=[voice,place.name,voice.p_report]", "voice.p_report=0.4"],
    ["compare", "baseline", "weak=dual_report:active_shar=0.1", "place.workers+=3", "a：b", "x=whistle:share"],
    ["compare", "baseline", "a=whistle+whistle", "b=place.workers+=x", "place=demo", "arms.c.place.workers=3"],
    ["compare", "study=nowhere"],
    ["study", "bad.yaml"],
    ["resume", "nowhere"],
    ["resume", "nowhere", "days=3"],
    ["extend", "nowhere"],
    ["rerun", "nowhere", "days=3"],
    ["merge", "nowhere", "x=3"],
    ["query", "select 1", "select 2", "--to", "x.doc"],
    ["prune", "--all", "days=3"],
]
STUDY = "place: demo\ndays: 30\npairs: 2\narms: {baseline: baseline, weak: 'dual_report:active_share=0.1'}\n"
BAD_STUDY = (
    "place: demo\nworkers: 3\nvoice.p_report: 1\npolicy: x\npairs: 2\nreplications: 3\nmax_pairs: 3\nuntil: x\n"
    "voice: 3\nquestion: [1]\nsweep: [1]\nmeasures: [x]\ntest: {y: 1}\narms: {a: {nope: 1}, b: [1], c: {place: 3}}\n"
)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Print on lines that are never folded, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.yaml").write_text(STUDY)
    (tmp_path / "bad.yaml").write_text(BAD_STUDY)
    monkeypatch.setattr(
        "sim.report.plots.make_figures", lambda saved, formats: Made([saved.path / "figures" / "x.png"])
    )
    for file in ("terminal", "notes"):
        monkeypatch.setattr(f"sim.cli.{file}.WIDTH", 100_000)


@pytest.mark.parametrize("asked", [*TOLD, *OF_ONE], ids=" ".join)
def test_a_chinese_output_has_no_english_sentence(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*asked, "--lang", "zh"]) in (0, 1)
    said = capsys.readouterr()
    assert said.out
    assert strangers(said.out + said.err, "zh") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_told_of_a_folder_is_in_one_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    arms = ["baseline", "weak=dual_report:active_share=0.1", "more=place.workers+=1"]
    assert main(["compare", *arms, *SHORT, "--full", "--lang", language]) == 0
    for asked in OF_A_FOLDER:
        assert main([*asked, "--lang", language]) == 0
    said = capsys.readouterr()
    assert strangers(said.out + said.err, language) == []


@pytest.mark.parametrize("asked", TOLD[:4] + TOLD[8:10] + TOLD[12:], ids=" ".join)
def test_an_english_output_has_no_chinese(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*asked, "--lang", "en"]) in (0, 1)
    said = capsys.readouterr()
    assert strangers(said.out + said.err, "en") == []


@pytest.mark.parametrize("asked", WRONG, ids=" ".join)
def test_an_error_is_told_in_chinese(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*asked, "--lang", "zh"]) in (1, 2)
    said = capsys.readouterr()
    assert not said.out
    assert strangers(said.err, "zh") == []


@pytest.mark.parametrize("asked", [["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_is_in_chinese(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*asked, "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "用法：govsim" in told
    usage = [line for line in told.split("\n") if "用法" not in line]
    assert strangers("\n".join(usage), "zh") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_viewer_keeps_to_one_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("solara")
    from sim.viewer.controls import controls
    from sim.viewer.language import LANGUAGE_VARIABLE

    monkeypatch.setenv(LANGUAGE_VARIABLE, language)
    labels = [c["label"] for c in controls(load("demo")).values() if isinstance(c, dict) and "label" in c]
    assert len(labels) > 30
    assert strangers("\n".join(labels), language) == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("共3次模拟，written to results/x", "zh", 1),
        ("措施 dual_report 的 some_thing", "zh", 1),
        ("govsim run place=xialu policy=[dual_report]，见assumptions.csv", "zh", 0),
        ("3 runs 模拟", "en", 1),
        ("黄石市下陆区", "en", 0),
    ],
)
def test_the_check_finds_what_it_should(text: str, language: str, found: int) -> None:
    assert len(strangers(text, language)) == found


def test_every_command_takes_a_language() -> None:
    from sim.cli import _module
    from sim.cli.arguments import LANG

    assert all(LANG in _module(name).TAKES.flags for name in COMMANDS)
