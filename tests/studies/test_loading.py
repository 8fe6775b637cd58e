"""One call opens a study folder, an answer of it, or an old run folder; anything else is refused in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ResultError
from sim.studies.loading import load
from sim.studies.results import Results
from tests.studies.folders import asked, question


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "demo"
    asked(question(1, []), folder)
    return folder


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    """Copy a study folder, to be damaged."""
    return Path(shutil.copytree(made, tmp_path / "results" / "demo"))


def test_study_and_answer(study: Path) -> None:
    whole = load(study)
    assert isinstance(whole, Results)
    one = load(whole.answer)
    assert isinstance(one, Results)
    assert one.path == whole.path == study
    assert one.runs.equals(whole.runs)
    assert load(str(study)).answer == whole.answer


CASES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "nothing": (shutil.rmtree, "", "nothing of that name exists"),
    "empty": (lambda s: (shutil.rmtree(s), s.mkdir()), "", "is empty: nothing was saved there"),
    "a file": (lambda s: None, "study.yaml", r"is not a folder, but a file; did you mean .*demo\?"),
    "a file of an answer": (lambda s: None, "answers/latest", "is not a folder, but a file$"),
    "folder of folders": (lambda s: None, "..", r"is no study folder, but there are some in it: .*demo$"),
    "folder of answers": (lambda s: None, "answers", r"but there are some in it: .*answers/\w+$"),
    "a manifest alone": (
        lambda s: [shutil.rmtree(p) if p.is_dir() else p.unlink() for p in s.iterdir() if p.name != "manifest.json"],
        "", "has schema None",
    ),
    "rows": (lambda s: None, "runs", "has neither study.yaml nor manifest.json"),
    "no answers left": (lambda s: shutil.rmtree(s / "answers"), "", "nothing was asked of it"),
    "no questions left": (
        lambda s: (shutil.rmtree(s / "answers"), (s / "study.yaml").unlink()), "", "nothing was asked of it",
    ),
    "an answer that is gone": (lambda s: None, "answers/123456789012", "nothing of that name exists"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "inside", "words"), CASES.values(), ids=CASES)
def test_what_is_not_results_is_refused_in_words(
    study: Path, change: Callable[[Path], object], inside: str, words: str
) -> None:
    change(study)
    path = study.parent if inside == ".." else study / inside
    with pytest.raises(ResultError, match=words) as told:
        load(path)
    assert str(path) in str(told.value)
