"""A place of one's own: answers, norms, what cannot be, and a file that can be used at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.config.names import place_title
from sim.config.run import load
from sim.geography.surveyed import write_survey
from sim.i18n import speaking
from sim.own_place.answers import Answers
from sim.own_place.counted import Counted
from sim.own_place.questions import BY_KEY, QUESTIONS
from sim.own_place.reading import Unreadable, read_answer
from sim.own_place.weighing import refusals, weighed
from sim.own_place.written import text_of, tree_of
from sim.studies.priors import inputs
from tests.drawn_maps import random_survey

TOLD = {"population": "3.04万", "communities": 3, "grids": "27", "workers": "27", "managed_share": "80 %"}
REST = ("households", "streets", "part_time_workers", "compounds", "owners_committees", "reporting_members",
        "worker_cost", "in_force")  # fmt: skip


def file_of(folder: Path, told: dict[str, object], *, rest: tuple[str, ...] = REST) -> Path:
    lines = [f"{key}: {value}" for key, value in told.items()] + [f"{key}: norm" for key in rest if key not in told]
    path = folder / "ten.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [("population", "30,400", 30_400), ("population", "3.04万", 30_400), ("managed_share", "70％", 0.7),
     ("managed_share", 70, 0.7), ("in_force", "双报到、grid_redivision", ("dual_report", "grid_redivision")),
     ("in_force", "无", ()), ("worker_cost", "7.2万", 72_000.0)],
)  # fmt: skip
def test_answers_are_read_as_people_write_them(key: str, said: object, value: object) -> None:
    assert read_answer(BY_KEY[key], said) == value


@pytest.mark.parametrize(("key", "said"), [("population", "many"), ("grids", 2.5), ("managed_share", "800 %"),
                                           ("grids", "5 %"), ("in_force", "dual_reprot"), ("grids", True)])  # fmt: skip
def test_what_is_no_answer_is_said(key: str, said: object) -> None:
    with pytest.raises(Unreadable):
        read_answer(BY_KEY[key], said)


def test_it_makes_a_place_that_runs_and_says_where_each_number_is_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = file_of(tmp_path, {**TOLD, "in_force": "[dual_report]"})
    assert main(["new-place", "--out", str(tmp_path / "mine"), "--answers", str(answers)]) == 0
    out = capsys.readouterr().out
    assert "27 grids for 11,692 households: 433 households each, usual (300 - 500)" in out
    file = tmp_path / "mine" / "place.yaml"
    text, config = file.read_text("utf-8"), load(file)
    assert "TOLD" in text
    assert "NORM: 400 households a compound" in text
    assert (config.place.name, config.place.population, config.place.compounds) == ("mine", 30_400, 29)
    assert config.in_force == ("dual_report",)
    drawn = {one.key for one in inputs(config)}
    assert "place.managed_share" not in drawn
    assert "workers.wage_yuan" in drawn  # a norm may vary
    assert main(["compare", "baseline", "dual_report", f"place={file}"]) == 2
    assert "in force" in capsys.readouterr().err


def test_all_that_is_wrong_or_missing_is_said_at_once_with_what_the_norm_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = file_of(
        tmp_path, {"population": 30_000, "communities": 3, "grids": 2, "gridz": 1, "workers": "ten"}, rest=()
    )
    assert main(["new-place", "--out", str(tmp_path / "mine"), "--answers", str(answers)]) == 2
    err = capsys.readouterr().err
    for said in (
        "gridz",
        "2 grids for 3 communities",
        "'ten' is no number",
        "missing: residential compounds",
        "takes 29",
    ):
        assert said in err
    assert not (tmp_path / "mine" / "place.yaml").exists()


def test_a_stop_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def keyboard(*lines: str) -> None:
        left = iter(lines)

        def answer(asked: str) -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)

    typed = ["new-place", "--out", str(tmp_path / "mine")]
    keyboard("30400", "", "3", "?", "", "2")  # two grids of three communities
    assert main(typed) == 130
    assert "5 answers kept" in capsys.readouterr().err
    keyboard(*[""] * 8, "3", "27")  # both are asked again
    assert main(typed) == 0
    assert "2 grids for 3 communities" in capsys.readouterr().out
    assert load(tmp_path / "mine" / "place.yaml").place.grids == 27


def test_what_the_map_counts_is_not_asked_and_wins_unless_somebody_says_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = random_survey(1)
    (tmp_path / "mine").mkdir()
    write_survey(survey, tmp_path / "mine" / "map.npz")
    told = {"population": "told 3000", "workers": 7}
    answers = file_of(tmp_path, told, rest=(*(key for key in REST if key != "streets"), "managed_share"))
    assert main(["new-place", "--out", str(tmp_path / "mine"), "--answers", str(answers)]) == 0
    place = load(tmp_path / "mine" / "place.yaml").place
    assert (place.communities, place.grids) == (3, 7)
    assert "COUNTED: map.npz" in (tmp_path / "mine" / "place.yaml").read_text("utf-8")
    capsys.readouterr()
    answers = file_of(tmp_path, {**told, "grids": 8}, rest=(*REST, "managed_share"))
    assert main(["new-place", "--out", str(tmp_path / "mine"), "--answers", str(answers), "--replace"]) == 2
    assert "8 told, 7 counted in map.npz" in capsys.readouterr().err


def test_a_place_without_a_name_is_called_as_the_only_street_of_its_map(tmp_path: Path) -> None:
    survey = random_survey(1)
    assert len(survey.street_names) == 1
    for folder, more, title in (("mine", {}, survey.street_names[0]), ("named", {"title": "Ours"}, "Ours")):
        (tmp_path / folder).mkdir()
        write_survey(survey, tmp_path / folder / "map.npz")
        rest = (*(key for key in REST if key != "streets"), "managed_share")
        answers = file_of(tmp_path, {"workers": 7, **more}, rest=rest)
        assert main(["new-place", "--out", str(tmp_path / folder), "--answers", str(answers)]) == 0
        assert place_title(load(tmp_path / folder / "place.yaml").place).zh == title


def test_a_file_in_chinese_is_the_same_place(tmp_path: Path) -> None:
    made = Answers({"grids": Counted(27, "map.npz")})
    for question in QUESTIONS:
        made.take(question, TOLD.get(question.key, "norm")) if question.key != "grids" else None
    tree = tree_of(made, "mine", mapped=False)
    texts = []
    for language in ("en", "zh"):
        with speaking(language):
            file = tmp_path / f"{language}.yaml"
            file.write_text(text_of(tree, made, tmp_path), "utf-8")
            texts.append(load(file))
    assert texts[0] == texts[1]
    assert texts[0].place.sources["grids"] == "sourced: counted, map.npz"


def test_what_cannot_be_is_refused_and_what_is_unusual_is_said() -> None:
    values = {"population": 1000, "households": 2000, "communities": 3, "streets": 4, "grids": 2, "compounds": 1,
              "owners_committees": 2}  # fmt: skip
    assert len(refusals(values)) == 4
    usual = {"population": 26_000, "households": 10_000, "communities": 5, "grids": 25, "workers": 25}
    assert not refusals(usual)
    assert all("usual" in said and "UNUSUAL" not in said for said in map(str, weighed(usual)))
    assert any("UNUSUAL" in said for said in map(str, weighed({**usual, "grids": 5})))
