"""govsim plot DIR."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import main
from sim.cli.plot import names_of
from sim.report.kinds import FIGURES, OLD_ONES
from sim.studies.old_results import OldResults


@pytest.mark.usefixtures("blank")
def test_it_draws_and_says_what_it_left_out(one_arm: OldResults, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", str(one_arm.path), "--format", "png", "--lang", "both"]) == 0
    out = capsys.readouterr().out.splitlines()
    drawn = [Path(line.split()[1]) for line in out if line.startswith("figure ")]
    assert [path.name for path in drawn] == [
        "response_over_time_both.png", "response_distribution_both.png", "waiting_map_both.png",
    ]  # fmt: skip
    assert all(path.is_file() for path in drawn)
    assert "left out paired_differences: a single arm has nothing to be compared with" in out[-1]
    assert "未绘制 paired_differences：只有一个方案，无从比较" in out[-1]


def test_all_mistakes_are_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", "--format", "jpeg", "--lang", "fr", "--fast"]) == 2
    told = capsys.readouterr().err
    assert "4 problems" in told
    for word in ("'jpeg'", "png, svg", "'fr'", "en, zh, both", "--fast", "DIR"):
        assert word in told


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", str(tmp_path)]) == 1
    assert "is empty: nothing was saved there" in capsys.readouterr().err


def put(folder: Path, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Put a changed table in, with its right hash, as another version would have written it."""
    file, manifest = folder / f"{name}.parquet", folder / "manifest.json"
    change(pd.read_parquet(file)).to_parquet(file, index=False)
    told = json.loads(manifest.read_text())
    told["files"][file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told))


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def stop_before_the_first(folder: Path) -> None:
    file = folder / "manifest.json"
    told = json.loads(file.read_text())
    told["replications"]["dual_report"] = []
    file.write_text(json.dumps(told))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    **{
        f"{name} {kind}": (lambda run, n=name, d=damage: d(run / n), name)  # type: ignore[misc]
        for name in ("manifest.json", "runs.parquet", "daily.parquet", "cases.parquet", "map.parquet", "config.yaml")
        for kind, damage in {"missing": Path.unlink, "empty": lambda file: file.write_bytes(b""), "cut": half}.items()
        if (name, kind) != ("config.yaml", "cut")  # half of it may say enough
    },
    "configuration of something else": (lambda run: (run / "config.yaml").write_text("a: 1"), "config.yaml is damaged"),
    "configuration a list": (lambda run: (run / "config.yaml").write_text("[a]"), "config.yaml is damaged"),
    "what was typed is no list": (lambda run: (run / "overrides.yaml").write_text("a: 1"), "overrides.yaml is damaged"),
    "no replication": (stop_before_the_first, "no finished replication of dual_report"),
    "no measures": (lambda run: put(run, "runs", lambda t: t[["arm", "replication"]]), "none of the measures"),
    "no rows of runs": (lambda run: put(run, "runs", lambda t: t[:0]), "runs has no rows of baseline"),
    "no days of an arm": (
        lambda run: put(run, "daily", lambda t: t[t.arm == "baseline"]), "daily has no rows of dual_report",
    ),
    "no days of the district": (
        lambda run: put(run, "daily", lambda t: t[t.level == "community"]), "daily has no rows of baseline",
    ),
    "no map": (lambda run: put(run, "map", lambda t: t[:0]), "map has no rows of baseline"),
    "no cells of cases": (lambda run: put(run, "cases", lambda t: t.drop(columns="cell")), "has no column cell"),
}  # fmt: skip


@pytest.mark.usefixtures("blank")
def test_figures_that_have_no_place_are_found_before_they_are_drawn(
    two_arms: OldResults, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Path(shutil.copytree(two_arms.path, tmp_path / "run", ignore=shutil.ignore_patterns("figures")))
    (run / "figures").write_text("")
    assert main(["plot", str(run), "--format", "png"]) == 2
    assert "is a file, not a folder" in capsys.readouterr().err


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE)
@pytest.mark.usefixtures("blank")
def test_a_damaged_run_is_refused_in_words(
    two_arms: OldResults,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], object],
    words: str,
) -> None:
    run = Path(shutil.copytree(two_arms.path, tmp_path / "run", ignore=shutil.ignore_patterns("figures")))
    damage(run)
    assert main(["plot", str(run), "--format", "png"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"govsim plot: {run}")
    assert words in told
    assert not (run / "figures").is_dir() or not list((run / "figures").iterdir())


THIN: dict[str, Callable[[Path], object]] = {
    "a measure of tomorrow": lambda run: put(run, "runs", lambda t: t.assign(tomorrow="x")),
    "one measure": lambda run: put(run, "runs", lambda t: t[["arm", "replication", "silent"]]),
    "no case of the second arm": lambda run: put(run, "cases", lambda t: t[t.arm == "baseline"]),
    "no case of the first arm": lambda run: put(run, "cases", lambda t: t[t.arm != "baseline"]),
    "one case": lambda run: put(run, "cases", lambda t: t[20:21]),
    "one case that nobody took": lambda run: put(run, "cases", lambda t: t[20:21].assign(t_contact_h=float("nan"))),
    "no case": lambda run: put(run, "cases", lambda t: t[:0]),
    "no contact on any day": lambda run: put(run, "daily", lambda t: t.assign(response_h=float("nan"))),
    "no contact in the second arm": lambda run: put(
        run, "daily", lambda t: t.assign(response_h=t.response_h.where(t.arm == "baseline"))
    ),
}


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw, but neither settle nor write, which takes most of the time."""
    from sim.report import plots

    monkeypatch.setattr(plots, "settle", lambda figure: None)
    monkeypatch.setattr(plots, "_write", lambda *_: None)


@pytest.mark.parametrize("thin", THIN.values(), ids=THIN)
@pytest.mark.usefixtures("unwritten")
def test_a_thin_run_is_drawn(
    two_arms: OldResults, tmp_path: Path, capsys: pytest.CaptureFixture[str], thin: Callable[[Path], object]
) -> None:
    run = Path(shutil.copytree(two_arms.path, tmp_path / "run", ignore=shutil.ignore_patterns("figures")))
    thin(run)
    assert main(["plot", str(run), "--format", "svg"]) == 0
    out = capsys.readouterr().out
    assert out.count("figure ") >= 2
    assert out.count("figure ") + out.count("left out ") == len(FIGURES)


@pytest.mark.usefixtures("unwritten")
def test_one_replication_of_one_day_is_drawn(
    build: Callable[..., OldResults], capsys: pytest.CaptureFixture[str]
) -> None:
    run = build(replications=1, days=1, warmup_days=0)
    assert main(["plot", str(run.path), *OLD_ONES, "--format", "svg"]) == 0
    assert capsys.readouterr().out.count("figure ") == 4


def test_arms_have_the_chinese_names_of_their_levers() -> None:
    assert names_of(["baseline", "dual_report", "dual_report+grid_redivision"]) == {
        "dual_report": "双报到",
        "dual_report+grid_redivision": "双报到+网格重划",
    }
