"""What was asked, written down: it reads back equal on any machine; what is no such file is refused in words."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sim.config.layers import Layer
from sim.config.run import load
from sim.errors import ResultError
from sim.store.asks import ALL, Ask, labels_of, read_ask, write_ask
from sim.store.tasks import cell_of
from sim.studies.asking import ask_of
from sim.studies.labels import labels_of as swept_labels
from tests.studies.folders import question


def back(ask: Ask, folder: Path) -> Ask:
    write_ask(ask, folder / "study.yaml")
    return read_ask(folder / "study.yaml").ask()


def three() -> Ask:
    """Arms that differ in a lever, its dose, a number of the place and a parameter."""
    said = {"days": 4, "warmup_days": 1, "replications": 2, "voice": {"p_report": 0.4}}
    return ask_of(
        "compare",
        {
            "baseline": load("demo", **said),  # type: ignore[arg-type]
            "weak": load("demo", ["dual_report"], policies={"dual_report": {"active_share": 0.1}}, **said),  # type: ignore[arg-type]
            "more": load("demo", **{**said, "place.workers": 20, "voice": {"p_report": 0.3}}),  # type: ignore[arg-type]
        },
        ["baseline", "weak=dual_report:active_share=0.1", "days=4"],
        question="多一点？",
    )


def test_it_reads_back_equal(tmp_path: Path) -> None:
    ask = three()
    again = back(ask, tmp_path)
    assert again.arms == ask.arms  # every setting of every arm, and who said it
    assert list(again.arms) == list(ask.arms)
    assert replace(again, arms=ask.arms) == ask
    assert again.digest() == ask.digest()
    assert "多一点？" in (tmp_path / "study.yaml").read_text(encoding="utf-8")  # as a person reads it


def test_it_is_known_who_said_each_number(tmp_path: Path) -> None:
    ask = three()
    again = back(ask, tmp_path)
    for label, arm in ask.arms.items():
        assert again.arms[label].said == arm.said, label
    weak, more = again.arms["weak"], again.arms["more"]
    assert weak.fixed("policies.dual_report.active_share")
    assert "policies.dual_report.active_share" not in more.said
    assert weak.said["voice.p_report"].layer > Layer.PLACE
    assert (weak.said["voice.p_report"].value, more.said["voice.p_report"].value) == (0.4, 0.3)
    # what only the place's file says has its basis from there
    population = again.first.said["place.population"]
    assert (population.layer, population.basis) == (Layer.PLACE, ask.first.said["place.population"].basis)


def test_the_cells_in_the_file_are_those_of_the_arms(tmp_path: Path) -> None:
    ask = three()
    write_ask(ask, tmp_path / "study.yaml")
    asked = read_ask(tmp_path / "study.yaml")
    assert asked.cells == {label: cell_of(asked.config(label).canonical()) for label in ask.arms}
    assert asked.tree("weak")["policies"]["dual_report"]["active_share"] == 0.1
    assert "dual_report" not in asked.tree("more")["policies"]
    assert asked.tree("more")["place"]["workers"] == 20


@pytest.mark.parametrize("first", [(), ("dual_report",), ("dual_report", "whistle")])
def test_levers_of_the_first_arm_are_no_levers_of_the_others(first: tuple[str, ...], tmp_path: Path) -> None:
    doses = {"dual_report": {"active_share": 0.1}}
    arms = {
        "first": load("demo", first, policies={name: doses[name] for name in first if name in doses}),
        "none": load("demo"),
        "one": load("demo", ["dual_report"], policies=doses),
        "both": load("demo", ["dual_report", "whistle"]),
    }
    again = back(ask_of("compare", arms), tmp_path)
    assert {name: arm.policy_names for name, arm in again.arms.items()} == {
        "first": first, "none": (), "one": ("dual_report",), "both": ("dual_report", "whistle"),
    }  # fmt: skip
    assert again.arms == ask_of("compare", arms).arms


def test_what_goes_beside_it_is_kept(tmp_path: Path) -> None:
    plan = {"measures": ["silent"], "zones": [1.0], "maximum": 20, "extensions": []}
    again = back(replace(question(2), extra={"plan": plan}), tmp_path)
    assert again.extra == {"plan": plan}
    assert again.digest() == question(2).digest()


def test_a_sweep_of_two_hundred_arms_is_written_once_and_read_fast(tmp_path: Path) -> None:
    base = load("demo", days=4)
    swept = [replace(base, run=replace(base.run, seed=k)) for k in range(1, 201)]
    ask = ask_of("sweep", swept_labels(swept), tables=False)
    assert len(ask.arms) == 200
    write_ask(ask, tmp_path / "study.yaml")
    write_ask(replace(ask, arms={"alone": base}), tmp_path / "alone.yaml")
    sizes = [(tmp_path / name).stat().st_size for name in ("study.yaml", "alone.yaml")]
    assert sizes[0] < sizes[1] + 200 * 150  # the first arm in full, of the others what differs
    begin = time.process_time()
    asked = read_ask(tmp_path / "study.yaml")
    assert asked.cells == ask.cells
    seeds = [asked.tree(label)["seed"] for label in asked.cells]
    assert seeds == list(range(1, 201))
    assert time.process_time() - begin < 2.0  # its arms are not made for that
    assert asked.config("seed=150") == ask.arms["seed=150"]


def test_cases_are_kept_whole_of_the_first_replications() -> None:
    ask = replace(question(5), whole=2, case_rows=7)
    assert [ask.cases_of(k) for k in range(4)] == [ALL, ALL, 7, 7]


def test_a_cell_has_the_label_of_the_question_that_named_it_first(tmp_path: Path) -> None:
    write_ask(question(2), tmp_path / "a.yaml")
    ask = question(2)
    write_ask(replace(ask, arms={"as it is": ask.first, "again": ask.arms["dual_report"]}), tmp_path / "b.yaml")
    told = [read_ask(tmp_path / name) for name in ("a.yaml", "b.yaml")]
    assert sorted(labels_of(told).values()) == ["baseline", "dual_report"]
    assert sorted(labels_of(told[::-1]).values()) == ["again", "as it is"]


def test_one_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "study.yaml"
    write_ask(question(2), file)
    before = file.read_bytes()

    def no_room(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", no_room)
    with pytest.raises(ResultError, match=r"study\.yaml cannot be written: the disk is full"):
        write_ask(question(3), file)
    assert file.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["study.yaml"]


def told_of(key: str, value: object) -> Callable[[Path], object]:
    """Say something else in the file, under a dotted key; an ellipsis takes it away."""

    def change(file: Path) -> None:
        tree = yaml.safe_load(file.read_text(encoding="utf-8"))
        *path, last = key.split(".")
        node = tree
        for part in path:
            node = node[part]
        if value is ...:
            del node[last]
        else:
            node[last] = value
        file.write_text(yaml.safe_dump(tree), encoding="utf-8")

    return change


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (Path.unlink, "is missing: not a study folder, or nothing was asked of it yet"),
    "a folder": (lambda f: (f.unlink(), f.mkdir()), "cannot be read"),
    "empty": (lambda f: f.write_text("", encoding="utf-8"), "has format None, this version reads 2"),
    "a list": (lambda f: f.write_text("[1, 2]", encoding="utf-8"), "has format None"),
    "no YAML": (lambda f: f.write_text("a: [", encoding="utf-8"), "is damaged: it is no YAML"),
    "code": (lambda f: f.write_text("!!python/object/apply:os.getcwd []", encoding="utf-8"), "is no YAML"),
    "no text": (lambda f: f.write_bytes(b"\xff\xfe\x00"), "is no YAML"),
    "too deep": (lambda f: f.write_text("[" * 3000 + "]" * 3000, encoding="utf-8"), "is no YAML|has format None"),
    "of another version": (told_of("format", 3), "has format 3, this version reads 2"),
    "no cells": (told_of("cells", {}), "nothing fitting is said of cells"),
    "a word for a number": (told_of("replications", "many"), "nothing fitting is said of replications"),
    "two keys gone": (lambda f: (told_of("base", ...)(f), told_of("kind", ...)(f)), "is said of kind, base"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE)
def test_what_is_no_question_is_refused_in_words(damage: Callable[[Path], object], words: str, tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    write_ask(question(1), file)
    damage(file)
    with pytest.raises(ResultError, match=words) as told:
        read_ask(file)
    assert str(file) in str(told.value)


@pytest.mark.parametrize(
    "damage",
    [
        told_of("base.days", "long"),
        told_of("base.place", ...),
        told_of("arms.dual_report.policies", {"no_such_lever": {}}),
        told_of("said", {"voice.p_report": [0.4]}),
        told_of("said", {"voice.p_report": [0.4, "nobody", "here", "choice"]}),
        told_of("said", 3),
    ],
)
def test_arms_that_this_version_cannot_make_are_told_when_they_are_made(
    damage: Callable[[Path], object], tmp_path: Path
) -> None:
    file = tmp_path / "study.yaml"
    write_ask(question(1), file)
    damage(file)
    asked = read_ask(file)  # what lies in the folder can still be listed
    assert list(asked.cells) == ["baseline", "dual_report"]
    with pytest.raises(ResultError, match="cannot be run by this version") as told:
        asked.ask()
    assert str(file) in str(told.value)
