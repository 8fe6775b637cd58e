"""What is typed for a command is sorted, and what the command does not take is refused, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from itertools import chain, permutations
from pathlib import Path

import pytest

from sim.cli import COMMANDS, main
from sim.cli.arguments import JSON, LANG, SWEEP, Asked, Flag, Takes, Words, read
from sim.errors import ConfigError, Problem

GOOD: dict[str, list[str]] = {
    "demo": [],
    "run": ["place=demo"],
    "compare": ["baseline", "dual_report"],
    "list": ["places"],
    "show": ["voice"],
    "check": ["place=demo"],
    "evidence": ["E101"],
    "plot": ["results/x"],
    "viz": ["place=demo"],
    "doctor": [],
    "config": [],
    "calibrate": ["place=demo"],
    "validate": ["place=demo"],
    "resume": ["results/x"],
    "extend": ["results/x", "--pairs", "4"],
    "explain": ["results/x"],
    "study": ["winter"],
    "query": ["select 1"],
    "verify": ["results/x"],
    "rerun": ["results/x"],
    "merge": ["results/x", "into=y"],
    "prune": ["results/x"],
    "report": ["results/x"],
    "new-place": ["--out", "."],
    "import cases": [__file__],
    "import map": [__file__],
}
"""What a command takes, so that only what is added is wrong."""
WRONG: list[tuple[str, list[str], str]] = [
    *((c, [flag], rf"{flag}: not a flag of govsim {c}\n +allowed: .*--help")
      for c in COMMANDS for flag in ("--colour", "-", "--")),
    # an unknown word
    *((c, ["nonsense"], f"nonsense: govsim {c} takes no such word") for c in ("demo", "run", "check", "viz", "doctor")),
    *((c, [""], f"'': govsim {c} takes no such word") for c in ("demo", "run", "check", "viz", "doctor")),
    ("run", ["xialu"], "did you mean place=xialu"),
    ("run", ["whistle"], r"did you mean policy=\[whistle\]"),
    ("run", ["list"], "a command stands first: govsim list"),
    ("compare", ["nonsense"], "nonsense: 'nonsense' is not a lever"),
    ("list", ["policies"], "WHAT: 2 given: places policies\n +allowed: one, of places"),
    ("show", ["dual_report"], "NAME: 2 given: voice dual_report\n +allowed: one, e.g. xialu"),
    ("evidence", ["E1010"], "'E1010' is not an id\n +did you mean E110 or E101"),
    ("plot", ["worht"], "KIND: found 'worht'\n +allowed: worth"),
    # a setting, where none is taken or none of that name
    *((c, ["foo=1"], f"foo=1: govsim {c} takes no settings") for c in ("show", "evidence", "plot", "doctor")),
    ("list", ["foo=1"], "foo=1: govsim list places takes no such word"),
    *((c, ["foo=1"], "foo: there is no such setting") for c in ("demo", "run", "compare", "check", "viz")),
    # a flag without its value, or with one that it does not take
    *((c, [flag], r"--lang: a value is missing\n +allowed: --lang en\|zh\|both")
      for c in COMMANDS for flag in ("--lang", "--lang=")),
    *((c, ["--measures"], "--measures: a value is missing\n +allowed: --measures a,b")
      for c in ("demo", "run", "compare")),
    ("run", ["--measures", "--json"], "--measures: a value is missing"),
    *(("run", [flag], f"--{name}: a value is missing")
      for flag, name in {"--by": "by", "--cfg": "cfg", "-c": "cfg", "--package": "package", "-p": "package"}.items()),
    ("plot", ["--format"], r"--format: a value is missing\n +allowed: --format png,svg"),
    *(("viz", [flag], f"{flag}: a value is missing") for flag in ("--host", "--port")),
    *((c, ["--json=1"], "--json: found '--json=1', but it takes no value")
      for c in ("demo", "run", "compare", "list", "show", "check", "evidence")),
    ("evidence", ["--unused=yes"], "--unused: found '--unused=yes', but it takes no value"),
    ("viz", ["--open=1"], "--open: found '--open=1', but it takes no value"),
    # a value that is not allowed
    *((c, ["--lang", "fr"], "--lang: found 'fr'\n +allowed: en, zh, both") for c in COMMANDS),
    *((c, ["--measures", "x"], "--measures: 'x' is not a measure") for c in ("demo", "run", "compare")),
    ("run", ["--by=comunity"], "--by: 'comunity' is nothing to divide by\n.*\n +did you mean community"),
    ("run", ["--cfg", "jbo"], "--cfg: found 'jbo'\n +allowed: job, hydra, all\n +did you mean job"),
    ("run", ["--info", "x"], "--info: found 'x'\n +allowed: all, config"),
    ("plot", ["--format", "png,gif"], "--format: found 'gif'\n +allowed: png, svg"),
    *(("viz", ["--port", port], f"--port: found '{port}'\n +allowed: 1 to 65535") for port in ("0", "65536", "²", "x")),
    # a flag that says nothing, or against another
    *(("run", [flag, *value], f"--{name}: tells how --cfg prints, but there is no --cfg")
      for flag, name, *value in (("--resolve", "resolve"), ("-p", "package", "place"))),
    ("run", ["-m", "--cfg", "job"], "--cfg: a sweep has more than one configuration"),
    # a flag twice
    *((c, ["--json", "--json"], "--json: said twice") for c in ("demo", "run", "compare", "list", "show", "check")),
    *((c, ["-m", "--multirun"], "-m: said twice") for c in ("run", "check")),
    *((c, ["--lang", "en", "--lang=zh"], "--lang: said twice: --lang en, --lang zh") for c in COMMANDS),
    ("evidence", ["--unused", "--unused"], "--unused: said twice"),
    ("viz", ["--port", "1", "--port", "1"], "--port: said twice: --port 1, --port 1"),
]  # fmt: skip


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a command begins with its work."""

    def begun(*asked: object, **said: object) -> None:
        raise AssertionError("something was run")

    for name in (
        "studies.asking.fill",
        "cli.doctor.findings",
        "studies.loading.load",
        "cli.compose.hydra_main",
        "cli.viz._taken",
    ):
        monkeypatch.setattr(f"sim.{name}", begun)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize(("command", "wrong", "words"), WRONG, ids=[f"{c} {' '.join(w)}" for c, w, _ in WRONG])
