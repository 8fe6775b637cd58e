"""Place files as officials write them: every trap is told in words with the file's name, and breaks no other place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import sim.config.place_files
from sim.cli import main
from sim.cli.compose import checked
from sim.cli.overrides import understand
from sim.config.place_files import config_dir, place_names, read_place
from sim.config.run import load, place_file
from sim.errors import ConfigError
from sim.parameters.place import KEY_NUMBERS

GOOD = """\
# 锦河区
place:
  title_zh: 锦河区
  population: 80000
  streets: 2
  communities: 8
  grids: 160
  workers: 160
  compounds: 60
  owners_committees: 20
  reporting_members: 900
  sources:
    population: "choice: invented"
voice:
  p_report: 0.35
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a place's file among copies of ours; give its path."""
    folder = tmp_path / "configs"
    shutil.copytree(config_dir(), folder)
    monkeypatch.setattr(sim.config.place_files, "config_dir", lambda: folder)

    def written(content: str | bytes = GOOD, name: str = "jinhe") -> Path:
        path = folder / "place" / f"{name}.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def told(place: str | Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load(place)
    return str(caught.value)


# -- what is read


def test_our_files_say_what_yaml_reads_in_them() -> None:
    for name in place_names():
        text = (config_dir() / "place" / f"{name}.yaml").read_text(encoding="utf-8")
        assert place_file(name) == yaml.safe_load(text)
        assert read_place(name).remarks == []


def test_a_place_needs_no_package_line_and_is_called_after_its_file(write: Write) -> None:
    write()
    config = load("jinhe")
    assert (config.place.name, config.place.population, config.settings.voice.p_report) == ("jinhe", 80000, 0.35)
    ((_, typed),) = checked(["place=jinhe"])
    assert typed == config
    write("# @package _global_\n" + GOOD)
    assert load("jinhe") == config


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_every_encoding_gives_the_same_place_and_is_said(encoding: str, write: Write) -> None:
    write()
    config = load("jinhe")
    write(GOOD.encode(encoding))
    ((_, typed),) = checked(["place=jinhe"])
    assert load("jinhe") == typed == config
    said = {"utf-8-sig": [], "utf-16": ["UTF-16"]}.get(encoding, ["GB 18030"])
    assert [r.split(" is read as ")[1].split(",")[0] for r in read_place("jinhe").remarks] == said


