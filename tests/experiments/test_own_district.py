"""The newcomer's page and the finished example are one run, small: every command of the page is typed as it stands."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from sim.calibration.steps import Plan, calibrate
from sim.calibration.still import still_fits, words_for
from sim.cli import main
from sim.observations.table import read_observations
from sim.studies.posterior import load_posterior
from tests.i18n.language import strangers
from tests.test_experiments import ROOT, imported

pytest.importorskip("shapely")
pytest.importorskip("sklearn")
TINY = Plan(trajectories=0, points=50, waves=1, checks=6, truths=4, most_active=8)
FOUND: dict[Any, Any] = {}
PAGES = [ROOT / "sim" / "OWN_DISTRICT.md", ROOT / "sim" / "OWN_DISTRICT.zh.md"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The run of the English page: script, folder, truth, commands."""
    folder, script = tmp_path_factory.mktemp("own"), imported("own_district")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.calibration.steps.QUICK", TINY)
        patch.setattr("sim.calibration.place.calibrate", once)
        true = script.make_raw(folder, script.SMALL)
        typed = script.run_page(folder, script.SMALL)
    return script, folder, true, typed


def once(simulate: Any, inputs: int, goals: Any, *more: Any) -> Any:
    """What was calibrated before is taken from there: the Chinese page asks the same, to the bit."""
    key = (inputs, goals.names, goals.values.tobytes(), goals.sds.tobytes())
    if key not in FOUND:
        FOUND[key] = calibrate(simulate, inputs, goals, *more)
    return FOUND[key]


def left_what_it_says(folder: Path, typed: list[str]) -> None:
    assert [line.split()[1] for line in typed] == [
        "import", "import", "new-place", "check", "calibrate", "compare", "report",
    ]  # fmt: skip
    files = ("map.npz", "map_report.html", "observations.csv", "cases_report.html", "place.yaml", "posterior.parquet")
    assert all((folder / "mine" / name).is_file() for name in files)
    answer = next((folder / "results" / "first" / "answers").glob("*/answer.json"))
    assert json.loads(answer.read_text("utf-8"))["draws"]["source"].endswith("posterior.parquet")  # found by itself
    assert "河西社区" in answer.with_name("report.html").read_text("utf-8")
    assert all(answer.with_name(name).is_file() for name in ("report.xlsx", "report.docx"))


def test_every_command_of_the_page_ends_well_and_leaves_what_it_says(done: Any) -> None:
    _, folder, _, typed = done
    left_what_it_says(folder, typed)
    assert "Binjiang" in next((folder / "results" / "first" / "answers").glob("*/report.html")).read_text("utf-8")


def test_so_does_every_command_of_the_chinese_page_which_speaks_chinese(
    done: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same folder, so that lives of the calibration are there; what the English page left is put aside."""
    script, folder, _, _ = done
    monkeypatch.setattr("sim.calibration.steps.QUICK", TINY)
    monkeypatch.setattr("sim.calibration.place.calibrate", once)
    aside = [folder / "mine", folder / "results" / "first"]
    posterior = (folder / "mine" / "posterior.parquet").read_bytes()
    for path in aside:
        path.rename(tmp_path / path.name)
    try:
        left_what_it_says(folder, script.run_page(folder, script.SMALL, PAGES[1]))
        said = "".join(capsys.readouterr())
        assert (folder / "mine" / "posterior.parquet").read_bytes() == posterior
        assert "滨江" in next((folder / "results" / "first" / "answers").glob("*/report.html")).read_text("utf-8")
        assert strangers(said, "zh") == []
    finally:
        for path in aside:
            shutil.rmtree(path, ignore_errors=True)
            (tmp_path / path.name).rename(path)


def test_both_languages_type_the_same_commands(done: Any) -> None:
    script = done[0]
    english, chinese = (script.commands(page) for page in PAGES)
    assert [[*words, "--lang", "zh"] for words in english] == chinese
    answers = [re.findall(r"^```yaml\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)[0] for page in PAGES]
    assert len({re.sub(r"#.*", "", text).replace(" ", "") for text in answers}) == 1


def test_links_of_the_page_lead_somewhere() -> None:
    for page in (*PAGES, ROOT / "experiments" / "own_district.md"):
        links = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
        assert links
        assert all((page.parent / link).exists() for link in links)


def test_the_posterior_is_usable_and_the_truth_is_mostly_inside(done: Any) -> None:
    script, folder, true, _ = done
    posterior = load_posterior(folder / "mine" / "posterior.parquet")  # refuses fewer than 200 independent draws
    found = script.nearness(folder, true)
    assert not {row["key"] for row in found} - set(posterior.keys)
    assert sum(row["inside"] for row in found) >= 0.6 * len(found)
    assert "truth" in script.table(folder, true)
    own = posterior.told["own"]
    assert len([row for row in own["rows"] if row["role"] == "held"]) == 2
    assert not {row["id"] for row in own["rows"]} & {row["id"] for row in own["aside"]}


def test_what_the_user_told_is_neither_drawn_nor_written(done: Any) -> None:
    _, folder, _, _ = done
    page = json.loads((folder / "mine" / "posterior.json").read_text("utf-8"))
    drawn = {*page["screened"], *page["not_narrowed"]}
    assert "place.managed_share" not in drawn  # told
    assert "place.old_share" in drawn  # nobody said
    assert "workers.wage_yuan" not in drawn


def test_a_changed_place_makes_its_posterior_void_and_a_comment_does_not(
    done: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    _, folder, _, _ = done
    file, posterior = folder / "mine" / "place.yaml", folder / "mine" / "posterior.parquet"
    before = file.read_text("utf-8")
    try:
        file.write_text("# mine\n" + before, "utf-8")
        assert len(load_posterior(posterior)) > 0
        file.write_text(before.replace("workers: 25", "workers: 26"), "utf-8")
        with pytest.raises(ValueError, match="has changed since"):
            load_posterior(posterior)
    finally:
        file.write_text(before, "utf-8")
    assert main(["new-place", "--out", str(folder / "mine"), "--answers", str(folder / "ten.yaml")]) == 2
    assert "--replace" in capsys.readouterr().err
    assert file.read_text("utf-8") == before


def test_newer_records_are_held_against_the_calibrated_place(done: Any, tmp_path: Path) -> None:
    _, folder, _, _ = done
    posterior = folder / "mine" / "posterior.parquet"
    assert words_for(folder) == []
    assert len(words_for(folder / "mine")) == 1
    told = {row["measure"]: row for row in json.loads(posterior.with_suffix(".json").read_text("utf-8"))["own"]["rows"]}
    row, file = told["on_time"], tmp_path / "newer.csv"
    for value, fits in ((row["after"]["0.5"], True), (4.0, False)):
        file.write_text(f"id,measure,value,unit,sd\nA,on_time,{value},%,1\nB,utilisation,50,%,1\n", "utf-8")
        found = still_fits(posterior, read_observations(file))
        assert [one.fits for one in found.newer] == [fits]
        assert [one.id for one in found.unknown] == ["B"]
        assert ("still fits" in found.words) is fits