def test_what_a_command_does_not_take_is_refused_in_words(
    command: str, wrong: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, *GOOD[command], *wrong]) == 2
    said = capsys.readouterr()
    assert f"govsim {command}: 1 problem in what was asked; nothing was run." in said.err
    assert re.search(words, said.err), said.err
    assert not said.out
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["run", "nope", "seed=-1", "--by", "--json=1", "--jsn", "--measures=x"],
         ["nope:", "seed:", "--by:", "--json:", "--jsn:", "--measures:"]),
        (["demo", "nope", "days=x", "--lang", "fr", "--by", "grid"], ["nope:", "days:", "--lang:", "--by:"]),
        (["compare", "basline", "seed=x", "--by=grid", "--json", "--json"], ["basline:", "seed:", "--by:", "--json:"]),
        (["list", "levels", "foo=1", "--lang", "fr", "-m"], ["WHAT: found 'levels'", "foo=1:", "--lang:", "-m:"]),
        (["show", "voise", "foo=1", "--lang"], ["show: found 'voise'", "foo=1:", "--lang:"]),
        (["check", "nope", "seed=x", "--measures", "all"], ["nope:", "seed:", "--measures:"]),
        (["evidence", "E1010", "foo=1", "--lang=fr"], ["'E1010'", "foo=1:", "--lang:"]),
        (["plot", "foo=1", "--format", "gif", "--lang"], ["DIR: none given", "foo=1:", "--format:", "--lang:"]),
        (["viz", "nope", "seed=x", "--port", "x"], ["nope:", "seed:", "--port:"]),
        (["doctor", "nope", "foo=1", "--json"], ["nope:", "foo=1:", "--json:"]),
    ],
    ids=lambda said: said[0] if said[0] in COMMANDS else "",
)  # fmt: skip
def test_all_that_is_wrong_is_told_at_once(
    asked: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked) == 2
    said = capsys.readouterr().err
    assert f": {len(words)} problems in what was asked" in said, said
    for word in words:
        assert re.search(rf"^  \d\. .*{re.escape(word)}", said, re.MULTILINE), said


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_names_all_that_is_taken(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    takes: Takes = import_module(f"sim.cli.{COMMANDS[name][0]}").TAKES
    for asked in ([name, "--help"], ["help", name], [name, *GOOD[name], "-h", "--colour"]):
        assert main(asked) == 0
        said = capsys.readouterr().out
        (usage,) = re.findall(r"^usage: .*", said, re.MULTILINE)
        assert usage == takes.usage(name)


def test_nothing_stands_behind_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version", "x"]) == 2
    assert "x: nothing stands behind --version" in capsys.readouterr().err
    assert main(["help", "lst"]) == 2
    assert "did you mean list?" in capsys.readouterr().err


SPEED = Flag(("--speed", "-s"), "N")
INFO = Flag(("--info",), allowed=("all", "some"), may_stand_alone=True)
TAKES = Takes((LANG, JSON, SPEED, SWEEP, INFO), Words("ARM", 2, None, example="a b"), settings=True)
OTHER = Takes((Flag(("--open",)), Flag(("--host",), "HOST")))


def everyone() -> Mapping[str, Takes]:
    return {"this": TAKES, "other": OTHER}


def asked(*args: str, takes: Takes = TAKES) -> Asked:
    return read("this", args, takes, everyone)


def wheres(found: Asked) -> list[str]:
    return [p.where for p in found.problems]


def test_usage_is_written_from_the_declaration() -> None:
    assert TAKES.usage("this") == (
        "usage: govsim this ARM ARM [ARM ...] [key=value ...] [--lang en|zh|both] [--json] [--speed N] [-m]"
        " [--info all|some]"
    )
    assert OTHER.usage("other") == "usage: govsim other [--open] [--host HOST]"
    assert Takes(words=Words("ID", 0, None)).usage("x") == "usage: govsim x [ID ...]"


def test_flags_stand_anywhere_and_in_both_forms() -> None:
    flags = {"--lang": "zh", "--json": "", "--speed": "3", "--info": ""}
    for speed in (["--speed=3"], ["-s", "3"], ["-s=3"]):
        for order in permutations([["--lang", "zh"], ["--json"], speed, ["a", "x=1", "b"]]):
            typed = [*chain(*order), "--info"]
            assert asked(*typed) == Asked(["a", "b"], ["x=1"], flags, [], typed)


def test_a_value_may_hold_anything_and_a_setting_too() -> None:
    found = asked("a", "b", "--speed=a=b c", "x=--json", "~y", "z=", "--info", "some")
    assert (found.flags, found.settings) == ({"--speed": "a=b c", "--info": "some"}, ["x=--json", "~y", "z="])
    assert not found.problems


def test_shortened_flags_are_no_flags() -> None:
    assert wheres(asked("a", "b", "--spe", "--js", "-mx", "-s3")) == ["--spe", "--js", "-mx", "-s3"]


def test_what_looks_like_the_value_of_a_wrong_flag_is_left_out() -> None:
    assert asked("a", "b", "--host", "c").words == ["a", "b"]
    assert asked("a", "b", "--spede", "c").words == ["a", "b"]
    assert asked("a", "--open", "b").words == ["a", "b"]  # stands alone
    assert asked("a", "--jsn", "b").words == ["a", "b"]  # meant is one that stands alone
    assert asked("a", "b", "--host=x", "c").words == ["a", "b", "c"]
    assert asked("a", "b", "--host", "x=1").settings == ["x=1"]
    Path("c").touch()
    assert asked("a", "b", "--host", "c").words == ["a", "b", "c"]
    assert wheres(asked("--host", "a", "b")) == ["--host"]  # perhaps a is an arm: that one is missing cannot be said
    assert wheres(asked("--host=x", "b")) == ["--host", "ARM"]


def test_hints_name_the_flag_that_was_meant_and_who_has_it() -> None:
    found = asked("a", "b", "--open", "--langg=zh", "--xyz")
    assert [p.hint for p in found.problems] == ["it is a flag of: other", "did you mean --lang?", ""]


def test_flags_with_a_fault_are_not_given() -> None:
    assert asked("a", "b", "--lang", "fr", "--speed", "--json", "--json").flags == {}


def test_files_with_an_equals_sign_are_words_where_no_setting_is_taken() -> None:
    files = Takes(words=Words("DIR"))
    assert wheres(asked("x=1", takes=files)) == ["x=1", "DIR"]
    Path("x=1").mkdir()
    assert asked("x=1", takes=files) == Asked(["x=1"], [], {}, [], ["x=1"])


def test_problems_of_the_command_are_told_with_those_of_what_was_typed() -> None:
    found = asked("a", "b", "--xyz")

    def check() -> None:
        with found.sound() as more:
            more.append(Problem("one", "wrong"))
            raise ConfigError([Problem("two", "wrong")])

    with pytest.raises(ConfigError) as told:
        check()
    assert [p.where for p in told.value.problems] == ["--xyz", "one", "two"]
    with pytest.raises(ConfigError, match="1 problem"):
        found.refuse()
    with asked("a", "b").sound() as more:
        assert more == []
