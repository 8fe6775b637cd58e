"""Every experiment states its question, design and answer, and runs a few days."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from sim.cli import guarded
from sim.policies import POLICIES
from sim.studies.asking import ask_of
from tests.studies.folders import asked

FILES = sorted((Path(__file__).parents[1] / "experiments").glob("*.py"))


def imported(path: Path) -> Any:
    """The experiment as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_it_tells_and_it_runs(path: Path, tmp_path: Path) -> None:
    module = imported(path)
    assert all(word in (module.__doc__ or "") for word in ("Question", "Design", "Answer"))
    for title, arms in module.designs("demo", pairs=2, days=3).items():
        ask = ask_of("compare", {f"{i} {arm.label}": arm for i, arm in enumerate(arms)}, tables=False)
        results, _ = asked(ask, tmp_path / title)
        assert all(found == [0, 1] for found in results.replications.values())


def test_there_are_experiments() -> None:
    assert FILES


def test_levers_that_a_place_refuses_are_left_out_of_all_levers_with_the_reason() -> None:
    refused: dict[str, str] = {}
    designs = imported(FILES[0].with_name("all_levers.py")).designs("mingshan", 2, 8, refused=refused)
    assert set(refused) == {"grid_redivision"}
    assert "lie in 19 layers" in refused["grid_redivision"]
    acting = {name for arms in designs.values() for arm in arms for name in arm.policy_names}
    assert acting == set(POLICIES) - set(refused)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_place_that_is_not_there_is_said_in_words(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [path.name, "--place", "nowhere"])
    assert guarded(path.stem, imported(path).main) == 2
    assert f"{path.stem}: 1 problem" in (told := capsys.readouterr().err)
    assert "'nowhere' is not a place" in told