def test_a_file_in_any_folder_is_a_place(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "我的 地方" / "锦河.yaml"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    config = load(path)
    assert config.place.name == "锦河"
    for typed in ("./我的 地方/锦河.yaml", str(path), "我的 地方/../我的 地方/锦河.yaml"):
        assert load(typed) == config
        assert [c for _, c in checked([f"place={typed}"])] == [config]
    runs = checked([f"place=demo,{path}"], sweep=True)
    assert [c.place.name for _, c in runs] == ["demo", "锦河"]


def test_a_file_that_changed_is_read_again(write: Write) -> None:
    write()
    assert checked(["place=jinhe"])[0][1].place.population == load("jinhe").place.population == 80000
    write(GOOD.replace("80000", "90001") + "\n")
    assert checked(["place=jinhe"])[0][1].place.population == load("jinhe").place.population == 90001


def test_nobody_can_change_what_was_read() -> None:
    place_file("demo")["place"]["sources"]["population"] = "mine"
    place_file("demo")["place"]["population"] = 1
    assert load("demo").place.population == 12480
    assert load("demo").place.sources["population"] != "mine"


# -- what is missing


@pytest.mark.parametrize("left", ["population: 80000", "population: 80000\n  workers:", ""])
def test_all_missing_key_numbers_are_named_at_once(left: str, write: Write) -> None:
    write(f"place:\n  name: jinhe\n  {left}\n")
    lacking = [k for k in KEY_NUMBERS if not left or k != "population"]
    assert len(KEY_NUMBERS) == 8
    assert f"place: jinhe says no {', '.join(lacking)}\n" in told("jinhe")
    with pytest.raises(ConfigError) as caught:
        checked(["place=jinhe"])
    assert str(caught.value) == told("jinhe")


def test_a_missing_number_can_be_typed(write: Write) -> None:
    write(GOOD.replace("  workers: 160\n", ""))
    assert "jinhe says no workers" in told("jinhe")
    ((_, config),) = checked(["place=jinhe", "place.workers=150"])
    assert config == load("jinhe", **{"place.workers": 150})
    assert config.place.workers == 150


# -- what is wrong

BROKEN: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "nothing in it"),
    "a comment only": ("# 锦河\n", "nothing in it"),
    "a list": ("- place\n", "found a list|a list instead of settings"),
    "a text": ("锦河", "a text instead of settings"),
    "a list for place": ("place:\n- population: 1\n", "place: found a list"),
    "nothing below place": ("place:\n", "place: nothing below it"),
    "numbers without place": ("population: 80000\n", r"population: there is no such.*\n    write it below place:"),
    "a run's setting": (GOOD + "days: 30\n", "days: there is no such setting in a place file"),
    "a lever that acts": (GOOD + "policy: [whistle]\n", "policy: there is no such setting in a place file"),
    "Hydra's defaults": ("defaults: [demo]\n" + GOOD, "defaults: there is no such setting in a place file"),
    "Hydra's own": ("hydra: {run: {dir: /tmp}}\n" + GOOD, "hydra: there is no such setting in a place file"),
    "a key twice": (GOOD + "voice: {}\n", "line 16: voice is said twice, first in line 14"),
    "a number twice": (GOOD.replace("streets: 2", "streets: 2\n  streets: 3"), "line 6: streets is said twice"),
    "a tab": (GOOD.replace("  streets", "\tstreets"), "line 5: indented with a tab"),
    "a Chinese colon": (GOOD.replace("streets: 2", "streets：2"), "a Chinese colon"),
    "a colon without space": (GOOD.replace("streets: 2", "streets:2"), "no space behind the colon"),
    "a key that is no word": (GOOD + "1: 2\n", "line 16: a key must be a word"),
    "a mapping as key": (GOOD + "? {a: 1}\n: 2\n", "a key must be a word"),
    "two documents": (GOOD + "---\n" + GOOD, "a second document"),
    "anchors": (GOOD.replace("p_report: 0.35", "p_report: &a 0.35"), "line 15: anchors and aliases"),
    "a bomb": ("a: &a [x]\nb: [*a, *a]\n", "line 1: anchors and aliases"),
    "a tag": (GOOD.replace("0.35", "!!python/object/apply:os.getcwd []"), "line 15: tags"),
    "the environment": (
        GOOD.replace("锦河区\n  pop", "${oc.env:HOME}\n  pop"),
        r"place.title_zh: found '\$\{oc.env:HOME",
    ),
    "an interpolation": (GOOD.replace("0.35", "${place.streets}"), r"voice.p_report: found '\$\{place.streets\}'"),
    "an interpolation in a list": (GOOD + "needs: {mix: ['${a}']}\n", r"needs.mix: found '\$\{a\}'"),
    "an interpolation as key": (GOOD + "  '${a}': 1\n", r"voice: found '\$\{a\}'"),
    "Hydra's word for nothing": (GOOD.replace("streets: 2", "streets: ???"), r"place.streets: found '\?\?\?'"),
    "too large": (GOOD + "#" * 200_000, "larger than 200,000 bytes"),
    "too deep": ("[" * 100_000, "line 1: lists in lists without end"),
    "too deep by indents": ("".join(f"{' ' * k}a:\n" for k in range(600)), "lists in lists without end"),
    "a huge number": (GOOD.replace("80000", "8" * 5000), "a number is too long"),
    "bytes": (b"place: \xff\xff\n", "neither UTF-8 nor GB 18030"),
    "UTF-16 without mark": ("place: 1\n".encode("utf-16-le"), "UTF-16 without its mark"),
    "a bell": ("place: \a\n", "line 1: a character that no text has"),
    "sources in a list": ("place:\n  sources: [a]\n", "place.sources: found a list"),
    "a number for a group": (GOOD.replace("voice:\n  p_report: 0.35", "voice: 3"), "voice: found a number"),
    "a list for a lever": (GOOD + "policies: {whistle: [1]}\n", "policies.whistle: found a list"),
    # well formed, but no numbers of a place
    "a text for a number": (GOOD.replace("80000", "eighty thousand"), "place.population: found 'eighty thousand'"),
    "a comma in a number": (GOOD.replace("80000", "80,000"), "place.population: found '80,000'"),
    "yes": (GOOD.replace("streets: 2", "streets: yes"), "place.streets: found 'yes'"),
    "true": (GOOD.replace("streets: 2", "streets: true"), "place.streets: found True"),
    "a list for a number": (GOOD.replace("80000", "[80000]"), r"place.population: found \[80000\]"),
    "settings for a number": (GOOD.replace("80000", "{a: 1}"), "place.population: found {'a': 1}"),
    "infinitely many": (GOOD.replace("80000", ".inf"), "place.population: found inf"),
    "a misspelt number": (GOOD.replace("streets:", "gird: 3\n  streets:"), "place.gird: there is no such setting"),
    "a misspelt lever": (GOOD + "policies: {whistel: {}}\n", r"policies.whistel: .*\n    did you mean whistle"),
    "a wrong dose": (GOOD + "policies: {whistle: {share: 7}}\n", "policies.whistle.share: found 7"),
    "a name that leads out": (GOOD.replace("place:", "place:\n  name: ../up"), "place.name: found '../up'"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_told_in_words_and_breaks_no_other(fault: str, write: Write) -> None:
    content, words = BROKEN[fault]
    path = write(content)
    message = told("jinhe")
    assert re.search(words, message), message
    if list(BROKEN).index(fault) < list(BROKEN).index("a text for a number"):
        assert str(path) in message
        assert str(ConfigError(understand(["place=jinhe"])[2])) == message
    load("demo")


NUMBERS = list(BROKEN)[list(BROKEN).index("a text for a number") :]


@pytest.mark.parametrize("fault", NUMBERS[::3])  # what is wrong is found by the same parser
def test_hydra_tells_wrong_numbers_as_load_does(fault: str, write: Write) -> None:
    write(BROKEN[fault][0])
    with pytest.raises(ConfigError) as caught:
        checked(["place=jinhe"])
    where = {p.where for p in caught.value.problems}
    assert any(f". {w}: " in told("jinhe") for w in where)


@pytest.mark.parametrize("trap", ["010", "1:30", "0x10", "2022-08-19", "8_0000", "yes"])
def test_words_that_yaml_1_1_would_turn_into_something_else_stay_words(trap: str, write: Write) -> None:
    write(GOOD.replace("80000", trap))
    assert read_place("jinhe").tree["place"]["population"] == trap


def test_a_power_of_ten_is_a_number(write: Write) -> None:
    write(GOOD.replace("80000", "8e4"))
    assert load("jinhe").place.population == 80000


def test_a_file_that_calls_itself_otherwise_is_remarked(write: Write) -> None:
    write(GOOD.replace("place:", "place:\n  name: xialu"))
    assert "calls its place xialu" in read_place("jinhe").remarks[0]


def test_what_a_file_says_of_a_lever_waits_for_it(write: Write) -> None:
    write(GOOD + "policies:\n  whistle:\n    share: 0.11\n")
    assert load("jinhe").policies == ()
    assert load("jinhe", "whistle").policies[0].share == 0.11  # type: ignore[attr-defined]
    ((_, without),), ((_, config),) = checked(["place=jinhe"]), checked(["place=jinhe", "policy=[whistle]"])
    assert (without, config) == (load("jinhe"), load("jinhe", "whistle"))
    with pytest.raises(ConfigError, match="whistle does not act"):
        load("jinhe", policies={"whistle": {"share": 0.2}})


# -- one broken file among good ones


def test_commands_go_on_beside_a_broken_file(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("place: [\n")
    write(GOOD.encode("gbk"), "gbk")
    write("place:\n  population: 80000\n", "bare")
    assert main(["list", "places", "--json"]) == 0
    rows: dict[str, Any] = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert "line 2" in rows["jinhe"]["error"]
    assert "bare says no streets" in rows["bare"]["error"]
    assert "GB 18030" in rows["gbk"]["remarks"][0]
    assert rows["demo"]["population"] == 12480
    assert main(["list", "places"]) == 0
    assert "cannot be used" in capsys.readouterr().out
    for command in (["show", "demo"], ["evidence", "E104"], ["check", "place=demo"], ["show", "gbk"]):
        assert main(command) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "place=xialu: workers" in shown
    assert "is read as GB 18030" in shown
    assert main(["check", "place=gbk"]) == 0
    assert "is read as GB 18030" in capsys.readouterr().out
    for command in (["show", "jinhe"], ["check", "place=jinhe"], ["check", "-m", "place=demo,jinhe"], ["show", "bare"]):
        assert main(command) == 2
        assert "nothing was run" in capsys.readouterr().err


def test_a_broken_demo_breaks_no_other_place(write: Write) -> None:
    write("place: [\n", "demo")
    assert checked(["place=xialu"])[0][1].place.name == "xialu"
    with pytest.raises(ConfigError, match=r"demo\.yaml"):
        checked([])
